"""Today: what needs the person, by what they are; the same number of queries however much there is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from governance.actions.discussion import ask_question, raise_concern
from governance.actions.meetings import plan_meeting
from governance.actions.positions import take_position
from governance.actions.rounds import open_round
from governance.enums.rounds import RoundKind, Stance
from governance.queries import todayparts as parts_of_today
from governance.queries.standing import KeptFor
from portal.history.writing import save_with_history
from portal.imports.enums import RunState
from portal.imports.models import ImportRun
from portal.people.models import User
from portal.today import Today, today
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import draft, proposal_in_discussion
from tests.people import administrator, browser, person

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=7)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees(seats=1)


def page(who: User, at: Any = NOON) -> Today:
    """Return the page of somebody read anew."""
    return today(User.objects.get(pk=who.pk), at)


def wanted(who: User, at: Any = NOON) -> list[str]:
    """Return what needs ``who``."""
    return [str(card.title) for card in page(who, at).cards]


def test_nothing_needs_somebody_who_holds_no_seat(board: SmallBoard) -> None:
    proposal_in_discussion(board)
    draft(board)
    found = page(person())
    assert (found.cards, found.waiting, found.coming, found.decided) == ([], [], [], [])


def test_an_open_round_needs_everybody_with_a_voice_until_they_have_spoken(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    round = open_round(proposal=proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=LATER, by=board.chair, at=NOON)
    trustee = board.trustees["providers"][0]
    assert wanted(trustee) == [f"Take your position on {proposal}"]
    assert wanted(board.secretary) == []
    take_position(round=round, by=trustee, stance=Stance.AGREE, reason="", at=NOON)
    assert wanted(trustee) == []
    (line,) = page(trustee).waiting
    assert "4 have not spoken yet" in str(line.note)


def test_a_recused_trustee_is_asked_for_nothing(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    recused = board.trustees["providers"][0]
    open_round(
        proposal=proposal,
        kind=RoundKind.CONSENSUS_TEST,
        closes_at=LATER,
        by=board.chair,
        at=NOON,
        recused=[recused.pk],
    )
    assert wanted(recused) == []


def test_a_question_needs_the_proposer_and_a_concern_the_chair_too(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    asker = board.trustees["young-people"][0]
    ask_question(proposal=proposal, text="Which homes?", by=asker, at=NOON)
    raise_concern(proposal=proposal, text="Too far from school.", wish="A limit.", by=asker, at=NOON)
    assert len(wanted(proposal.proposer)) == 2
    assert wanted(board.chair) == [f"Work on an open concern about {proposal}"]
    assert wanted(asker) == []


def test_a_draft_needs_its_proposer_alone(board: SmallBoard) -> None:
    proposal = draft(board)
    assert wanted(proposal.proposer) == [f"Finish your draft {proposal}"]
    assert wanted(board.chair) == []


def test_a_round_whose_time_is_up_needs_the_chair(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    open_round(proposal=proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=LATER, by=board.chair, at=NOON)
    card = page(board.chair, LATER).cards[0]
    assert str(card.title) == f"Close the round on {proposal}"
    assert card.urgency(LATER) == "late"


def test_proposals_that_ask_nothing_hide_none_that_does(board: SmallBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chair has a part in every proposal of the board; only so many are read, those that wait longest first."""
    monkeypatch.setattr(parts_of_today, "MOST", 2)
    monkeypatch.setattr(parts_of_today, "_PARTS", KeptFor(parts_of_today._parts))
    for _ in range(2):
        proposal_in_discussion(board)
    overdue = proposal_in_discussion(board, at=NOON + timedelta(hours=1))
    open_round(
        proposal=overdue,
        kind=RoundKind.CONSENSUS_TEST,
        closes_at=LATER,
        by=board.chair,
        at=NOON + timedelta(hours=2),
    )
    assert any("round" in title for title in wanted(board.chair, LATER + timedelta(hours=1)))


def test_what_has_a_day_is_read_first_and_a_page_that_read_no_further_says_so(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts_of_today, "MOST", 9)
    monkeypatch.setattr(parts_of_today, "_PARTS", KeptFor(parts_of_today._parts))
    for days in range(9):
        raised_in = proposal_in_discussion(board, title=f"Long ago {days}")
        raise_concern(proposal=raised_in, text="Too few beds.", by=board.trustees["staff"][0], at=NOON)
    asked = browser(board.chair)
    with travel(NOON, tick=False):
        assert "At least 2 more wait behind these" in asked.get("/today/").content.decode()
    newest = proposal_in_discussion(board, title="Newest")
    round = open_round(proposal=newest, kind=RoundKind.CONSENSUS_TEST, closes_at=LATER, by=board.chair, at=NOON)
    assert wanted(board.chair, LATER)[0] == f"Close the round on {round.proposal}"
    monkeypatch.setattr(parts_of_today, "MOST", 20)
    monkeypatch.setattr(parts_of_today, "_PARTS", KeptFor(parts_of_today._parts))
    with travel(NOON, tick=False):
        shown = asked.get("/today/").content.decode()
    assert "At least" not in shown
    assert "3 more wait behind these" in shown


def test_cards_come_in_due_order_and_no_more_than_seven(board: SmallBoard) -> None:
    for days in range(9, 0, -1):
        proposal = proposal_in_discussion(board, title=f"Due in {days}")
        open_round(
            proposal=proposal,
            kind=RoundKind.SENSE_CHECK,
            closes_at=NOON + timedelta(days=days),
            by=board.chair,
            at=NOON,
        )
    found = page(board.trustees["young-people"][0])
    assert [str(card.title)[-1] for card in found.cards] == list("1234567")
    assert found.more == 2


def test_the_next_meetings_come_up_with_their_calendar_file(board: SmallBoard) -> None:
    start = NOON + timedelta(days=3)
    plan_meeting(
        board=board.board,
        title="Autumn meeting",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        how="Online",
        by=board.secretary,
        at=NOON,
    )
    (line,) = page(board.everyone[0]).coming
    assert line.ics == f"{line.href}meeting.ics"
    assert page(person()).coming == []


def test_the_page_says_that_nothing_needs_you() -> None:
    assert browser().get("/today/").status_code == 302
    assert "Nothing needs you" in browser(person()).get("/today/").content.decode()


def test_the_page_costs_the_same_for_much_as_for_little_and_fifteen_queries_at_most(board: SmallBoard) -> None:
    """The busiest: the chair of a board, with unread notices of every kind."""
    counts = []
    at = timezone.now()
    client = browser(board.chair)
    for _ in range(2):
        for number in range(3):
            proposal = proposal_in_discussion(board, at=at, title=f"Busy {number}")
            ask_question(proposal=proposal, text="Why?", by=board.secretary, at=at)
            raise_concern(proposal=proposal, text="Hm.", wish="", by=board.trustees["directors"][0], at=at)
            if number:
                later = at + timedelta(days=2)
                open_round(proposal=proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=later, by=board.chair, at=at)
        client.get("/today/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/today/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_a_refused_import_needs_the_administrator_who_checked_it() -> None:
    boss = administrator()
    run = ImportRun(kind="register", file_name="services.ods", state=RunState.REFUSED, by=boss, at=NOON)
    save_with_history(run, by=boss, reason="Checked", at=NOON)
    assert wanted(boss) == ["Correct the file “services.ods” and check it again"]
    assert wanted(person("administrator")) == []
    assert wanted(person("editor")) == []
