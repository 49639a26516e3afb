"""Who may refer a matter to another board, and who may read where it went."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.enums.proposals import ProposalState
from governance.models import Proposal, Referral
from governance.permissions.fallbacks import leads
from governance.permissions.proposals import can_view_proposal

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_refer(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may put a published text to another board: who leads, while it is discussed."""
    return proposal.state == ProposalState.DISCUSSION and proposal.version_count > 0 and leads(person, proposal, at)


def can_read_referral(person: "Person", referral: Referral, at: datetime) -> bool:
    """Say whether ``person`` may read a referral: whoever may read the text, on either board."""
    return can_view_proposal(person, referral.source, at) or can_view_proposal(person, referral.received, at)
