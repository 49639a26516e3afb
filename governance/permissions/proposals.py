"""Who may do what with a proposal. Asked with the proposal in hand; where a person stands is read once a request."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.proposals import may_be_edited, may_move
from governance.enums.proposals import Confidentiality, ProposalState
from governance.models import Board, Entitlement, Proposal
from governance.models.standing import standing_of
from governance.queries.conflicts import chairs_item, is_kept_out

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_view_proposal(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say for one proposal what ``Proposal.objects.visible_to`` says for all; a test holds the two together."""
    if not person.is_authenticated or not person.is_active or is_recused(person, proposal):
        return False
    standing = standing_of(person, at)
    inside = proposal.board_id in standing.inside
    if proposal.version_count:
        is_open = proposal.confidentiality == Confidentiality.OPEN
        near = is_open and proposal.board_id in standing.near
        return inside or near or _has_voice(person, proposal)
    helps = proposal.board_id in standing.chair_of | standing.secretary_of
    return inside and (proposal.proposer_id == person.pk or helps)


def is_recused(person: "Person", proposal: Proposal) -> bool:
    """Say whether ``person`` is recused from the matter: not counted, and shown nothing of it, until released.

    Who is recused on the board that referred it is so here as well.
    """
    if not person.is_authenticated:
        return False
    return is_kept_out(person, proposal)


def _is_out(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Ask ``is_recused`` only of a row that did not come from what ``person`` may read."""
    return not proposal.seen_by.get((person.pk, at)) and is_recused(person, proposal)


def _has_voice(person: "User", proposal: Proposal) -> bool:
    return Entitlement.objects.filter(round__proposal=proposal).voice_in(person.pk).exists()


def can_list_proposals(person: "Person", board: Board, at: datetime) -> bool:
    """Say whether ``person`` may know that the board has proposals at all."""
    return board.pk in standing_of(person, at).near


def can_start_proposal(person: "Person", board: Board, at: datetime) -> bool:
    """Say whether ``person`` may put something to the board: its trustees, and the secretary for them."""
    return board.dissolved_on is None and board.pk in standing_of(person, at).inside


def can_see_working_copy(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` sees what is written but not yet published: proposer, chair, secretary."""
    standing = standing_of(person, at)
    proposes = proposal.proposer_id == person.pk and proposal.board_id in standing.inside
    helps = proposes or proposal.board_id in standing.secretary_of
    return (helps and not _is_out(person, proposal, at)) or chairs_item(person, proposal, at)


def can_edit_proposal(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may change the working copy."""
    return may_be_edited(ProposalState(proposal.state)) and can_see_working_copy(person, proposal, at)


def can_publish_version(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may publish the working copy as the next version."""
    return can_edit_proposal(person, proposal, at)


def has_right_to_withdraw(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether it is ``person`` who may take the proposal back, as far as it can be: its proposer, or the chair."""
    standing = standing_of(person, at)
    proposes = proposal.proposer_id == person.pk and proposal.board_id in standing.inside
    return (proposes and not _is_out(person, proposal, at)) or chairs_item(person, proposal, at)


def can_withdraw_proposal(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may withdraw the proposal now."""
    return may_move(ProposalState(proposal.state), ProposalState.WITHDRAWN) and has_right_to_withdraw(
        person, proposal, at
    )


def can_lapse_proposal(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may let the proposal lapse now: the chair, before it has ended."""
    return may_move(ProposalState(proposal.state), ProposalState.LAPSED) and chairs_item(person, proposal, at)


def can_hear_proposal(person: "Person", proposal_id: int, at: datetime) -> bool:
    """Say whether ``person`` may follow the proposal's page live: whoever may open it."""
    return Proposal.objects.visible_to(person, at).filter(pk=proposal_id).exists()
