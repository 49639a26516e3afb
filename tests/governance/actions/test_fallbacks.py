"""The fallback steps as people take them; none of them makes a decision."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from governance.actions.blocks import add_block_step, find_on_block
from governance.actions.discussion import raise_concern
from governance.actions.fallbacks import Plan, end_step, end_without_agreement, fall_back, put_trial, start_step
from governance.actions.proposals import withdraw_proposal
from governance.domain.refusals import NotAllowed
from governance.enums.blocks import BlockStepKind
from governance.enums.fallbacks import FallbackKind as K
from governance.enums.fallbacks import FallbackOutcome as O
from governance.enums.fallbacks import FallbackState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import Stance
from governance.models import Block, Decision, FallbackStep, Proposal
from governance.models.sealed import SealedForEver
from governance.tasks import run_due
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.notifications.models import Notification
from tests.factories.blocks import CLOSED, DUE, fallback, started
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import next_version
from tests.factories.rounds import agreed, published

pytestmark = pytest.mark.django_db
LATER = CLOSED + timedelta(days=3)


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def fresh(proposal: Proposal) -> Proposal:
    """Return a proposal as it stands."""
    return Proposal.objects.get(pk=proposal.pk)


def end(step: FallbackStep, by: Any, outcome: O = O.NOTHING) -> FallbackStep:
    """Write down what came of a step."""
    return end_step(step=step, outcome=outcome, result="We listened to each other.", by=by, at=LATER)


def test_only_the_chair_takes_a_tested_text_to_the_steps(board: SmallBoard) -> None:
    idle = published(board)
    with pytest.raises(PermissionDenied):
        fall_back(proposal=idle, reason="Stuck", by=board.chair, at=CLOSED)
    round = agreed(board, stances=dict.fromkeys(board.trustees["staff"], Stance.STAND_ASIDE))
    for person in (board.secretary, board.everyone[0]):
        with pytest.raises(PermissionDenied):
            fall_back(proposal=round.proposal, reason="Stuck", by=person, at=CLOSED)
    with pytest.raises(NotAllowed, match="Say why"):
        fall_back(proposal=round.proposal, reason=" ", by=board.chair, at=CLOSED)
    proposal = fall_back(proposal=round.proposal, reason="Stuck", by=board.chair, at=CLOSED)
    assert fall_back(proposal=proposal, reason="Stuck", by=board.chair, at=CLOSED).state == ProposalState.FALLBACK


def test_steps_begin_in_their_order_and_others_are_passed_over_with_a_reason(board: SmallBoard) -> None:
    proposal = fallback(board)
    plan = Plan(what="Meet.", due_on=DUE, facilitator_name="A mediator")
    words: dict[str, Any] = {"proposal": proposal, "kind": K.FACILITATED, "plan": plan, "reason": "Talk", "at": CLOSED}
    with pytest.raises(NotAllowed, match="passed over"):
        start_step(by=board.chair, **words)
    with pytest.raises(PermissionDenied):
        start_step(by=board.secretary, **words)
    assert not FallbackStep.objects.exists()
    step = start_step(by=board.chair, why_skipped="Not now.", **words)
    assert start_step(by=board.chair, why_skipped="Not now.", **words) == step
    rows = FallbackStep.objects.values_list("n", "kind", "state")
    assert list(rows) == [(1, "trial", "skipped"), (2, "small_group", "skipped"), (3, "facilitated", "open")]
    with pytest.raises(PermissionDenied):
        started(board, K.NATIONAL, proposal)
    end(step, board.chair)
    with pytest.raises(NotAllowed, match="taken before"):
        started(board, K.TRIAL, proposal)


def test_step_says_what_why_and_until_when(board: SmallBoard) -> None:
    proposal = fallback(board)
    for plan, match in (
        ({"what": " "}, "what is to be done"),
        ({"due_on": CLOSED.date()}, "still to come"),
        ({"measure": ""}, "whether the trial worked"),
    ):
        with pytest.raises(NotAllowed, match=match):
            started(board, K.TRIAL, proposal, **plan)
    with pytest.raises(NotAllowed, match="Name who"):
        started(board, K.FACILITATED, proposal, facilitator_name="")


def test_facilitator_is_not_a_party(board: SmallBoard) -> None:
    proposal = fallback(board)
    with pytest.raises(NotAllowed, match="is a party"):
        started(board, K.FACILITATED, proposal, facilitator=proposal.proposer)
    step = started(board, K.FACILITATED, proposal, facilitator=board.trustees["directors"][0], facilitator_name="")
    assert step.facilitator == board.trustees["directors"][0]


def test_small_group_is_not_only_of_those_who_agree(board: SmallBoard) -> None:
    proposal = fallback(board)
    agreeing = [board.trustees[code][0].pk for code in ("providers", "directors")]
    with pytest.raises(NotAllowed, match="did not agree"):
        started(board, K.SMALL_GROUP, proposal, members=agreeing)
    step = started(board, K.SMALL_GROUP, proposal, members=[*agreeing, board.trustees["staff"][0].pk])
    assert step.members.count() == 3
    assert Notification.objects.filter(event="fallback.started", person=board.everyone[0]).exists()
    end(step, board.chair, O.DISCUSSION)
    assert fresh(proposal).state == ProposalState.DISCUSSION


def test_trial_is_put_as_a_new_version_and_tested_like_any_other(board: SmallBoard) -> None:
    step = started(board, K.TRIAL)
    with pytest.raises(PermissionDenied):
        put_trial(step=step, by=board.everyone[0], at=LATER)
    version = put_trial(step=step, by=board.chair, at=LATER)
    last = version.texts.order_by("order").last()
    assert last is not None
    assert "until 1 February 2027" in last.text
    assert "Fewer moves in the first month." in last.text
    step.refresh_from_db()
    assert (step.state, step.outcome) == (FallbackState.ENDED, O.TEXT)
    assert (fresh(step.proposal).state, version.n) == (ProposalState.DISCUSSION, 2)
    with pytest.raises(PermissionDenied):
        put_trial(step=step, by=board.chair, at=LATER)


def test_new_text_ends_the_step_by_itself(board: SmallBoard) -> None:
    step = started(board, K.SMALL_GROUP)
    next_version(step.proposal, at=LATER)
    step.refresh_from_db()
    assert (step.outcome, fresh(step.proposal).state) == (O.TEXT, ProposalState.DISCUSSION)


def test_withdrawing_ends_the_step(board: SmallBoard) -> None:
    step = started(board, K.SMALL_GROUP)
    withdraw_proposal(proposal=step.proposal, reason="Not now.", by=board.chair, at=LATER)
    step.refresh_from_db()
    assert (step.state, step.result) == (FallbackState.ENDED, "Not now.")


def test_step_that_found_nothing_waits_for_the_next(board: SmallBoard) -> None:
    step = started(board, K.TRIAL)
    with pytest.raises(PermissionDenied):
        end(step, board.everyone[0])
    with pytest.raises(NotAllowed, match="published as the next version"):
        end(step, board.chair, O.TEXT)
    with pytest.raises(NotAllowed, match="what came of it"):
        end_step(step=step, outcome=O.NOTHING, result="", by=board.chair, at=LATER)
    ended = end(step, board.chair)
    assert end(step, board.chair) == ended
    assert fresh(step.proposal).state == ProposalState.FALLBACK
    ended.result = "Something else."
    with pytest.raises(SealedForEver):
        ended.save()
    with pytest.raises(Exception, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_fallbackstep SET result = 'other' WHERE id = %s", [ended.pk])


def test_end_of_the_steps_is_that_things_stay_as_they_are(board: SmallBoard) -> None:
    proposal = fallback(board)
    concern = raise_concern(proposal=proposal, text="Who pays?", wish="", clause=None, by=board.everyone[0], at=CLOSED)
    words: dict[str, Any] = {"proposal": proposal, "reason": "We still differ on cost.", "at": LATER}
    with pytest.raises(NotAllowed, match="passed over"):
        end_without_agreement(by=board.chair, **words)
    with pytest.raises(PermissionDenied):
        end_without_agreement(by=board.secretary, why_skipped="No use.", **words)
    with pytest.raises(NotAllowed, match="could not agree"):
        end_without_agreement(proposal=proposal, reason=" ", why_skipped="No use.", by=board.chair, at=LATER)
    ended = end_without_agreement(by=board.chair, why_skipped="No use.", **words)
    assert end_without_agreement(by=board.chair, why_skipped="No use.", **words) == ended
    concern.refresh_from_db()
    assert (ended.state, ended.why_ended) == (ProposalState.NOT_AGREED, "We still differ on cost.")
    assert concern.state == "recorded"
    assert FallbackStep.objects.filter(state=FallbackState.SKIPPED, reason="No use.").count() == 4
    assert not Decision.objects.exists()
    assert LedgerEntry.objects.filter(kind="proposal.not_agreed").count() == 1
    assert [str(one) for one in verify_ledger() if "ChairTerm" not in one.where] == []


def test_chair_who_blocks_leaves_the_steps_to_the_secretary(board: SmallBoard) -> None:
    agreed(board, stances={board.chair: Stance.BLOCK})
    block = find_on_block(block=Block.objects.get(), holds=True, reason="Yes", by=board.everyone[0], at=CLOSED)
    add_block_step(block=block, kind=BlockStepKind.ANSWER, text="I listen.", by=board.chair, at=LATER)
    run_due(CLOSED + timedelta(days=61))
    proposal = block.position.entitlement.round.proposal
    assert fresh(proposal).state == ProposalState.FALLBACK
    at = CLOSED + timedelta(days=62)
    words: dict[str, Any] = {"proposal": proposal, "reason": "It ends.", "why_skipped": "No use.", "at": at}
    with pytest.raises(PermissionDenied):
        end_without_agreement(by=board.chair, **words)
    group = Plan(what="Meet.", due_on=date(2027, 3, 1), members=[one.pk for one in board.everyone[:4]])
    step: dict[str, Any] = {"proposal": proposal, "kind": K.SMALL_GROUP, "reason": "So", "why_skipped": "No", "at": at}
    with pytest.raises(NotAllowed, match="whoever blocks"):
        start_step(plan=group, by=board.secretary, **step)
    assert end_without_agreement(by=board.secretary, **words).state == ProposalState.NOT_AGREED


def test_database_keeps_one_step_of_each_kind_and_one_at_a_time(board: SmallBoard) -> None:
    step = started(board, K.TRIAL)
    for kind in (K.TRIAL, K.FACILITATED):
        copy = FallbackStep(
            proposal=step.proposal,
            n=9,
            kind=kind,
            reason="So",
            measure="m",
            facilitator_name="f",
            due_on=DUE,
            started_by=board.chair,
            started_at=LATER,
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()
