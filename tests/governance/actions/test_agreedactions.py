"""What the board agreed that somebody does: written down once, done by its owner, hidden with its matter."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions.agreedactions import change_action, finish_action
from governance.actions.decisions import adopt
from governance.actions.meetings import cancel_meeting
from governance.domain.refusals import NotAllowed
from governance.enums.conflicts import Treatment
from governance.enums.proposals import Confidentiality
from governance.models import AgreedAction, Proposal
from governance.queries.agreedactions import actions_from, actions_in, may_own
from portal.notifications.actions.reminders import remind
from portal.notifications.models import Notification
from portal.today import today
from tests.conftest import NOON
from tests.factories.conflicts import recuse
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.meetings import DUE, held, taken_on
from tests.factories.rounds import WEEK, adopted, all_agree, closed, opened, published, reasoned
from tests.factories.urgents import meets
from tests.people import person

pytestmark = pytest.mark.django_db
LATER = NOON + 2 * WEEK


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def test_the_owner_is_told_sees_it_on_today_and_says_what_was_done(board: SmallBoard) -> None:
    action = taken_on(board, held(board))
    assert Notification.objects.get(person=action.owner, event="action.given").url == f"/actions/{action.pk}/done/"
    assert "Do what you took on: Write to the homes." in [str(card.title) for card in today(action.owner, NOON).cards]
    for outcome in ("All nine were written to.", "Again."):
        action = finish_action(action=action, outcome=outcome, by=action.owner, at=LATER)
    assert (action.outcome, action.done_by, action.done_at) == ("All nine were written to.", action.owner, LATER)
    owner = type(action.owner).objects.get(pk=action.owner_id)
    assert not [card for card in today(owner, LATER).cards if "took on" in str(card.title)]


def test_a_second_click_adds_nothing(board: SmallBoard) -> None:
    meeting, token = held(board), uuid4()
    assert taken_on(board, meeting, token=token) == taken_on(board, meeting, token=token)
    assert AgreedAction.objects.count() == 1


def test_others_neither_add_finish_nor_change_it(board: SmallBoard) -> None:
    action = taken_on(board, held(board))
    other = board.trustees["providers"][0]
    with pytest.raises(PermissionDenied):
        finish_action(action=action, outcome="Done.", by=other, at=NOON)
    with pytest.raises(PermissionDenied):
        change_action(action=action, owner=other, due_on=DUE, reason="Mine.", by=action.owner, at=NOON)


def test_changing_it_says_why_tells_the_new_owner_and_opens_it_again(board: SmallBoard) -> None:
    action = taken_on(board, held(board))
    action = finish_action(action=action, outcome="Done.", by=action.owner, at=NOON)
    other, later = board.trustees["providers"][0], DUE + timedelta(days=30)
    with pytest.raises(NotAllowed, match="why"):
        change_action(action=action, owner=other, due_on=later, reason=" ", by=board.chair, at=NOON)
    for _ in range(2):
        action = change_action(action=action, owner=other, due_on=later, reason="Ill.", by=board.chair, at=NOON)
    assert (action.owner, action.due_on, action.done_at, action.outcome) == (other, later, None, "")
    assert Notification.objects.filter(person=other, event="action.given").count() == 1
    assert AgreedAction.history.filter(id=action.pk).count() == 3


def test_what_cannot_be_is_refused(board: SmallBoard) -> None:
    meeting = held(board)
    with pytest.raises(NotAllowed, match="what is to be done"):
        taken_on(board, meeting, what="  ")
    with pytest.raises(NotAllowed, match="passed"):
        taken_on(board, meeting, due_on=date(2026, 11, 1))
    with pytest.raises(NotAllowed, match="trustee or the secretary"):
        taken_on(board, meeting, owner=person())
    off = cancel_meeting(
        meeting=meets(board, datetime(2026, 12, 1, 13, tzinfo=UTC)), reason="Snow.", by=board.secretary, at=NOON
    )
    with pytest.raises(NotAllowed, match="called off"):
        taken_on(board, off)
    action = taken_on(board, meeting)
    with pytest.raises(NotAllowed, match="what was done"):
        finish_action(action=action, outcome="", by=action.owner, at=NOON)


def test_whoever_was_kept_out_of_the_matter_learns_of_no_action(board: SmallBoard) -> None:
    proposal, recused = published(board), board.trustees["providers"][0]
    recuse(proposal, recused, Treatment.WITHDRAW)
    round = opened(board, proposal=Proposal.objects.get(pk=proposal.pk))
    all_agree(round, [one for one in board.everyone if one != recused])
    round = closed(round)
    reasoned(round.proposal, board.chair, NOON + WEEK)
    decision = adopt(proposal=round.proposal, by=board.chair, at=NOON + WEEK)
    action = taken_on(board, decision, LATER)
    assert actions_from(board.chair, decision, LATER) == [action]
    assert actions_from(recused, decision, LATER) == []
    assert recused not in may_own(board.board, decision, LATER)
    assert actions_in(recused, board.board, date(2026, 1, 1), date(2027, 1, 1), LATER) == [action]
    with pytest.raises(NotAllowed, match="took part"):
        change_action(action=action, owner=recused, due_on=DUE, reason="More time.", by=board.secretary, at=LATER)


def test_outside_the_board_only_what_follows_from_open_decisions_is_counted(board: SmallBoard) -> None:
    stranger = person()
    shown = taken_on(board, adopted(board), LATER)
    taken_on(board, adopted(board, confidentiality=Confidentiality.MEMBERS), LATER)
    taken_on(board, held(board), LATER)
    year = (date(2026, 1, 1), date(2027, 1, 1))
    assert actions_in(stranger, board.board, *year, LATER) == [shown]
    assert len(actions_in(board.chair, board.board, *year, LATER)) == 3
    assert list(AgreedAction.objects.visible_to(stranger, LATER)) == []


def test_the_owner_is_reminded_once_a_moment_also_by_a_late_run(board: SmallBoard) -> None:
    action = taken_on(board, held(board))
    told = Notification.objects.filter(person=action.owner, event="action.due")
    for day, count in (
        (date(2026, 11, 20), 0),
        (date(2026, 11, 23), 1),
        (date(2026, 11, 30), 2),
        (date(2026, 12, 9), 3),
    ):
        at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)
        for _ in range(2):
            remind(at=at)
        assert told.count() == count
    finish_action(action=action, outcome="Done.", by=action.owner, at=datetime(2026, 12, 10, 9, tzinfo=UTC))
    remind(at=datetime(2026, 12, 20, 9, tzinfo=UTC))
    assert told.count() == 3
