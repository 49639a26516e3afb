"""A block nobody has settled stands over into the next test of the same text: it never falls away by a round's end."""

from datetime import datetime

from django.utils.translation import gettext as _

from governance.actions.blocksteps import log_step, settle_block
from governance.announcements import blocks as announce
from governance.domain.blocks import stands_over_as
from governance.domain.rounds import DECIDING
from governance.enums.blocks import BlockStepKind
from governance.enums.rounds import BlockState, RecordedHow, RoundKind, Stance
from governance.models import Block, BlockStep, Entitlement, Position, Round
from governance.queries.blocks import THEIR_PART, unsettled_on
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


def carry_blocks(*, round: Round, by: User | None, at: datetime) -> list[Block]:
    """Put into a round that opens what its people blocked before on the very same text; the objectors are told.

    It is their own last word about this text, said again for them and flagged so; they can take another position as
    anybody can. Called inside the opening, which holds the locks. Whoever has no voice in the round is passed over.
    """
    if RoundKind(round.kind) not in DECIDING:
        return []
    voices = {voice.person_id: voice for voice in round.entitlements.filter(recused=False)}
    carried = []
    for block in unsettled_on(round.version_id):
        voice = voices.get(block.position.entitlement.person_id)
        state = stands_over_as(BlockState(block.state))
        if voice is not None and state is not None:
            carried.append(_carry(block, voice, state, round, by, at))
    return carried


def _carry(block: Block, voice: Entitlement, state: BlockState, round: Round, by: User | None, at: datetime) -> Block:
    words = _("Round %(old)s ended without settling the block: it stands over into round %(new)s on the same text.") % {
        "old": block.position.entitlement.round.n,
        "new": round.n,
    }
    position = Position(
        entitlement=voice,
        n=1,
        stance=Stance.BLOCK,
        reason=block.position.reason,
        recorded_by_id=voice.person_id,
        recorded_how=RecordedHow.CARRIED,
        at=at,
    )
    save_with_history(position, by=by, reason=_("Position stands over"), at=at)
    upheld = state is BlockState.UPHELD
    over = Block(
        position=position,
        ground=block.ground,
        removal_condition=block.removal_condition,
        objector_part=block.objector_part,
        state=state,
        upheld_at=block.upheld_at if upheld else None,
        reminded_at=block.reminded_at if upheld else None,
        warned_at=block.warned_at if upheld else None,
        carries=block,
    )
    save_with_history(over, by=by, reason=words, at=at)
    append_to_ledger(kind="position.taken", subject=position, by=by, at=at, board_ref=round.proposal.board.slug)
    took_part = BlockStep.objects.filter(THEIR_PART, block=block).exists()
    settle_block(block, BlockState.CARRIED, BlockStepKind.CARRIED, words, by, at)
    log_step(over, BlockStepKind.CARRIED, words, by, at, took_part=took_part)
    announce.block_stands_over(over, by, at)
    return over
