"""Who hears of urgent decisions: open pages by the socket, the notices through signals."""

from datetime import datetime

from governance import signals
from governance.announcements.proposals import room
from governance.models import UrgentDecision
from portal.live import announce_on_commit
from portal.people.models import User


def _tell(name: str, urgent: UrgentDecision, by: User | None, at: datetime) -> None:
    signal = getattr(signals, name)
    signal.send(sender=UrgentDecision, urgent_id=urgent.pk, proposal_id=urgent.proposal_id, by=by, at=at)
    announce_on_commit(room(urgent.proposal_id), "proposal.changed", urgent.proposal_id)


def urgent_asked(urgent: UrgentDecision, by: User, at: datetime) -> None:
    """Tell that the chair asks another trustee to confirm."""
    _tell("urgent_asked", urgent, by, at)


def urgent_decided(urgent: UrgentDecision, by: User, at: datetime) -> None:
    """Tell that it holds until the board has said whether it stands by it."""
    _tell("urgent_decided", urgent, by, at)


def urgent_ended(urgent: UrgentDecision, by: User | None, at: datetime) -> None:
    """Tell what became of it."""
    _tell("urgent_ended", urgent, by, at)
