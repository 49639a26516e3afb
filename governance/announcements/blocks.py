"""Who is told what is done about a block: open pages by the socket, people through signals."""

from datetime import datetime

from governance import signals
from governance.announcements.proposals import room
from governance.enums.blocks import BlockDue
from governance.models import Block, BlockStep
from portal.live import announce_on_commit
from portal.people.models import User


def step_added(step: BlockStep, block: Block, by: User, at: datetime) -> None:
    """Tell that something was done to resolve a block."""
    proposal_id = block.position.entitlement.round.proposal_id
    signals.block_step_added.send(
        sender=BlockStep, proposal_id=proposal_id, block_id=block.pk, step_id=step.pk, by=by, at=at
    )
    announce_on_commit(room(proposal_id), "round.changed", proposal_id)


def block_stands_over(block: Block, by: User | None, at: datetime) -> None:
    """Tell the objector that their block stands in a new round, and that they are asked whether it still does."""
    proposal_id = block.position.entitlement.round.proposal_id
    signals.block_stood_over.send(sender=Block, proposal_id=proposal_id, block_id=block.pk, by=by, at=at)


def part_wanted(block: Block, due: BlockDue, at: datetime) -> None:
    """Tell the objector that their part is wanted, and until when."""
    proposal_id = block.position.entitlement.round.proposal_id
    signals.block_part_wanted.send(
        sender=Block, proposal_id=proposal_id, block_id=block.pk, due=due.value, by=None, at=at
    )
    announce_on_commit(room(proposal_id), "round.changed", proposal_id)
