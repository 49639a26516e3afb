"""Who may decide what cannot wait: two people of two constituencies, never one, never the recused."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from governance.enums.proposals import ProposalKind, ProposalState
from governance.enums.urgents import UrgentState
from governance.models import Proposal, UrgentDecision
from governance.models.standing import standing_of
from governance.permissions.proposals import is_recused
from governance.permissions.rounds import is_chair
from governance.queries.urgents import seat_of, urgent_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_ask_urgent(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may ask for an urgent decision on this draft: the chair, if it is marked urgent."""
    ready = proposal.kind == ProposalKind.URGENT and proposal.state == ProposalState.DRAFT
    return ready and not proposal.version_count and is_chair(person, proposal, at)


def can_confirm_urgent(person: "Person", urgent: UrgentDecision, at: datetime) -> bool:
    """Say whether ``person`` may confirm it: a trustee of another constituency than the chair who asked."""
    if urgent.state != UrgentState.ASKED or not person.is_authenticated or person.pk == urgent.chair_id:
        return False
    if urgent.board_id not in standing_of(person, at).trustee_of or is_recused(person, urgent.proposal):
        return False
    seat = seat_of(person, urgent.board, at)
    return seat is not None and seat.constituency.pk != urgent.chair_constituency_id


def can_drop_urgent(person: "Person", urgent: UrgentDecision, at: datetime) -> bool:
    """Say whether ``person`` may take the request back: who asked, or whoever is in the chair now."""
    if urgent.state != UrgentState.ASKED or not person.is_authenticated:
        return False
    return (person.pk == urgent.chair_id and person.is_active) or is_chair(person, urgent.proposal, at)


class UrgentRights(NamedTuple):
    """What the page of a proposal shows of an urgent decision, and which of its acts are the reader's."""

    urgent: UrgentDecision | None
    may_ask: bool
    may_confirm: bool
    may_drop: bool
    asked: bool
    holds: bool


def urgent_rights(person: "Person", proposal: Proposal, at: datetime) -> UrgentRights | None:
    """Ask everything the page needs; nothing and no query for a proposal of another kind."""
    if proposal.kind != ProposalKind.URGENT:
        return None
    urgent = urgent_of(proposal)
    if urgent is None:
        return UrgentRights(None, can_ask_urgent(person, proposal, at), False, False, False, False)
    urgent.proposal = proposal
    return UrgentRights(
        urgent=urgent,
        may_ask=False,
        may_confirm=can_confirm_urgent(person, urgent, at),
        may_drop=can_drop_urgent(person, urgent, at),
        asked=urgent.state == UrgentState.ASKED,
        holds=urgent.state == UrgentState.IN_FORCE,
    )
