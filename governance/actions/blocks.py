"""A block as a process: tested by the board, resolved within its clock, restated, withdrawn, or recorded as dissent.

Every step is a sealed row with its ledger entry. No step makes a decision: once a block is settled the rules are asked
again about the very test it was said in.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.actions.blocksteps import log_step, settle_block
from governance.actions.proposals import lock_proposal, move_proposal
from governance.actions.rounds import follow_outcome
from governance.announcements import blocks as tell
from governance.announcements import rounds as announce
from governance.domain.blocks import RESTATED, STANDING, due_of, says_they_took_part
from governance.domain.refusals import NotAllowed
from governance.domain.rounds import DECIDING, found
from governance.enums.blocks import BlockDue, BlockStepKind
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RoundKind, RoundState, Stance
from governance.models import Block, BlockFinding, BlockStep, Proposal, ProposalVersion, Round
from governance.permissions import blocks as permissions
from governance.permissions.rounds import can_test_block, can_withdraw_block, entitlement_of
from governance.queries.blocks import awaiting_restatement, course_of, let_go_in, unsettled_on
from governance.queries.versions import latest_version
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def find_on_block(*, block: Block, holds: bool, reason: str, by: User, at: datetime) -> Block:
    """Say, as one of the board, whether the ground of a block holds; see ``domain.rounds.found``.

    Upheld, its clock starts. Not upheld, the objector has some days to restate it; then the rules are asked again.
    """
    _lock(block)
    block = _lock_block(block)
    round = block.position.entitlement.round
    own = entitlement_of(by, round.follows or round)
    if own is None or not can_test_block(by, block, at):
        raise PermissionDenied
    if not reason.strip():
        raise NotAllowed(_("Say why you find so."))
    if BlockFinding.objects.filter(block=block, entitlement=own).exists():
        raise NotAllowed(_("You have said what you find of this block."))
    finding = BlockFinding(block=block, entitlement=own, holds=holds, reason=reason.strip(), at=at)
    save_with_history(finding, by=by, reason=_("Block tested"), at=at)
    findings = list(block.findings.select_related("entitlement__constituency"))
    state = found(
        {one.entitlement.seat_id: one.holds for one in findings},
        {one.entitlement.seat_id: one.entitlement.constituency.name for one in findings},
        block.position.entitlement.seat_id,
    )
    if state is not BlockState.UNTESTED:
        if state is BlockState.UPHELD:
            block.upheld_at = at
        else:
            block.restate_by = at + timedelta(days=round.rules.restate_days)
        words = _("The board tested the block: %(state)s") % {"state": state.label.lower()}
        settle_block(block, state, BlockStepKind(state.value), words, by, at)
    announce.block_settled(block, round, by, at)
    return block


@transaction.atomic
def withdraw_block(*, block: Block, reason: str, by: User, at: datetime) -> Block:
    """Take one's own block back, with the reason; the rules are asked again about what then stands."""
    proposal = _lock(block)
    block = _lock_block(block)
    if not can_withdraw_block(by, block, at):
        raise PermissionDenied
    if not reason.strip():
        raise NotAllowed(_("Say why you withdraw the block."))
    settle_block(block, BlockState.WITHDRAWN, BlockStepKind.WITHDRAWN, reason.strip(), by, at)
    _ask_again(block, proposal, by, at)
    return block


@transaction.atomic
def restate_block(*, block: Block, as_: BlockStepKind, reason: str, by: User, at: datetime) -> Block:
    """Put one's own words in place of a block that was not upheld: a stand-aside, or recorded dissent."""
    proposal = _lock(block)
    block = _lock_block(block)
    if as_ not in RESTATED:
        raise NotAllowed(_("Choose whether you stand aside or have your dissent recorded."))
    if block.state == RESTATED[as_] and block.restatement == reason.strip():
        return block
    if not permissions.can_restate_block(by, block, at):
        raise PermissionDenied
    if not reason.strip():
        raise NotAllowed(_("Say it in your own words: they are kept with the decision."))
    block.restatement = reason.strip()
    settle_block(block, RESTATED[as_], as_, reason.strip(), by, at)
    _ask_again(block, proposal, by, at)
    return block


@transaction.atomic
def add_block_step(
    *, block: Block, kind: BlockStepKind, text: str, by: User, at: datetime, with_objector: bool = False
) -> BlockStep:
    """Write down what was done to resolve an upheld block; the same words again (a double click) add nothing."""
    _lock(block)
    block = _lock_block(block)
    if not permissions.can_add_block_step(by, block, at):
        raise PermissionDenied
    if kind not in permissions.kinds_for(by, block):
        raise NotAllowed(_("That is not for you to write down."))
    if not text.strip():
        raise NotAllowed(_("Say what was said or done."))
    last = BlockStep.objects.filter(block=block).order_by("-at", "-pk").first()
    if last is not None and (last.kind, last.text, last.by_id) == (kind, text.strip(), by.pk):
        return last
    mine = permissions.is_objector(by, block)
    took_part = says_they_took_part(kind, by_objector=mine, with_objector=with_objector)
    step = log_step(block, kind, text.strip(), by, at, took_part=took_part)
    tell.step_added(step, block, by, at)
    return step


@transaction.atomic
def resolve_block(*, block: Block, reason: str, by: User, at: datetime) -> Block:
    """Say, as the objector, that the newest version resolves one's block. The proposal is discussed and tested anew."""
    proposal = _lock(block)
    block = _lock_block(block)
    if block.state == BlockState.RESOLVED and permissions.is_objector(by, block):
        return block
    if not permissions.can_resolve_block(by, block, at):
        raise PermissionDenied
    if not reason.strip():
        raise NotAllowed(_("Say what in the new version resolves it."))
    version = latest_version(proposal)
    settle_block(block, BlockState.RESOLVED, BlockStepKind.RESOLVED, reason.strip(), by, at, version)
    announce.block_settled(block, block.position.entitlement.round, by, at)
    return block


def settle_by_next_test(*, round: Round, by: User | None, at: datetime) -> None:
    """Record what the next test says of the blocks of earlier rounds: who blocked and does not any more is resolved.

    Called inside the closing of ``round``, which holds the locks.
    """
    if round.state != RoundState.CLOSED or RoundKind(round.kind) not in DECIDING:
        return
    for block in let_go_in(round):
        words = _("In the test of version %(n)s the objector said: %(stance)s.") % {
            "n": round.version.n,
            "stance": Stance(block.said).label.lower(),  # type: ignore[attr-defined]  # annotated by the query
        }
        settle_block(block, BlockState.RESOLVED, BlockStepKind.RESOLVED, words, by, at, round.version)


def settle_by_adoption(*, proposal: Proposal, version: ProposalVersion, by: User | None, at: datetime) -> None:
    """Close what is left when a text was adopted: blocks of earlier versions that nobody raised again.

    A block of this very text stands over into every test its objector has a voice in. One is left only when they had
    none: it is recorded as dissent, and the board is told.
    """
    standing = Block.objects.filter(
        position__entitlement__round__proposal=proposal,
        position__entitlement__round__version__n__lt=version.n,
        position__superseded_by=None,
        state__in=STANDING,
    )
    for block in standing:
        words = _("Version %(n)s was adopted, and the block was not raised again.") % {"n": version.n}
        settle_block(block, BlockState.RESOLVED, BlockStepKind.RESOLVED, words, by, at, version)
    for block in unsettled_on(version.pk):
        words = _("The objector had no voice in the test by which the text was adopted: their dissent is recorded.")
        settle_block(block, BlockState.DISSENT, BlockStepKind.DISSENT, words, by, at, version)
        announce.block_settled(block, block.position.entitlement.round, by, at)


@transaction.atomic
def follow_clock(*, block: Block, at: datetime) -> BlockDue | None:
    """Do what the time brings about a block, if it is still due; return what was done."""
    proposal = _lock(block)
    block = _lock_block(block)
    course = course_of(block, at)
    due = due_of(course, at) if course is not None else None
    match due:
        case BlockDue.REMIND:
            block.reminded_at = at
            settle_block(block, BlockState.UPHELD, BlockStepKind.REMINDED, _("Half the time is over."), None, at)
            tell.part_wanted(block, due, at)
        case BlockDue.WARN:
            block.reminded_at, block.warned_at = block.reminded_at or at, at
            words = _("Without the objector’s part the block is recorded as dissent when the time is over.")
            settle_block(block, BlockState.UPHELD, BlockStepKind.WARNED, words, None, at)
            tell.part_wanted(block, due, at)
        case BlockDue.DISSENT | BlockDue.RESTATE:
            words = (
                _("The objector took no part in resolving the block within its time.")
                if due is BlockDue.DISSENT
                else _("The objector did not restate the block within the time given.")
            )
            settle_block(block, BlockState.DISSENT, BlockStepKind.DISSENT, words, None, at)
            _ask_again(block, proposal, None, at)
        case BlockDue.EXHAUSTED | BlockDue.UNTESTED:
            words = _("The block was not resolved in the time the board’s rules give.")
            log_step(block, BlockStepKind.EXHAUSTED, words, None, at)
            move_proposal(proposal=proposal, to=ProposalState.FALLBACK, by=None, reason=words, at=at)
        case None:
            pass
    return due


def _ask_again(block: Block, proposal: Proposal, by: User | None, at: datetime) -> None:
    """Ask the rules about the blocked test, unless another block in it waits for its objector's own words."""
    round = block.position.entitlement.round
    if not awaiting_restatement(round):
        follow_outcome(round=round, proposal=proposal, by=by, at=at)
    announce.block_settled(block, round, by, at)


def _lock(block: Block) -> Proposal:
    return lock_proposal(block.position.entitlement.round.proposal)


def _lock_block(block: Block) -> Block:
    return (
        Block.objects.select_for_update(of=("self",))
        .select_related(
            "position__entitlement__round__proposal__board",
            "position__entitlement__round__rules",
            "position__entitlement__round__version",
            "position__entitlement__round__follows",
        )
        .get(pk=block.pk)
    )
