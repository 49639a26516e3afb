"""What every step about a block leaves behind: its state, a sealed row in its log, an entry in the ledger."""

from datetime import datetime

from governance.enums.blocks import BlockStepKind
from governance.enums.rounds import BlockState
from governance.models import Block, BlockStep, ProposalVersion
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


def settle_block(
    block: Block,
    state: BlockState,
    kind: BlockStepKind,
    words: str,
    by: User | None,
    at: datetime,
    version: ProposalVersion | None = None,
) -> None:
    """Put a block into another state and write down how it came there."""
    block.state = state
    save_with_history(block, by=by, reason=words, at=at)
    log_step(block, kind, words, by, at, version=version)


def log_step(
    block: Block,
    kind: BlockStepKind,
    words: str,
    by: User | None,
    at: datetime,
    *,
    took_part: bool = False,
    version: ProposalVersion | None = None,
) -> BlockStep:
    """Write one step down: a sealed row with its ledger entry."""
    step = BlockStep(block=block, kind=kind, text=words, took_part=took_part, version=version, by=by, at=at)
    save_with_history(step, by=by, reason=str(kind.label), at=at)
    board = block.position.entitlement.round.proposal.board
    append_to_ledger(kind="block.step", subject=step, by=by, at=at, board_ref=board.slug)
    return step
