"""What time alone brings to rounds and agreed proposals; of blocks see ``queries/blocks.py``."""

from datetime import datetime

from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import Proposal, Round
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
