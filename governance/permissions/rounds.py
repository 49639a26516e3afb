"""Who may open, close and take part in rounds. The chair has no casting vote and sees nothing before the others."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.rounds import OPENS_FROM
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RoundState, Stance
from governance.models import Block, Entitlement, Proposal, Round
from governance.models.standing import standing_of
from governance.permissions.proposals import can_view_proposal, is_recused
from governance.queries.conflicts import chairs_item
from portal.statements import Kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def entitlement_of(person: "Person", round: Round) -> Entitlement | None:
    """Return the voice ``person`` was given when the round opened."""
    if not person.is_authenticated or not person.is_active:
        return None
    own = _OWN.ask(round=round.pk, person=person.pk)
    return own[0] if own else None


_OWN = Kept(
    lambda round, person: Entitlement.objects.filter(round=round, person=person).select_related("seat", "constituency")
)


def can_view_rounds(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may follow the tests of a proposal: whoever may read it."""
    return can_view_proposal(person, proposal, at)


def can_see_positions(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether names and reasons may be shown, once the reveal policy allows: the board's own people."""
    return proposal.board_id in standing_of(person, at).inside


def can_open_round(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may open a round now: the chair, when there is something to test."""
    ready = ProposalState(proposal.state) in OPENS_FROM.values() and proposal.version_count > 0
    return ready and is_chair(person, proposal, at)


def can_close_round(person: "Person", round: Round, at: datetime) -> bool:
    """Say whether ``person`` may close the round: anybody who reads it once its time is up, before that the chair."""
    if round.state != RoundState.OPEN:
        return False
    if at >= round.closes_at:
        return can_view_rounds(person, round.proposal, at)
    return is_chair(person, round.proposal, at)


def can_extend_round(person: "Person", round: Round, at: datetime) -> bool:
    """Say whether ``person`` may give the round more time: the chair, before it closes."""
    return round.state == RoundState.OPEN and at < round.closes_at and is_chair(person, round.proposal, at)


def can_take_position(person: "Person", round: Round, at: datetime, entitlement: Entitlement | None = None) -> bool:
    """Say whether ``person`` may say where they stand: entitled, not recused, and before the round closes."""
    if round.state != RoundState.OPEN or not round.opens_at <= at < round.closes_at:
        return False
    own = entitlement or entitlement_of(person, round)
    return own is not None and own.person_id == person.pk and not own.recused and person.is_active


def can_record_positions(person: "Person", round: Round, at: datetime) -> bool:
    """Say whether ``person`` may enter what trustees say by telephone: the secretary, who takes none of their own."""
    inside = round.opens_at <= at < round.closes_at
    keeps = round.proposal.board_id in standing_of(person, at).secretary_of
    return round.state == RoundState.OPEN and inside and keeps and not is_recused(person, round.proposal)


def can_test_block(person: "Person", block: Block, at: datetime) -> bool:
    """Say whether ``person`` may test a block: a trustee with a voice in the round, other than the objector."""
    entitlement = block.position.entitlement
    round = entitlement.round
    if block.state != BlockState.UNTESTED or not stands_in_the_way(block):
        return False
    own = entitlement_of(person, round.follows or round)
    return own is not None and not own.recused and own.seat_id != entitlement.seat_id


def can_withdraw_block(person: "Person", block: Block, at: datetime) -> bool:
    """Say whether ``person`` may take the block back: the objector alone."""
    position = block.position
    return (
        position.stance == Stance.BLOCK
        and block.state in (BlockState.UNTESTED, BlockState.UPHELD)
        and position.entitlement.person_id == person.pk
        and person.is_active
        and stands_in_the_way(block)
    )


def stands_in_the_way(block: Block) -> bool:
    """Say whether the block is one of those its proposal is blocked by: said last, in the last round.

    What came of an earlier round is over. Asked about it again, the rules would move the proposal past whoever
    blocks it now.
    """
    position = block.position
    round = position.entitlement.round
    if round.proposal.state != ProposalState.BLOCKED or hasattr(position, "superseded_by"):
        return False
    return not Round.objects.filter(proposal=round.proposal, n__gt=round.n).exists()


def is_chair(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` chairs this matter: the board's chair, or who stands in for a conflicted one."""
    return chairs_item(person, proposal, at)
