"""What time alone brings: rounds to close, decisions to record, blocks whose clock ran out."""

from datetime import datetime, timedelta

from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import Proposal, Round
from governance.queries.positions import rules_in_force
from governance.queries.readiness import readiness


def due_rounds(at: datetime) -> list[Round]:
    """Return the open rounds whose closing time has come, the oldest first."""
    return list(
        Round.objects.filter(state=RoundState.OPEN, closes_at__lte=at)
        .select_related("proposal__board")
        .order_by("closes_at", "pk")
    )


def due_adoptions(at: datetime) -> list[Proposal]:
    """Return the provisionally agreed proposals that lack nothing any more, the longest agreed first."""
    waiting = (
        Proposal.objects.filter(state=ProposalState.PROVISIONALLY_AGREED, window_closes_at__lte=at)
        .select_related("board")
        .order_by("window_closes_at", "pk")
    )
    return [proposal for proposal in waiting if not readiness(proposal, at).lacks]


def exhausted_blocks(at: datetime) -> list[Proposal]:
    """Return the blocked proposals for whose block the board's rules give no more days."""
    blocked = Proposal.objects.filter(state=ProposalState.BLOCKED).select_related("board").order_by("state_since", "pk")
    found = []
    for proposal in blocked:
        rules = rules_in_force(proposal.board, at)
        if rules is not None and proposal.state_since + timedelta(days=rules.block_days) <= at:
            found.append(proposal)
    return found
