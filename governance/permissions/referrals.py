"""Who may refer a matter to another board. Where it went is read by whoever reads the text, on either board."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.fallbacks import may_refer
from governance.enums.proposals import ProposalState
from governance.models import Proposal
from governance.permissions.fallbacks import leads

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_refer(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may put a published text to another board: who leads, while it is discussed."""
    published = proposal.version_count > 0
    return may_refer(ProposalState(proposal.state), leads=leads(person, proposal, at), published=published)
