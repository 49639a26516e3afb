"""Who is told that a proposal changed: whoever has its page open, and the apps above through signals."""

from datetime import datetime

from governance import signals
from governance.enums.proposals import ProposalState
from governance.models import Proposal, ProposalVersion
from portal.live import announce_on_commit
from portal.people.models import User


def room(proposal_id: int) -> str:
    """Return the live room of a proposal's page."""
    return f"proposal:{proposal_id}"


def proposal_started(proposal: Proposal, by: User, at: datetime) -> None:
    """Tell that a draft was begun."""
    signals.proposal_started.send(sender=Proposal, proposal_id=proposal.pk, by=by, at=at)


def draft_edited(proposal: Proposal) -> None:
    """Tell open pages that the working copy changed."""
    announce_on_commit(room(proposal.pk), "proposal.changed", proposal.pk)


def version_published(version: ProposalVersion, by: User, at: datetime) -> None:
    """Tell that a new text is on the table; a round about the old one is voided by whoever listens."""
    signals.version_published.send(
        sender=ProposalVersion, proposal_id=version.proposal_id, version_id=version.pk, n=version.n, by=by, at=at
    )
    announce_on_commit(room(version.proposal_id), "proposal.changed", version.proposal_id)


def proposal_moved(
    proposal: Proposal, from_: ProposalState, to: ProposalState, reason: str, by: User | None, at: datetime
) -> None:
    """Tell that the proposal stands elsewhere."""
    signals.proposal_moved.send(
        sender=Proposal, proposal_id=proposal.pk, from_=from_, to=to, reason=reason, by=by, at=at
    )
    announce_on_commit(room(proposal.pk), "proposal.changed", proposal.pk)


def proposal_withdrawn(proposal: Proposal, reason: str, by: User, at: datetime) -> None:
    """Tell that the proposal is off the table."""
    signals.proposal_withdrawn.send(sender=Proposal, proposal_id=proposal.pk, reason=reason, by=by, at=at)
