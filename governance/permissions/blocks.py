"""Who may do what about a block, beside testing and withdrawing it (``permissions/rounds.py``)."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.blocks import STANDING, WRITTEN_BY
from governance.domain.proposals import has_ended
from governance.enums.blocks import BlockStepKind
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState
from governance.models import Block
from governance.models.standing import standing_of
from governance.permissions.proposals import is_recused
from governance.permissions.rounds import stands_in_the_way

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def is_objector(person: "Person", block: Block) -> bool:
    """Say whether it is ``person`` who blocks; they keep that part when their seat has ended."""
    return person.is_authenticated and person.is_active and block.position.entitlement.person_id == person.pk


def can_add_block_step(person: "Person", block: Block, at: datetime) -> bool:
    """Say whether ``person`` may write down what is done about an upheld block: the board's people, the objector."""
    if block.state != BlockState.UPHELD or not stands_in_the_way(block):
        return False
    proposal = block.position.entitlement.round.proposal
    inside = proposal.board_id in standing_of(person, at).inside and not is_recused(person, proposal)
    return inside or is_objector(person, block)


def kinds_for(person: "Person", block: Block) -> tuple[BlockStepKind, ...]:
    """Return what ``person`` can write down: nobody answers for the objector."""
    return WRITTEN_BY[is_objector(person, block)]


def can_restate_block(person: "Person", block: Block, at: datetime) -> bool:
    """Say whether ``person`` may restate a block that was not upheld: the objector alone."""
    return block.state == BlockState.NOT_UPHELD and is_objector(person, block) and stands_in_the_way(block)


def can_resolve_block(person: "Person", block: Block, at: datetime) -> bool:
    """Say whether ``person`` may say that a later version resolves the block: the objector alone."""
    position = block.position
    round = position.entitlement.round
    return (
        block.state in STANDING
        and is_objector(person, block)
        and not hasattr(position, "superseded_by")
        and round.proposal.version_count > round.version.n
        and not has_ended(ProposalState(round.proposal.state))
    )
