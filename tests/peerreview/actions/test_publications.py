"""What everybody reads of a report: by consent only, unnamed and unplaced, and gone when consent is taken back."""

import io
from collections.abc import Callable
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from peerreview.actions import publications as actions
from peerreview.actions import reports as writing
from peerreview.domain.publications import ALLOWED, LEFT_OUT, free_texts, parts_of, without
from peerreview.domain.reports import read_report
from peerreview.enums.reports import Publication, VersionKind
from peerreview.models import LookedAtWord, ReportVersion, Review, VisitReport
from peerreview.models.reportfiles import REPORTS
from peerreview.queries.publications import final_report, words_of
from peerreview.queries.reportchecks import findings
from portal.history.writing import save_with_history
from portal.identifying import would_reveal
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories import reports as make
from tests.factories.selfassessments import lead_of, staff_of
from tests.peerreview.queries.test_reportfiles import REPORTS as ANY_REPORT
from tests.peerreview.queries.test_reportfiles import of_docx, of_pdf, of_xlsx
from tests.people import browser

pytestmark = pytest.mark.django_db
# Fifty words that say who or where, in sentences as reviewers write them.
NAMES = ["Kayleigh", "Brandon", "Shanice", "Tyrone", "Mohammed", "Siobhan", "Dafydd", "Oluwaseun", "Krzysztof"]
NAMES += ["Aaliyah"]
FIRST = ["Jayden", "Chantelle", "Ibrahim", "Freya", "Callum"]
SURNAMES = ["Pemberton", "Achterberg", "O'Malley", "Featherstonehaugh", "Nkrumah"]
PLACES = ["Ramsbottom", "Penllergaer", "Marlowe", "Wigglesworth", "Skelmersdale"]
INITIALS = ["J.B.", "K. M.", "T.O.", "A.A.", "R.W."]
AGES = ["aged 14", "13-year-old", "11 year old", "age 9", "15-year-olds"]
DATES = ["3 March", "14 October 2026", "12/03/2026", "1st May", "27.11.2026"]
EVENTS = ["flooding", "helicopter", "inquest", "stabbed", "newspaper"]
OTHER = ["kay@example.org", "BL0 9HX", "H7K2-P9QX", "wedding", "court"]
PLANTED = [*NAMES, *FIRST, *SURNAMES, *PLACES, *INITIALS, *AGES, *DATES, *EVENTS, *OTHER]


def sentences() -> list[str]:
    texts = [f"At breakfast {name} made toast for the others." for name in [*NAMES, *SURNAMES]]
    texts += [f"{name} said that the garden is theirs." for name in FIRST]
    texts += [f"On Sundays they go to {place}, which they like." for place in PLACES]
    texts += [f"We heard from {words} about the rota." for words in [*INITIALS, *AGES]]
    texts += [f"They spoke of what happened on {day}." for day in DATES]
    return texts + [f"There was talk of the {word} at the table." for word in [*EVENTS, *OTHER]]


def planted() -> Review:
    """Return a review whose report is final and full of words that say who and where."""
    review = make.drafted(1)
    lead = make.team_of(review)[0]
    texts = sentences()
    report = make.fresh(review).report
    writing.write_summaries(
        review=make.fresh(review),
        summary="\n\n".join(texts[:20]),
        plain_summary="\n\n".join(texts[20:30]),
        base=report.version,
        by=lead,
        at=NOON,
    )
    for text in texts[30:40]:
        writing.name_achievement(review=make.fresh(review), text=text, by=lead, at=NOON)
    make.recommended(review, specific=" ".join(texts[40:45]), relevant=" ".join(texts[45:]))
    make.final(make.corrected(make.checked(make.agreed(review))))
    return make.fresh(review)


def offered(review: Review, by: User | None = None) -> Review:
    manager = by or make.manager()
    actions.look_at_words(review=make.fresh(review), stay=[], by=manager, at=NOON)
    actions.offer_publication(review=make.fresh(review), by=manager, at=NOON)
    return make.fresh(review)


def final() -> Review:
    return make.fresh(make.final().report.review)


def published(review: Review | None = None, *, named: bool = False) -> Review:
    review = offered(review or final())
    actions.consent(review=review, named=named, by=lead_of(review), at=NOON)
    return make.fresh(review)


def files_of(version: ReportVersion) -> dict[str, str]:
    read: dict[str, Callable[[bytes], str]] = {
        "pdf": of_pdf,
        "docx": lambda content: of_docx(content)[1],
        "xlsx": lambda content: of_xlsx(content)[1],
        "html": lambda content: unescape(content.decode()),
    }
    files = {row.format: REPORTS.path(row.file).read_bytes() for row in version.files.all()}
    return {kind: read.get(kind, bytes.decode)(content) for kind, content in files.items()}


def test_fifty_planted_words_are_flagged_and_in_no_format_of_the_public_version() -> None:
    assert len(set(PLANTED)) == 50
    review = planted()
    words = final_report(review.report)
    assert words is not None
    assert all(word in "\n".join(free_texts(words)) for word in PLANTED)
    review = published(review)
    version = ReportVersion.objects.get(report=review.report, kind=VersionKind.PUBLIC)
    texts = files_of(version)
    assert len(texts) == 5
    for kind, text in texts.items():
        assert LEFT_OUT in text
        assert [word for word in PLANTED if word in text] == [], kind
    page = unescape(Client().get(f"/reports/{review.report.public_code}/").content.decode())
    assert [word for word in PLANTED if word in page] == []
    for name in (str(review.service), review.service.urn, review.service.region.name, "2 February 2027"):
        assert name not in page
    for person in make.team_of(review):
        assert person.name not in page


def test_words_nobody_has_looked_at_keep_a_report_from_being_offered() -> None:
    review, manager = planted(), make.manager()
    with pytest.raises(Refused, match="looked at"):
        actions.offer_publication(review=review, by=manager, at=NOON)
    actions.look_at_words(review=review, stay=["wedding"], by=manager, at=NOON)
    assert LookedAtWord.objects.get(word="wedding").stays
    words = final_report(review.report)
    assert words is not None
    looked = words_of(review.report, words)
    assert (looked.open, "wedding" in looked.left_out) == ((), False)
    actions.offer_publication(review=make.fresh(review), by=manager, at=NOON)


def test_only_the_host_lead_consents_and_takes_consent_back() -> None:
    review = final()
    host, staff, lead = lead_of(review), staff_of(review), make.team_of(review)[0]
    for person in (host, staff, lead):
        with pytest.raises(PermissionDenied):
            actions.offer_publication(review=make.fresh(review), by=person, at=NOON)
    review = offered(review)
    for person in (staff, lead, make.manager()):
        with pytest.raises(PermissionDenied):
            actions.consent(review=make.fresh(review), named=False, by=person, at=NOON)
    actions.decline_publication(review=make.fresh(review), by=host, at=NOON)
    with pytest.raises(PermissionDenied):
        actions.consent(review=make.fresh(review), named=False, by=host, at=NOON)
    assert Client().get("/reports/").content.decode().count("/reports/") < 3
    row = VisitReport.objects.get(review=review)
    row.publication, row.consented_by = Publication.PUBLISHED, None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_consent_taken_back_makes_a_new_version_with_a_marked_gap() -> None:
    review = published()
    code = review.report.public_code
    shown = Client().get(f"/reports/{code}/").content.decode()
    assert "Nobody eats alone." in shown
    first = ReportVersion.objects.get(report=review.report, kind=VersionKind.PUBLIC)
    version = actions.withdraw_consent(review=review, by=lead_of(review), at=NOON)
    assert version.n == first.n + 1
    assert read_report(version.content).gap
    page = Client().get(f"/reports/{code}/").content.decode()
    assert "took its consent to publication back" in page
    assert "Nobody eats alone." not in page
    for kind, text in files_of(version).items():
        assert "Nobody eats alone." not in text, kind
    assert code not in Client().get("/reports/").content.decode()
    # What was, is still there for those concerned: no version goes away.
    assert list(findings(NOON)) == []
    again = published(make.fresh(review))
    assert "Nobody eats alone." in Client().get(f"/reports/{again.report.public_code}/").content.decode()


def test_a_service_that_chose_to_be_named_is_named_and_its_people_are_not() -> None:
    review = final()
    review.service.public_name = "Rowan House"
    review.service.named_publicly, review.service.public_slug = True, "rowan-house"
    review.service.consented_on = NOON.date()
    save_with_history(review.service, by=None, reason="Made for a test", at=NOON)
    review = published(review, named=True)
    page = Client().get(f"/reports/{review.report.public_code}/").content.decode()
    assert "Rowan House" in page
    for person in make.team_of(review):
        assert person.name not in page


def test_pages_of_publication_do_their_acts() -> None:
    review = planted()
    base = f"/reviews/{review.pk}/report/publication/"
    manager, host = browser(make.manager()), browser(lead_of(review))
    assert manager.get(base).status_code == 200
    assert host.get(base).status_code == 404
    assert manager.post(f"{base}offer/").status_code == 422
    assert manager.post(base, {"stay": ["wedding"]}).status_code == 302
    assert manager.post(f"{base}offer/").status_code == 302
    page = host.get(f"{base}consent/").content.decode()
    assert "wedding" in page
    assert "Kayleigh" not in page
    assert manager.get(f"{base}consent/").status_code == 404
    assert host.get(f"{base}decline/").status_code == 200
    assert host.post(f"{base}consent/", {"named": "no"}).status_code == 302
    code = make.fresh(review).report.public_code
    for kind in ("html", "pdf", "docx", "xlsx", "json"):
        answer = Client().get(f"/reports/{code}/report.{kind}")
        assert answer.status_code == 200
        assert io.BytesIO(b"".join(answer.streaming_content)).getbuffer().nbytes > 100
    assert host.get(f"{base}withdraw/").status_code == 200
    assert host.post(f"{base}withdraw/").status_code == 302
    assert Client().get("/reports/nothing/").status_code == 404


def test_the_public_list_asks_equally_often_for_one_and_for_three() -> None:
    counts = []
    for many in (1, 2):
        for _ in range(many):
            published()
        with CaptureQueriesContext(connection) as asked:
            page = Client().get("/reports/").content.decode()
        counts.append(len(asked))
    assert page.count("/reports/") >= 3
    assert counts[0] == counts[1] <= 10


@given(ANY_REPORT, st.lists(st.sampled_from(["wa", "w", "Seen", "A house"]), max_size=3))
def test_what_is_left_out_is_in_no_text_and_nothing_else_changes(report: object, words: list[str]) -> None:
    left = without(report, words)  # type: ignore[arg-type]
    assert [one.score for one in left.standards] == [one.score for one in report.standards]  # type: ignore[attr-defined]
    for text in free_texts(left):
        parts = text.replace(LEFT_OUT, " ").replace(".", " ").split()
        assert not set(parts) & {word for word in words if " " not in word}
    assert without(left, words) == left


def test_every_state_of_publication_has_its_arrows_and_none_leads_around_consent() -> None:
    assert set(ALLOWED) == set(Publication)
    assert [state for state, onward in ALLOWED.items() if Publication.PUBLISHED in onward] == [Publication.OFFERED]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Jayden said so.", "Jayden"),
        ("We met Siân.", "Siân"),
        ("We met O’Malley and others.", "O’Malley"),
        ("We met McKenzie twice.", "McKenzie"),
        ("They cook. Freya’s room is blue.", "Freya"),
        ("It was after the fire in spring.", "fire"),
        ("It happened on 3 March 2026.", "3 March 2026"),
        ("Near BL0 9HX there is a park.", "BL0 9HX"),
    ],
)
def test_a_word_that_says_who_or_where_is_flagged(text: str, word: str) -> None:
    assert word in would_reveal(text)


@pytest.mark.parametrize(
    "text", ["Everybody said that it is warm.", "The team is calm. It has a rota.", "Adults like it."]
)
def test_usual_words_are_not_flagged(text: str) -> None:
    assert would_reveal(text) == ()


def test_a_services_name_is_left_out_in_its_parts_and_usual_words_are_not() -> None:
    assert parts_of(["Rowan House", ""]) == {"Rowan House", "Rowan"}
    report = read_report({**make_content(), "summary": "rowan is a house. Rowan House."})
    assert without(report, parts_of(["Rowan House"])).summary == f"{LEFT_OUT} is a house. {LEFT_OUT}."


def make_content() -> dict[str, object]:
    names = ("service", "cycle", "kind", "edition", "visited_on", "summary", "plain_summary", "gap")
    lists = ("team", "achievements", "sections", "recommendations", "dissents")
    return {**dict.fromkeys(names, ""), **{name: [] for name in lists}}
