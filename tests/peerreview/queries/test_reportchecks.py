"""Whatever is tried with a report in whatever order, what must be true of it is (2, 3, 5, 17, 18)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.actions import accuracy, publications, reports
from peerreview.enums.reports import CommentOutcome, SeatStance, VersionKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import (
    AccuracyComment,
    CoreValue,
    PeerJudgement,
    RecommendationStandard,
    ReportFile,
    ReportVersion,
    Review,
    SeatAgreement,
    VisitReport,
)
from peerreview.models.reportfiles import REPORTS
from peerreview.queries.reportchecks import findings
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories import reports as make
from tests.factories.selfassessments import lead_of
from tests.factories.standards import published_edition, standard
from tests.planting import MADE, found_each, peer_review, put
from tests.remembering import remembered
from tests.thorough import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guards_again")]
Step = Callable[[Review, User], object]


def answer_all(review: Review, by: User) -> None:
    for row in AccuracyComment.objects.waiting().filter(version__report__review=review):
        accuracy.answer_comment(comment=row, outcome=CommentOutcome.STANDS, reason="So it is.", by=by, at=NOON)


STEPS: dict[str, Step] = {
    "judge": lambda review, by: make.judge(
        review, score="met", commentary="Seen.", base=review.report.judgements.get().version, writer="f" * 16, by=by
    ),
    "praise": lambda review, by: reports.name_achievement(review=review, text="Good bread.", by=by, at=NOON),
    "put": lambda review, by: reports.put_to_team(review=review, by=by, at=NOON),
    "agree": lambda review, by: reports.say_of_draft(review=review, stance=SeatStance.AGREES, text="", by=by, at=NOON),
    "send": lambda review, by: accuracy.send_for_accuracy(review=review, reason="Again.", by=by, at=NOON),
    "comment": lambda review, by: accuracy.comment_on(review=review, paragraph=1, statement="No.", by=by, at=NOON),
    "finish": lambda review, by: accuracy.finish_comments(review=review, by=by, at=NOON),
    "answer": answer_all,
    "go on": lambda review, by: accuracy.begin_finalising(review=review, by=by, at=NOON),
    "go on late": lambda review, by: accuracy.begin_finalising(review=review, by=by, at=NOON + timedelta(days=40)),
    "finalise": lambda review, by: accuracy.finalise(review=review, by=by, at=NOON),
}
WHO = ("lead", "peer", "host", "manager", "everybody")
# A walk that gets somewhere: the way itself, with whatever is tried by whomever in between.
WAY = (
    ("put", "lead"),
    ("agree", "everybody"),
    ("send", "lead"),
    ("comment", "host"),
    ("answer", "lead"),
    ("finish", "host"),
    ("go on", "lead"),
    ("finalise", "manager"),
)
TRIED = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(WHO)), max_size=2)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TRIED, min_size=len(WAY), max_size=len(WAY)))
def test_no_order_of_acts_gets_past_a_guard(between: list[list[tuple[str, str]]]) -> None:
    with transaction.atomic():
        review = make.drafted(1)
        team = make.team_of(review)
        cast = {"lead": team[0], "peer": team[1], "host": lead_of(review), "manager": make.manager()}
        for tried, way in zip(between, WAY, strict=True):
            for what, who in (*tried, way):
                for person in team if who == "everybody" else [cast[who]]:
                    attempt(STEPS[what], review, person)
                    holds(review)
        transaction.set_rollback(True)
    for name in list(REPORTS.names()):
        REPORTS.forget(name)


def attempt(step: Step, review: Review, person: User) -> None:
    before = ReportVersion.objects.filter(report__review=review).count()
    try:
        with transaction.atomic():
            step(make.fresh(review), person)
    except (Refused, PermissionDenied):
        assert ReportVersion.objects.filter(report__review=review).count() == before


def holds(review: Review) -> None:
    """Say in other words than the guards' what has to be behind a report where it stands."""
    assert list(findings(NOON)) == []
    row = make.fresh(review)
    kinds = list(ReportVersion.objects.filter(report=row.report).order_by("n").values_list("kind", flat=True))
    if row.state != ReviewState.DRAFTING:
        put = ReportVersion.objects.get(report=row.report, n=row.report.put_n)
        assert SeatAgreement.objects.filter(version=put).count() == 5
        assert row.report.achievements.filter(removed_at=None).exists()
        assert 1 <= kinds.count("accuracy") <= 2
    if row.state in (ReviewState.FINALISING, ReviewState.FINAL):
        assert not AccuracyComment.objects.waiting().filter(version__report=row.report).exists()
    assert (row.state == ReviewState.FINAL) == (kinds.count("final") == 1)
    if row.state == ReviewState.FINAL:
        assert row.report.finalised_by_id not in (None, row.report.lead_id)
        assert ReportFile.objects.filter(version__report=row.report).count() == 5


def test_publishing_the_next_edition_changes_no_byte_of_a_report() -> None:
    version = ReportVersion.objects.get(pk=make.final().pk)
    edition = version.report.review.edition
    files = {row.file: REPORTS.path(row.file).read_bytes() for row in version.files.all()}
    assert len(files) == 5
    rows = [standard(f"1.{n}", lineage=f"{edition.set.code}-{n}", text="Something else.") for n in (1, 2, 3)]
    published_edition(*rows, code=edition.set.code, number=2)
    again = ReportVersion.objects.get(pk=version.pk)
    assert (again.content, again.sha256) == (version.content, version.sha256)
    assert {name: REPORTS.path(name).read_bytes() for name in files} == files
    assert list(findings(NOON)) == []


def test_check_names_what_is_not_as_it_was_made() -> None:
    version = make.final()
    assert list(findings(NOON)) == []
    file = version.files.first()
    assert file is not None
    REPORTS.path(file.file).write_bytes(b"other")
    REPORTS.keep(b"nobody's")
    found = list(findings(NOON))
    assert len(found) == 2
    assert all(one.startswith("5") for one in found)
    QuerySet(Review).filter(pk=version.report.review_id).update(state="drafting")  # no history: a broken row
    assert any("is final" in one or "and its report" in one for one in findings(NOON))


def test_what_everybody_reads_without_consent_or_gap_is_found(published: Review) -> None:
    """24: and 2, 3, 9 and 18, which the database or the actions refuse."""
    report = published.report
    (public,) = ReportVersion.objects.filter(report=report, kind=VersionKind.PUBLIC)
    n, content = public.n, public.content
    (elsewhere,) = published_edition(standard("1.1"), code="other").standards.all()
    by_value = {**content, "sections": [{**content["sections"][0], "title": CoreValue.objects.all()[0].title}]}
    gone = {**content, "gap": "Taken back."}
    judged, link = PeerJudgement.objects.all()[0], RecommendationStandard.objects.all()[0]
    found_each(
        peer_review,
        [
            (f"24: version {n} of report {report.pk} is for everybody", put(VisitReport, publication="withdrawn")),
            (f"24: version {n} of report {report.pk} is for everybody", put(VisitReport, publication="private")),
            (f"24: report {report.pk} is published, and nobody", put(VisitReport, consented_by=None)),
            (f"24: report {report.pk} is published, and there is no", put(ReportVersion, public.pk, content=gone)),
            (f"24: report {report.pk} is published, and there is no", put(ReportVersion, public.pk, kind="draft")),
            (f"9: version {n} of report {report.pk} counts by value", put(ReportVersion, public.pk, content=by_value)),
            (f"2: judgement {judged.pk} is about", put(PeerJudgement, judged.pk, standard=elsewhere)),
            (f"2: recommendation {link.recommendation_id} rests", put(RecommendationStandard, standard=elsewhere)),
            (f"3: version {n} of report", put(ReportVersion, public.pk, edition_sha256="0" * 64)),
            (f"5: the versions of report {report.pk} are not numbered", put(ReportVersion, public.pk, n=n + 1)),
            (f"18: report {report.pk} was made final by its lead", put(VisitReport, finalised_by=report.lead_id)),
        ],
        NOON,
        despite=(*MADE, "11: the team"),
    )


@pytest.fixture
@remembered
def published() -> Review:
    review, manager = make.final().report.review, make.manager()
    publications.look_at_words(review=make.fresh(review), stay=[], by=manager, at=NOON)
    publications.offer_publication(review=make.fresh(review), by=manager, at=NOON)
    publications.consent(review=make.fresh(review), named=False, by=lead_of(review), at=NOON)
    return make.fresh(review)
