"""Writing a report and bringing it to its end: nothing lost, nobody passed over, never finalised by its lead."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from peerreview.actions import accuracy, recommendations, reports
from peerreview.actions.reviews import cancel
from peerreview.domain.reports import content_hash, paragraphs, read_report
from peerreview.enums.reports import CommentOutcome, SeatStance, Strength, VersionKind
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import (
    Deadline,
    KeptJudgement,
    PeerJudgement,
    Recommendation,
    ReportVersion,
    Review,
    SeatAgreement,
    TeamSeat,
    VisitReport,
)
from peerreview.permissions import reports as permissions
from peerreview.queries.readiness import report_facts
from peerreview.queries.typed import earlier_texts
from portal.history.writing import save_with_history
from portal.notifications.models import Notification
from portal.people.models import RoleGrant
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories import reports as make
from tests.factories.people import LONG_AGO, UserFactory
from tests.factories.selfassessments import lead_of, staff_of
from tests.factories.standards import published_edition, standard

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=40)


def test_two_people_in_one_judgement_are_both_kept_and_put_together() -> None:
    review = make.visited(1)
    lead, peer = make.team_of(review)[:2]
    make.judge(review, commentary="Lead's words", difference="x", by=lead)
    saved = make.judge(review, commentary="Peer's words", writer="b" * 16, by=peer)
    assert saved.kept is not None
    row = PeerJudgement.objects.get()
    assert (row.commentary, row.own_score) == ("Lead's words", "met")
    make.judge(review, commentary="Both.", difference="x", base=1, writer="c" * 16, settles=True)
    row = PeerJudgement.objects.get()
    texts = {one.answer.commentary for one in earlier_texts(row, KeptJudgement, {"judgement_id": row.pk})}
    assert texts == {"Lead's words", "Peer's words", "Both."}
    assert not KeptJudgement.objects.waiting().exists()


def test_the_reason_for_a_difference_is_merged_as_a_field_of_its_own() -> None:
    review = make.visited(1)
    make.judge(review, commentary="Seen.")
    make.judge(review, commentary="Seen.", difference="Because.", base=1, writer="b" * 16)
    make.judge(review, commentary="Seen twice.", base=1, writer="c" * 16)
    row = PeerJudgement.objects.get()
    assert (row.commentary, row.difference) == ("Seen twice.", "Because.")


def test_only_the_team_writes_and_only_while_it_drafts() -> None:
    review = make.visited(1)
    for stranger in (UserFactory(), lead_of(review), staff_of(review), UserFactory(roles=["reviewer"])):
        with pytest.raises(PermissionDenied):
            make.judge(review, score="met", by=stranger)
    checked = make.checked()
    with pytest.raises(Refused, match="not open"):
        make.judge(checked, score="met", by=make.team_of(checked)[1])


def test_who_had_a_seat_and_was_not_there_reads_the_draft_and_writes_nothing() -> None:
    review = make.visited()
    absent = make.team_of(review)[3]
    seat = TeamSeat.objects.get(team__review=review, person=absent)
    seat.state = SeatState.CONFIRMED
    save_with_history(seat, by=None, reason="Made for a test", at=NOON)
    assert permissions.can_read_writing(absent, make.fresh(review), NOON)
    with pytest.raises(Refused, match="not open"):
        make.judge(review, by=absent, score="met", commentary="As I heard.")
    assert not PeerJudgement.objects.exists()


def test_a_standard_of_another_edition_is_refused_by_the_action_and_by_the_database() -> None:
    review = make.visited(1)
    other = published_edition(standard("9.9"), code="other").standards.get()
    with pytest.raises(Refused, match="belong"):
        recommendations.recommend(
            review=review,
            strength=Strength.MUST,
            fields=make.SMART,
            standards=[other],
            carried_from=None,
            by=make.team_of(review)[0],
            at=NOON,
        )
    make.judge(review, score="met")
    row = PeerJudgement.objects.get()
    row.standard = other
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("field", sorted(make.SMART))
def test_a_recommendation_lacks_none_of_the_five(field: str) -> None:
    review = make.visited(1)
    with pytest.raises(Refused, match="five"):
        make.recommended(review, **{field: "  "})
    row = make.recommended(review)
    setattr(row, field, " ")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_what_somebody_changed_meanwhile_is_not_written_over() -> None:
    review = make.drafted(1)
    report, lead = review.report, make.team_of(review)[0]
    with pytest.raises(Refused, match="meanwhile"):
        reports.write_summaries(
            review=review, summary="Other.", plain_summary="", base=report.version - 1, by=lead, at=NOON
        )
    row = report.achievements.get()
    reports.change_achievement(achievement=row, text="They cook together.", base=1, by=lead, at=NOON)
    with pytest.raises(Refused, match="meanwhile"):
        reports.change_achievement(achievement=row, text="Mine.", base=1, by=lead, at=NOON)


def test_a_difference_without_a_reason_is_saved_and_not_put_to_the_team() -> None:
    review = make.drafted(1)
    row = PeerJudgement.objects.get()
    make.judge(review, score="not_met", base=row.version, seq=9, writer="b" * 16)
    with pytest.raises(Refused, match="1"):
        reports.put_to_team(review=make.fresh(review), by=make.team_of(review)[0], at=NOON)


def test_every_seat_speaks_of_the_draft_as_it_stands() -> None:
    review = make.drafted(1)
    lead, peer = make.team_of(review)[:2]
    reports.put_to_team(review=review, by=lead, at=NOON)
    assert Notification.objects.filter(event="peer_review.report_put").count() == 4
    assert report_facts(make.fresh(review), NOON).seats_silent == 5
    reports.say_of_draft(review=make.fresh(review), stance=SeatStance.AGREES, text="", by=peer, at=NOON)
    with pytest.raises(Refused, match="have said"):
        reports.say_of_draft(review=make.fresh(review), stance=SeatStance.DISSENTS, text="No.", by=peer, at=NOON)
    assert report_facts(make.fresh(review), NOON).seats_silent == 4
    make.recommended(review, "could")
    assert report_facts(make.fresh(review), NOON).seats_silent == 5
    with pytest.raises(PermissionDenied):
        reports.say_of_draft(review=make.fresh(review), stance=SeatStance.AGREES, text="", by=peer, at=NOON)
    with pytest.raises(Refused, match="5"):
        accuracy.send_for_accuracy(review=make.fresh(review), reason="", by=lead, at=NOON)


def test_a_dissent_stands_in_what_the_service_reads_and_a_report_needs_an_achievement() -> None:
    review = make.agreed()
    lead = make.team_of(review)[0]
    with pytest.raises(PermissionDenied):
        accuracy.send_for_accuracy(review=review, reason="", by=make.team_of(review)[1], at=NOON)
    version = accuracy.send_for_accuracy(review=review, reason="", by=lead, at=NOON)
    report = read_report(version.content)
    assert [one.text for one in report.dissents] == ["I would have scored 1.1 higher."]
    assert version.n == 2
    other = make.visited(1)
    make.judge(other, score="met")
    make.agreed(other)
    with pytest.raises(Refused, match="achievement"):
        accuracy.send_for_accuracy(review=make.fresh(other), reason="", by=make.team_of(other)[0], at=NOON)


def test_the_host_lead_alone_comments_in_the_window_and_every_comment_is_answered() -> None:
    review = make.checked()
    host, lead = lead_of(review), make.team_of(review)[0]
    due = Deadline.objects.get(review=review, kind=DeadlineKind.ACCURACY).due_on
    assert (due - NOON.date()).days == 14
    for other in (lead, staff_of(review), make.manager()):
        with pytest.raises(PermissionDenied):
            accuracy.comment_on(review=make.fresh(review), paragraph=1, statement="No.", by=other, at=NOON)
    with pytest.raises(PermissionDenied):
        accuracy.comment_on(review=make.fresh(review), paragraph=1, statement="Late.", by=host, at=LATER)
    with pytest.raises(Refused, match="paragraph"):
        accuracy.comment_on(review=make.fresh(review), paragraph=999, statement="Where?", by=host, at=NOON)
    row = accuracy.comment_on(review=make.fresh(review), paragraph=1, statement="Not so.", by=host, at=NOON)
    with pytest.raises(Refused, match="1"):
        accuracy.begin_finalising(review=make.fresh(review), by=lead, at=LATER)
    with pytest.raises(PermissionDenied):
        accuracy.answer_comment(comment=row, outcome=CommentOutcome.STANDS, reason="x", by=host, at=NOON)
    accuracy.answer_comment(comment=row, outcome=CommentOutcome.CORRECTED, reason="Right.", by=lead, at=NOON)
    with pytest.raises(Refused, match="may still"):
        accuracy.begin_finalising(review=make.fresh(review), by=lead, at=NOON)
    assert accuracy.begin_finalising(review=make.fresh(review), by=lead, at=LATER).state == ReviewState.FINALISING


def test_there_are_two_rounds_and_no_third() -> None:
    review = make.corrected()
    lead, host = make.team_of(review)[0], lead_of(review)
    with pytest.raises(Refused, match="second time"):
        accuracy.send_for_accuracy(review=make.fresh(review), reason=" ", by=lead, at=NOON)
    accuracy.send_for_accuracy(review=make.fresh(review), reason="Section 1 is new.", by=lead, at=NOON)
    accuracy.finish_comments(review=make.fresh(review), by=host, at=NOON)
    accuracy.begin_finalising(review=make.fresh(review), by=lead, at=NOON)
    with pytest.raises(Refused, match="two rounds"):
        accuracy.send_for_accuracy(review=make.fresh(review), reason="Again.", by=lead, at=NOON)


def test_a_report_is_made_final_once_and_never_by_its_lead() -> None:
    review = make.corrected()
    lead = make.team_of(review)[0]
    save_with_history(
        RoleGrant(person=lead, role="programme_manager", starts_on=LONG_AGO), by=None, reason="Both", at=NOON
    )
    with pytest.raises(PermissionDenied):
        accuracy.finalise(review=make.fresh(review), by=lead, at=NOON)
    version = make.final(review)
    row = Review.objects.get(pk=review.pk)
    assert row.state == ReviewState.FINAL
    assert version.sha256 == content_hash(version.content)
    assert version.edition_sha256 == review.edition.sha256
    assert set(Deadline.objects.filter(review=review).values_list("kind", flat=True)) >= {"action_plan", "progress"}
    with pytest.raises(PermissionDenied):
        make.final(review)
    report = VisitReport.objects.get(review=review)
    report.finalised_by = report.lead
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save()
    with pytest.raises(Refused):
        cancel(review=row, reason="Too late.", by=make.manager(), at=NOON)


def test_versions_and_what_seats_said_stay_as_they_were_made() -> None:
    version = make.final()
    numbers = list(ReportVersion.objects.filter(report=version.report).values_list("n", "kind"))
    assert numbers == [(1, "draft"), (2, "accuracy"), (3, "final")]
    for model, field in ((ReportVersion, "sha256"), (SeatAgreement, "text")):
        row = model.objects.first()
        assert row is not None
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            QuerySet(model).update(**{field: "x"})  # no history: past the model, at the trigger
    twice = ReportVersion(
        report=version.report,
        n=4,
        kind=VersionKind.FINAL,
        content=version.content,
        sha256=version.sha256,
        edition_sha256=version.edition_sha256,
        made_by=version.made_by,
        made_at=NOON,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


def test_paragraphs_are_numbered_from_the_version_alone() -> None:
    version = make.final()
    one, two = (paragraphs(read_report(version.content)) for _ in range(2))
    assert one == two
    assert [paragraph.n for paragraph in one] == list(range(1, len(one) + 1))
    assert one[1].text == "It writes too little down."


def test_a_recommendation_is_carried_on_only_from_the_same_service() -> None:
    review = make.visited(1)
    foreign = Recommendation.objects.get(report=make.final().report)
    with pytest.raises(Refused, match="last final"):
        recommendations.recommend(
            review=review,
            strength=Strength.MUST,
            fields=make.SMART,
            standards=[review.edition.standards.get()],
            carried_from=foreign,
            by=make.team_of(review)[0],
            at=NOON,
        )
