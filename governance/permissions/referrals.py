"""Who may refer a matter to another board. Where it went is read by whoever reads the text, on either board."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.enums.proposals import ProposalState
from governance.models import Proposal
from governance.permissions.fallbacks import leads

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_refer(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may put a published text to another board: who leads, while it is discussed."""
    return proposal.state == ProposalState.DISCUSSION and proposal.version_count > 0 and leads(person, proposal, at)
