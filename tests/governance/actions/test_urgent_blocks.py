"""A block in the ratification of an urgent decision: nobody can test it in the time, and silence does not lift it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions.blocks import find_on_block
from governance.actions.rounds import close_round, open_round
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RoundKind, Stance
from governance.enums.urgents import UrgentState
from governance.models import Block, Round, UrgentDecision
from governance.queries.checks import findings
from tests.conftest import NOON
from tests.factories.governance import board_with_trustees
from tests.factories.rounds import all_agree, take
from tests.factories.urgents import taken
from tests.governance.due import run_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def fresh(urgent: UrgentDecision) -> UrgentDecision:
    return UrgentDecision.objects.select_related("proposal__board").get(pk=urgent.pk)


def ratification(urgent: UrgentDecision) -> Round:
    return Round.objects.filter(proposal=urgent.proposal_id).order_by("-n").select_related("proposal__board")[0]


def test_a_block_in_a_ratification_just_prevents_it_for_nobody_can_test_it_in_the_time() -> None:
    board = board_with_trustees()
    urgent = taken(board)
    round = ratification(urgent)
    all_agree(round, board.everyone[1:], NOON)
    take(round, board.everyone[0], Stance.BLOCK)
    block = Block.objects.get()
    for when in ("open", "closed"):
        if when == "closed":
            close_round(round=round, by=board.chair, at=NOON + DAY)
        with pytest.raises((NotAllowed, PermissionDenied)):
            find_on_block(block=block, holds=False, reason="No.", by=board.everyone[1], at=NOON + DAY)
    assert fresh(urgent).state == UrgentState.IN_FORCE
    assert fresh(urgent).proposal.state == ProposalState.AWAITING_RATIFICATION
    assert run_due(NOON + 2 * DAY) == []
    assert block_of(urgent).state == BlockState.UNTESTED
    # Silence does not lift it; its objector's own word in another round does.
    for day, voices, state in (
        (2, board.everyone[1:], UrgentState.IN_FORCE),
        (5, board.everyone, UrgentState.RATIFIED),
    ):
        again = open_round(
            proposal=fresh(urgent).proposal,
            kind=RoundKind.RATIFICATION,
            closes_at=NOON + (day + 2) * DAY,
            by=board.chair,
            at=NOON + day * DAY,
        )
        all_agree(again, voices, NOON + day * DAY)
        close_round(round=again, by=board.chair, at=NOON + (day + 2) * DAY)
        assert fresh(urgent).state == state
    assert block_of(urgent).state == BlockState.RESOLVED
    assert list(findings(NOON + 7 * DAY)) == []


def block_of(urgent: UrgentDecision) -> Block:
    """Return the block as it stands: in the last round it stood over into."""
    return Block.objects.filter(position__entitlement__round__proposal=urgent.proposal_id).latest("pk")
