"""Who may confirm a position that somebody else entered: its own trustee, while it is the one that counts."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.proposals import has_ended
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RecordedHow, RoundState
from governance.models import Position

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_confirm_position(person: "Person", position: Position, at: datetime) -> bool:
    """Say whether ``person`` may confirm it: what counts, entered by another, until the proposal has ended.

    After the round has closed it can still be confirmed; corrected, only while the round is open.
    """
    entitlement = position.entitlement
    round = entitlement.round
    mine = entitlement.person_id == person.pk and person.is_active and not entitlement.recused
    counts = not hasattr(position, "superseded_by") and round.state != RoundState.VOID
    entered = position.recorded_how != RecordedHow.PORTAL and not hasattr(position, "confirmation")
    return mine and counts and entered and not has_ended(ProposalState(round.proposal.state))
