"""Who asks young people about a proposal while it can still change: whoever writes it, and the participation lead."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.proposals import has_ended
from governance.enums.proposals import Confidentiality, ProposalState
from governance.models import Proposal
from governance.permissions.proposals import can_see_working_copy, can_view_proposal
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_ask_young_people(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` begins a campaign about it: it affects children, is published, open and not over.

    Of what only a board may read nobody is asked: a card would tell everybody that it exists.
    """
    if not proposal.affects_children or not proposal.version_count or has_ended(ProposalState(proposal.state)):
        return False
    return proposal.confidentiality == Confidentiality.OPEN and looks_after(person, proposal, at)


def looks_after(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` sees to campaigns about it: proposer, chair, secretary, and the participation lead."""
    if not person.is_authenticated or not can_view_proposal(person, proposal, at):
        return False
    return can_see_working_copy(person, proposal, at) or has_role(person, RoleKind.PARTICIPATION_LEAD, at)


def keeps(key: int, person: "Person", at: datetime) -> bool:
    """Answer for voices, which knows proposals by their keys: who looks after campaigns about one."""
    proposal = _proposal(key)
    return proposal is not None and looks_after(person, proposal, at)


def may_ask(key: int, person: "Person", at: datetime) -> bool:
    """Answer for voices: who may begin one now."""
    proposal = _proposal(key)
    return proposal is not None and can_ask_young_people(person, proposal, at)


def _proposal(key: int) -> Proposal | None:
    return Proposal.objects.select_related("board").filter(pk=key).first()
