"""Who may write the reasons and record a decision; reading one is said by ``Decision.objects.visible_to``."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.proposals import has_ended
from governance.enums.proposals import ProposalState
from governance.models import Proposal
from governance.models.standing import standing_of
from governance.permissions.rounds import can_view_rounds, is_chair

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

ADOPTABLE = frozenset({ProposalState.PROVISIONALLY_AGREED, ProposalState.AWAITING_RATIFICATION})


def can_write_rationale(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may write why the board decides so: proposer, chair, secretary, until it is recorded."""
    if has_ended(ProposalState(proposal.state)) or not proposal.version_count:
        return False
    standing = standing_of(person, at)
    helps = proposal.board_id in standing.secretary_of or is_chair(person, proposal, at)
    proposes = proposal.proposer_id == person.pk and proposal.board_id in standing.inside
    return (helps or proposes) and can_view_rounds(person, proposal, at)


def can_adopt(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may record the decision once nothing is missing: the chair, or the secretary for them."""
    if ProposalState(proposal.state) not in ADOPTABLE:
        return False
    secretary = proposal.board_id in standing_of(person, at).secretary_of
    return (secretary and can_view_rounds(person, proposal, at)) or is_chair(person, proposal, at)
