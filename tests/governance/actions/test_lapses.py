"""Proposals nobody speaks about lapse, after their people were told; anything said begins the time anew."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions.discussion import add_comment
from governance.actions.lapses import lapse_by_itself, lapse_proposal, remind_of_lapse
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import Proposal, Reminder, Round
from governance.permissions.proposals import can_lapse_proposal
from governance.queries.lapses import due_reminders
from governance.queries.seats import chair_of
from portal.notifications.models import Notification
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import opened, published, take
from tests.factories.urgents import drafted, taken
from tests.governance.due import preview_due, run_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = 365 * DAY


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def state(proposal: Proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).state


def test_lapses_a_year_after_the_last_word_and_a_month_after_the_reminder(board: SmallBoard) -> None:
    proposal = published(board)
    assert run_due(NOON + YEAR - 31 * DAY) == []
    assert any("reminder that it will lapse" in line for line in preview_due(NOON + YEAR - 30 * DAY))
    run_due(NOON + YEAR - 30 * DAY)
    told = Notification.objects.filter(event="proposal.lapse_near")
    assert board.trustees["providers"][0].pk in set(told.values_list("person", flat=True))
    count = told.count()
    run_due(NOON + YEAR - DAY)
    assert (state(proposal), told.count()) == (ProposalState.DISCUSSION, count)
    run_due(NOON + YEAR)
    assert state(proposal) == ProposalState.LAPSED
    assert "Nothing was said" in Proposal.objects.get(pk=proposal.pk).why_ended
    assert Notification.objects.filter(event="proposal.ended").count() == 11
    assert run_due(NOON + YEAR + DAY) == []


def test_a_timer_that_was_down_tells_first(board: SmallBoard) -> None:
    proposal, late = published(board), NOON + 2 * YEAR
    run_due(late)
    assert state(proposal) == ProposalState.DISCUSSION
    run_due(late + 29 * DAY)
    assert state(proposal) == ProposalState.DISCUSSION
    run_due(late + 30 * DAY)
    assert state(proposal) == ProposalState.LAPSED


def test_anything_said_begins_the_time_anew(board: SmallBoard) -> None:
    proposal = published(board)
    run_due(NOON + YEAR - 30 * DAY)
    add_comment(proposal=proposal, text="Still needed.", by=board.trustees["staff"][0], at=NOON + YEAR - DAY)
    run_due(NOON + YEAR)
    lapse_by_itself(proposal=proposal, at=NOON + YEAR)
    assert state(proposal) == ProposalState.DISCUSSION
    run_due(NOON + 2 * YEAR - 28 * DAY)
    assert Reminder.objects.filter(key__startswith="lapse:").count() == 2
    run_due(NOON + 2 * YEAR + 2 * DAY)
    assert state(proposal) == ProposalState.LAPSED


def test_a_position_counts_as_something_said_and_an_open_round_keeps_it(board: SmallBoard) -> None:
    round = opened(board, lasts=2 * YEAR)
    run_due(NOON + YEAR + 40 * DAY)
    take(round, board.everyone[0], at=NOON + YEAR + 41 * DAY)
    run_due(NOON + 2 * YEAR)
    assert Round.objects.get().state == RoundState.VOID
    assert due_reminders(NOON + 3 * YEAR - 40 * DAY) == []
    assert len(due_reminders(NOON + 3 * YEAR)) == 1
    assert state(round.proposal) == ProposalState.DISCUSSION


def test_a_draft_lapses_too_and_is_told_to_who_sees_it(board: SmallBoard) -> None:
    proposal = drafted(board)
    run_due(NOON + YEAR - 30 * DAY)
    run_due(NOON + YEAR)
    assert state(proposal) == ProposalState.LAPSED
    told = set(Notification.objects.filter(event="proposal.ended").values_list("person", flat=True))
    # In a year the chair has changed.
    term = chair_of(board.board, NOON + YEAR)
    assert term is not None
    assert told <= {board.chair.pk, board.secretary.pk, term.appointment.person_id}


def test_what_has_a_clock_of_its_own_does_not_lapse_for_silence(board: SmallBoard) -> None:
    taken(board)
    assert due_reminders(NOON + 5 * YEAR) == []


def test_a_reminder_is_given_once(board: SmallBoard) -> None:
    published(board)
    at = NOON + YEAR
    quiet = due_reminders(at)[0]
    remind_of_lapse(quiet=quiet, at=at)
    remind_of_lapse(quiet=quiet, at=at)
    assert Reminder.objects.count() == 1


def test_the_chair_lets_it_lapse_with_a_reason_and_nobody_else(board: SmallBoard) -> None:
    round = opened(board)
    proposal = round.proposal
    assert can_lapse_proposal(board.chair, proposal, NOON)
    for person in (board.secretary, proposal.proposer):
        with pytest.raises(PermissionDenied):
            lapse_proposal(proposal=proposal, reason="Old.", by=person, at=NOON)
    with pytest.raises(NotAllowed):
        lapse_proposal(proposal=proposal, reason=" ", by=board.chair, at=NOON)
    lapse_proposal(proposal=proposal, reason="Overtaken by the new law.", by=board.chair, at=NOON)
    again = lapse_proposal(proposal=proposal, reason="Twice.", by=board.chair, at=NOON)
    assert again.why_ended == "Overtaken by the new law."
    assert Round.objects.get().state == RoundState.VOID
    assert not can_lapse_proposal(board.chair, again, NOON)


def test_rules_say_how_long(board: SmallBoard) -> None:
    proposal = published(board)
    rules = board.board.rules.get()
    rules.lapse_months = 3
    rules.save()
    at: datetime = NOON + 70 * DAY
    run_due(at)
    run_due(at + 30 * DAY)
    assert state(proposal) == ProposalState.LAPSED
