"""Constituency pages, report-backs and soundings as each reader sees them."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.actions.meetings import plan_meeting
from governance.actions.reportbacks import correct_report_back, respond
from governance.enums.boards import BoardRoleKind
from governance.models import ConstituencyResponse, ReportBack, Sounding, SoundingAnswer
from tests.factories.governance import BoardRoleFactory, ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.representation import answered, asked, member_of, owed, sent
from tests.factories.rounds import adopted, published
from tests.people import browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HERE = "/boards/north-west/constituencies/staff/"
TOLD = "We agreed, because you asked for it."
SAID = "Who pays for the second night?"


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture(scope="module")
def at() -> datetime:
    """A moment long enough ago for a decision, a report-back and a response to lie behind us."""
    return timezone.now() - timedelta(days=40)


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_each_reader_of_a_constituencys_page_sees_their_part(board: SmallBoard, at: datetime) -> None:
    member, elsewhere = member_of(board), member_of(board, "providers")
    observer = BoardRoleFactory(board=board.board, role=BoardRoleKind.OBSERVER).person
    decision = adopted(board, at)
    row = sent(board, decision, text=TOLD)
    respond(report_back=row, text=SAID, by=member, at=at + 10 * DAY)
    asked(board, at=at)
    told = f"/decisions/{decision.number}/report-backs/staff/"
    for reader, reads, reads_responses, sees_names in (
        (None, False, False, False),
        (observer, False, False, False),
        (elsewhere, False, False, False),
        (member, True, True, True),
        (board.trustees["directors"][0], True, True, True),
        (board.secretary, True, True, True),
    ):
        page = text_of(browser(reader), HERE)
        assert decision.title in page
        assert ("What your seat told you" in page) == reads
        assert ("1 response" in page) == reads_responses
        assert ("Their names" in page and member.name in page) == sees_names
        assert ("Questions from your seat" in page) == (reader in (member, *board.everyone, board.secretary))
        assert "1 person" in page
        if reader is not None and not reads:
            text_of(browser(reader), told, 404)
        elif reader is not None:
            page = text_of(browser(reader), told)
            assert TOLD in page
            assert (SAID in page) == reads_responses
    stranger = browser(board_with_trustees("NE").chair)
    assert "What your seat told you" not in text_of(stranger, HERE)
    text_of(stranger, told, 404)
    assert Client().get(told).status_code == 302


def test_unknown_constituency_or_report_back_is_not_found(board: SmallBoard, at: datetime) -> None:
    decision = adopted(board, at)
    reader = browser(board.chair)
    for address in (
        "/boards/north-west/constituencies/nobody/",
        "/boards/nowhere/constituencies/staff/",
        f"/decisions/{decision.number}/report-backs/nobody/",
        "/decisions/D-NW-1999-001/report-backs/staff/",
        "/soundings/999999/",
    ):
        text_of(reader, address, 404)


def test_seat_writes_on_from_a_beginning_and_sends(board: SmallBoard, at: datetime) -> None:
    decision = adopted(board, at)
    address = f"/decisions/{decision.number}/report-backs/staff/"
    writer = browser(board.trustees["staff"][0])
    page = text_of(writer, f"{address}write/")
    assert "Our seat’s position: agree" in page
    empty = writer.post(f"{address}write/", {"text": " "})
    assert empty.status_code == 422
    assert writer.post(f"{address}write/", {"text": TOLD}).status_code == 302
    assert owed(decision).text == TOLD
    assert writer.post(f"{address}write/", {"text": TOLD}).status_code == 302
    stale = writer.post(f"{address}write/", {"text": "Something else."})
    assert stale.status_code == 422
    assert "Something else." in stale.content.decode()
    assert "sent meanwhile" in stale.content.decode()
    assert writer.get(f"{address}write/").status_code == 302
    history = text_of(browser(board.secretary), "/boards/north-west/history/")
    assert f"report-back on {decision.number} to Staff" in history
    assert TOLD not in history
    assert browser(board.trustees["directors"][0]).get(f"{address}write/").status_code == 403


def test_correction_and_response_stand_beneath_what_was_told(board: SmallBoard, at: datetime) -> None:
    member = member_of(board)
    decision = adopted(board, at)
    sent(board, decision, text=TOLD)
    address = f"/decisions/{decision.number}/report-backs/staff/"
    trustee, reader = browser(board.trustees["staff"][0]), browser(member)
    assert TOLD in text_of(trustee, f"{address}correct/")
    assert trustee.post(f"{address}correct/", {"text": ""}).status_code == 422
    assert trustee.post(f"{address}correct/", {"text": "It begins in May."}).status_code == 302
    assert reader.get(f"{address}correct/").status_code == 403
    assert TOLD in text_of(reader, f"{address}respond/")
    assert reader.post(f"{address}respond/", {"text": SAID}).status_code == 302
    assert trustee.get(f"{address}respond/").status_code == 403
    page = text_of(trustee, address)
    assert page.index(TOLD) < page.index("It begins in May.") < page.index(SAID)
    assert ConstituencyResponse.objects.get().person == member
    record = f"/decisions/{decision.number}/"
    assert SAID in text_of(browser(board.secretary), record)
    assert SAID not in text_of(Client(), record)
    assert SAID not in text_of(reader, record)
    today = text_of(trustee, "/today/")
    assert "Read what Staff answered" in today
    assert "1 response to your report-back" in today


def test_what_is_overdue_stands_on_the_board_and_its_next_meeting_for_those_near(
    board: SmallBoard, at: datetime
) -> None:
    decision = adopted(board, at)
    sent(board, decision)
    starts = timezone.now() + 3 * DAY
    meeting = plan_meeting(
        board=board.board,
        title="Meeting",
        starts_at=starts,
        ends_at=starts + DAY / 24,
        how="Online",
        by=board.secretary,
        at=at,
    )
    for address in ("/boards/north-west/", f"/boards/north-west/meetings/{meeting.held_on.isoformat()}/"):
        page = text_of(browser(board.chair), address)
        assert "Report-backs that are overdue" in page
        assert "Directors: " in page
        assert "Staff: " not in page
        assert "Report-backs that are overdue" not in text_of(Client(), address)
        # That it is late is told to everybody near; only who may read it is led there.
        link = f"/decisions/{decision.number}/report-backs/directors/"
        member = text_of(browser(ConstituencyMembershipFactory(board=board.board).person), address)
        assert (link in page, "Directors: " in member, link in member) == (True, True, False)
    assert "Report-back overdue" in text_of(Client(), "/boards/north-west/constituencies/directors/")
    assert "Overdue" in text_of(browser(board.chair), f"/decisions/{decision.number}/report-backs/directors/")
    assert "Report back on" in text_of(browser(board.trustees["directors"][0]), "/today/")


def test_report_back_that_is_not_yet_due_says_by_when(board: SmallBoard) -> None:
    at = timezone.now() - 8 * DAY
    decision = adopted(board, at)
    page = text_of(browser(board.trustees["staff"][0]), f"/decisions/{decision.number}/report-backs/staff/")
    assert "It is due by" in page
    assert "Write the report-back" in page
    assert "To be reported back by" in text_of(Client(), HERE)


def test_many_duties_say_how_many_more_wait(board: SmallBoard, at: datetime) -> None:
    for n in range(5):
        adopted(board, at + n * timedelta(minutes=1))
    page = text_of(browser(board.trustees["directors"][0]), "/today/")
    assert page.count("Write it") == 3
    assert "2 more wait after it." in page


def test_seat_asks_and_members_answer_on_the_page(board: SmallBoard) -> None:
    member, at = member_of(board), timezone.now() - DAY
    proposal = published(board, at)
    trustee, reader = browser(board.trustees["staff"][0]), browser(member)
    assert "not a mandate" in text_of(trustee, f"{HERE}ask/")
    assert reader.get(f"{HERE}ask/").status_code == 403
    closes = timezone.localdate() + 5 * DAY
    typed = {
        "question": "Would it work at night?",
        "options": "Yes",
        "about": proposal.pk,
        "closes_on-day": closes.day,
        "closes_on-month": closes.month,
        "closes_on-year": closes.year,
    }
    refused = trustee.post(f"{HERE}ask/", typed)
    assert refused.status_code == 422
    assert "Would it work at night?" in refused.content.decode()
    assert trustee.post(f"{HERE}ask/", typed | {"options": "Yes\r\n\r\nNo"}).status_code == 302
    sounding = Sounding.objects.get()
    address = f"/soundings/{sounding.pk}/"
    assert "Answer your seat’s question" in text_of(reader, "/today/")
    page = text_of(reader, address)
    assert "no mandate" in page
    assert proposal.number in page
    assert reader.post(address, {"named": "no"}).status_code == 422
    pick = sounding.options.get(order=2)
    assert reader.post(address, {"option": pick.pk, "text": "", "named": "no"}).status_code == 302
    assert SoundingAnswer.objects.get().option == pick
    assert "Change my answer" in text_of(reader, address)
    assert "Answer your seat’s question" not in text_of(reader, "/today/")
    board_page = text_of(browser(board.secretary), f"/proposals/{proposal.number}/soundings/")
    assert "Would it work at night?" in board_page
    assert "1 person has answered" in board_page
    assert reader.get(f"/proposals/{proposal.number}/soundings/").status_code == 403
    assert "Soundings about this proposal" in text_of(browser(board.secretary), f"/proposals/{proposal.number}/")
    assert "Soundings about this proposal" not in text_of(reader, f"/proposals/{proposal.number}/")


def test_answer_after_closing_is_refused_in_words_and_kept_in_the_form(board: SmallBoard, at: datetime) -> None:
    member = member_of(board)
    sounding = asked(board, at=at)
    answered(sounding, member, text="In time.", at=at)
    late = browser(member).post(f"/soundings/{sounding.pk}/", {"text": "Too late.", "named": "yes"})
    assert late.status_code == 422
    assert "has closed" in late.content.decode()
    assert "Too late." in late.content.decode()
    assert SoundingAnswer.objects.get().text == "In time."


def test_names_and_words_of_few_do_not_reach_the_page(board: SmallBoard, at: datetime) -> None:
    quiet = member_of(board)
    sounding = asked(board, "Yes", "No", at=at)
    answered(sounding, quiet, 1, "Nobody is to know this.", at=at)
    for reader in (board.trustees["staff"][0], quiet):
        page = text_of(browser(reader), f"/soundings/{sounding.pk}/")
        assert "Nobody is to know this." not in page.split('id="answers"')[1]
        assert "held back" in page
    assert quiet.name not in text_of(browser(board.trustees["staff"][0]), f"/soundings/{sounding.pk}/")


def test_proposal_says_from_early_on_that_children_must_be_heard(board: SmallBoard) -> None:
    at = timezone.now() - DAY
    about_children, not_about = published(board, at, affects_children=True), published(board, at)
    reader = browser(board.trustees["directors"][0])
    words = "what they told us must be on the record"
    assert words in text_of(reader, f"/proposals/{about_children.number}/")
    assert words not in text_of(reader, f"/proposals/{not_about.number}/")


def queries_of(client: Client, address: str) -> int:
    text_of(client, address)
    with CaptureQueriesContext(connection) as asked_for:
        text_of(client, address)
    return len(asked_for)


def test_pages_ask_equally_often_however_much_was_told(board: SmallBoard, at: datetime) -> None:
    member = member_of(board)
    asked(board, at=at)
    first = adopted(board, at)
    row = sent(board, first)

    def more(n: int) -> None:
        respond(report_back=row, text=f"Response {n}", by=member_of(board), at=at + 20 * DAY)
        correct_report_back(report_back=row, text=f"Correction {n}", by=board.trustees["staff"][0], at=at + 20 * DAY)

    more(0)
    readers = [Client(), browser(member), browser(board.chair)]
    addresses = [
        HERE,
        "/boards/north-west/",
        f"/decisions/{first.number}/",
        f"/decisions/{first.number}/report-backs/staff/",
        "/today/",
    ]
    asks = [(reader, address) for reader in readers for address in addresses]
    asks = [(reader, address) for reader, address in asks if reader is not readers[0] or address in addresses[:3]]
    one = [queries_of(reader, address) for reader, address in asks]
    for n in (1, 2):
        sent(board, adopted(board, at + n * timedelta(minutes=1)))
        asked(board, at=at + timedelta(minutes=n))
        more(n)
    assert [queries_of(reader, address) for reader, address in asks] == one
    # Five of each are the session, the person, where they stand and their notices.
    most = dict(zip(addresses, (15, 17, 15, 12, 15), strict=True))
    over = [(address, count) for (_reader, address), count in zip(asks, one, strict=True) if count > most[address]]
    assert over == []
    assert max(count for (reader, _address), count in zip(asks, one, strict=True) if reader is readers[0]) <= 10
    assert ReportBack.objects.filter(sent_at__isnull=False).count() == 3
