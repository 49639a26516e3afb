"""Who asks young people and staff about a proposal."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.proposals import ENDED
from governance.enums.proposals import Confidentiality, ProposalState
from governance.models import Proposal
from governance.models.standing import standing_of
from governance.queries.conflicts import chairs_item

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def can_ask_about(person: "User | AnonymousUser", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` wants it asked: chair, secretary or proposer, of what is open and not decided yet."""
    if proposal.confidentiality != Confidentiality.OPEN or not proposal.version_count:
        return False
    if proposal.state in ENDED or proposal.state == ProposalState.DRAFT:
        return False
    standing = standing_of(person, at)
    keeps = proposal.board_id in standing.secretary_of or chairs_item(person, proposal, at)
    return (keeps or proposal.proposer_id == person.pk) and proposal.board_id in standing.inside
