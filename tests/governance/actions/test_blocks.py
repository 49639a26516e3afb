"""Blocks: tested by the board, settled, withdrawn."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions.blocks import find_on_block, withdraw_block
from governance.domain.consensus import Verdict
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, Stance
from governance.models import Block, Proposal, Round
from governance.queries.positions import standing_in
from tests.conftest import NOON
from tests.factories.blocks import blocked, find
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.rounds import WEEK, agreed

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def state_of(round: Round) -> str:
    """Return where the proposal of a round stands now."""
    return Proposal.objects.values_list("state", flat=True).get(pk=round.proposal_id)


def test_block_falls_only_when_three_others_of_two_constituencies_say_so_and_nobody_else_upholds_it(
    board: SmallBoard,
) -> None:
    block = blocked(board)
    for person in (*board.trustees["staff"], board.trustees["young-people"][0]):
        assert state_of(block.position.entitlement.round) == ProposalState.BLOCKED
        block = find(block, person, holds=False)
    assert block.state == BlockState.NOT_UPHELD
    # Its objector is asked for their own words before the rules are asked again.
    assert state_of(block.position.entitlement.round) == ProposalState.BLOCKED


def test_one_other_trustee_upholds_a_block(board: SmallBoard) -> None:
    block = find(blocked(board), board.everyone[0], holds=True)
    assert block.state == BlockState.UPHELD
    assert state_of(block.position.entitlement.round) == ProposalState.BLOCKED


def test_objector_secretary_and_stranger_do_not_test_a_block(board: SmallBoard) -> None:
    block = blocked(board)
    for person in (board.trustees["young-people"][1], board.secretary, UserFactory()):
        with pytest.raises(PermissionDenied):
            find(block, person, holds=False)
    find(block, board.everyone[0], holds=False)
    with pytest.raises(NotAllowed, match="said what you find"):
        find(block, board.everyone[0], holds=True)
    with pytest.raises(NotAllowed, match="why"):
        find_on_block(block=block, holds=True, reason=" ", by=board.everyone[1], at=NOON + WEEK)


def test_objector_withdraws_the_block_and_the_rules_are_asked_again(board: SmallBoard) -> None:
    block = blocked(board)
    with pytest.raises(PermissionDenied):
        withdraw_block(block=block, reason="Met", by=board.chair, at=NOON + WEEK)
    with pytest.raises(NotAllowed, match="why"):
        withdraw_block(block=block, reason="", by=board.trustees["young-people"][1], at=NOON + WEEK)
    block = withdraw_block(block=block, reason="Met", by=board.trustees["young-people"][1], at=NOON + WEEK)
    round = Round.objects.get()
    assert (block.state, state_of(round)) == (BlockState.WITHDRAWN, ProposalState.PROVISIONALLY_AGREED)
    assert standing_in(round, round.proposal).outcome.verdict is Verdict.CONSENSUS
    assert round.outcome["outcome"]["verdict"] == "blocked"


def test_settled_block_does_not_agree_to_what_else_is_missing(board: SmallBoard) -> None:
    aside = dict.fromkeys(board.trustees["staff"], Stance.STAND_ASIDE)
    agreed(board, stances={**aside, board.trustees["young-people"][1]: Stance.BLOCK})
    block = Block.objects.get()
    withdraw_block(block=block, reason="Met", by=board.trustees["young-people"][1], at=NOON + WEEK)
    assert state_of(Round.objects.get()) == ProposalState.DISCUSSION
