"""Who may declare, hear, treat and release a conflict of interest. Nobody decides their own."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.proposals import has_ended
from governance.enums.conflicts import OUT
from governance.enums.proposals import ProposalState
from governance.models import ConflictDeclaration, Proposal
from governance.models.standing import standing_of
from governance.permissions.proposals import can_view_proposal
from governance.permissions.rounds import is_chair

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_see_conflicts(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` reads whose conflicts there are: the board's own people who may read the matter."""
    return proposal.board_id in standing_of(person, at).inside and can_view_proposal(person, proposal, at)


def can_declare_conflict(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may declare a conflict of their own: the board's own people, until it is decided."""
    under_way = proposal.version_count > 0 and not has_ended(ProposalState(proposal.state))
    return under_way and can_see_conflicts(person, proposal, at)


def can_raise_conflict(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may raise one about somebody else: a trustee, or the secretary for them."""
    return can_declare_conflict(person, proposal, at)


def can_reply_to_conflict(person: "Person", conflict: ConflictDeclaration, at: datetime) -> bool:
    """Say whether ``person`` may still be heard: it is about them, and nothing has been decided."""
    return conflict.person_id == person.pk and not conflict.treatment and person.is_active


def can_treat_conflict(person: "Person", conflict: ConflictDeclaration, at: datetime) -> bool:
    """Say whether ``person`` decides what the conflict comes to: who chairs the matter, never whom it concerns."""
    proposal = conflict.proposal
    if conflict.person_id == person.pk or conflict.released_at is not None:
        return False
    return not has_ended(ProposalState(proposal.state)) and is_chair(person, proposal, at)


def can_release_conflict(person: "Person", conflict: ConflictDeclaration, at: datetime) -> bool:
    """Say whether ``person`` may let somebody back into the matter: who chairs it, also after it was decided."""
    if conflict.person_id == person.pk or conflict.released_at is not None or conflict.treatment not in OUT:
        return False
    return is_chair(person, conflict.proposal, at)
