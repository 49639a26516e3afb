"""Blocks as they have come: their clock, the objector's part, what is due, and what is left of earlier versions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from governance.domain.blocks import STANDING, UNSETTLED, Clock, Course, due_of
from governance.domain.rounds import DECIDING
from governance.enums.blocks import BlockDue
from governance.enums.boards import MeetingState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, Stance
from governance.models import Block, BlockFinding, BlockStep, Meeting, Position, Proposal, Round

ABOUT = (
    "position__entitlement__person",
    "position__entitlement__round__proposal__board",
    "position__entitlement__round__rules",
    "position__entitlement__round__version",
)
THEIR_PART = Q(took_part=True)


def said_last() -> QuerySet[Block]:
    """Return the blocks that are their objector's last word in that round."""
    return Block.objects.filter(position__superseded_by=None)


def standing_in_the_way() -> QuerySet[Block]:
    """Return the blocks their proposals are blocked by: said last, in the last round."""
    later = Round.objects.filter(
        proposal=OuterRef("position__entitlement__round__proposal"), n__gt=OuterRef("position__entitlement__round__n")
    )
    return said_last().filter(~Exists(later), position__entitlement__round__proposal__state=ProposalState.BLOCKED)


def meetings_since(board_id: int, since: datetime, at: datetime) -> tuple[datetime, ...]:
    """Return when the board's meetings held since then ended, the first first."""
    rows = Meeting.objects.filter(board=board_id, state=MeetingState.HELD, starts_at__gte=since, ends_at__lte=at)
    return tuple(rows.order_by("ends_at").values_list("ends_at", flat=True))


def clock_of(block: Block, at: datetime) -> Clock | None:
    """Return the clock of an upheld block; one query. The rules are those its round was opened under."""
    if block.state != BlockState.UPHELD or block.upheld_at is None:
        return None
    round = block.position.entitlement.round
    held = meetings_since(round.proposal.board_id, block.upheld_at, at)
    return Clock(block.upheld_at, round.rules.block_days, round.rules.block_meetings, held)


def course_of(block: Block, at: datetime) -> Course | None:
    """Return how far a block has come; None when it does not stand in the way any more. Three queries."""
    if not standing_in_the_way().filter(pk=block.pk).exists():
        return None
    round = block.position.entitlement.round
    return Course(
        state=BlockState(block.state),
        open_until=round.proposal.state_since + timedelta(days=round.rules.block_days),
        clock=clock_of(block, at),
        took_part=BlockStep.objects.filter(THEIR_PART, block=block).exists(),
        reminded_at=block.reminded_at,
        warned_at=block.warned_at,
        restate_by=block.restate_by,
    )


def due_blocks(at: datetime) -> list[tuple[Block, BlockDue]]:
    """Return the blocks about which something is due, the longest standing first: what saves a proposal comes first."""
    rows = standing_in_the_way().filter(state__in=[*STANDING, BlockState.NOT_UPHELD]).select_related(*ABOUT)
    found = []
    for block in rows.order_by("position__entitlement__round__proposal__state_since", "pk"):
        course = course_of(block, at)
        due = due_of(course, at) if course is not None else None
        if due is not None:
            found.append((block, due))
    return sorted(found, key=lambda one: one[1] in (BlockDue.EXHAUSTED, BlockDue.UNTESTED))


def awaiting_restatement(round: Round) -> bool:
    """Say whether a block that was not upheld waits, in this test or the one it follows, for its objector's words."""
    rounds = [key for key in (round.pk, round.follows_id) if key is not None]
    return said_last().filter(state=BlockState.NOT_UPHELD, position__entitlement__round__in=rounds).exists()


def let_go_in(round: Round) -> QuerySet[Block]:
    """Return the blocks of earlier rounds whose objector took another position in ``round``; ``said`` is which.

    One that stood over into the round is superseded there by what its objector said.
    """
    now = Position.objects.filter(
        entitlement__round=round,
        entitlement__person=OuterRef("position__entitlement__person"),
        superseded_by=None,
    ).exclude(stance=Stance.BLOCK)
    earlier = Q(position__superseded_by=None, position__entitlement__round__n__lt=round.n)
    stood_over = Q(carries__isnull=False, position__entitlement__round=round)
    return (
        Block.objects.filter(earlier | stood_over, Exists(now), state__in=STANDING)
        .filter(position__entitlement__round__proposal=round.proposal_id)
        .annotate(said=Subquery(now.values("stance")[:1]))
        .select_related(*ABOUT)
        .order_by("pk")
    )


def unsettled() -> QuerySet[Block]:
    """Return the blocks nobody has settled: said last by their objectors, in a test that decides.

    Who has said something else in a later test of the proposal does not block any more.
    """
    later = Position.objects.filter(
        entitlement__person=OuterRef("position__entitlement__person"),
        entitlement__round__proposal=OuterRef("position__entitlement__round__proposal"),
        entitlement__round__n__gt=OuterRef("position__entitlement__round__n"),
        entitlement__round__kind__in=DECIDING,
    )
    rows = said_last().filter(position__entitlement__round__kind__in=DECIDING, state__in=UNSETTLED)
    return rows.filter(~Exists(later)).select_related(*ABOUT).order_by("pk")


def unsettled_on(version_id: int) -> QuerySet[Block]:
    """Return what nobody has settled of the blocks of one text."""
    return unsettled().filter(position__entitlement__round__version=version_id)


def standing() -> QuerySet[Block]:
    """Return the blocks that stand: said last, untested or upheld.

    Who would block in a sense check blocks nothing: nothing is decided by it.
    """
    return said_last().filter(position__entitlement__round__kind__in=DECIDING, state__in=STANDING)


def standing_blocks(proposal_id: int) -> QuerySet[Block]:
    """Return the blocks of a proposal that stand, of whichever version."""
    about = standing().filter(position__entitlement__round__proposal=proposal_id)
    return about.select_related(*ABOUT).order_by("pk")


def steps_of(block: Block) -> list[BlockStep]:
    """Return what was done about a block, the first first."""
    return list(BlockStep.objects.filter(block=block).select_related("by", "version").order_by("at", "pk"))


def findings_of(block: Block) -> list[BlockFinding]:
    """Return what each of the board found of a block."""
    rows = BlockFinding.objects.filter(block=block).select_related("entitlement__person", "entitlement__constituency")
    return list(rows.order_by("at", "pk"))


def ordinal(number: int) -> str:
    """Say which meeting it is."""
    words = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), 5: _("fifth"), 6: _("sixth")}
    return words.get(number, f"{number}.")


@dataclass(frozen=True)
class Progress:
    """How a block stands, for its card: all of it comes along with its position."""

    clock: Clock | None
    steps: int
    took_part: bool
    found: bool
    """The reader has said what they find of it."""

    @property
    def clock_words(self) -> str:
        """Say until when there is time."""
        return clock_words(self.clock) if self.clock else ""


def clock_words(clock: Clock) -> str:
    """Say until when there is time: the days or the meetings, whichever ends first."""
    values = {
        "day": date_format(localtime(clock.last_moment), "j F Y"),
        "meeting": ordinal(clock.meetings),
        "held": clock.meetings_held,
        "meetings": clock.meetings,
    }
    if not clock.meetings:
        return _("until %(day)s.") % values
    words = _("until %(day)s or the %(meeting)s meeting, whichever is first: %(held)s of %(meetings)s meetings held.")
    return words % values


PROGRESS = ("block_steps", "block_part", "block_held", "block_found")


def progress_columns(person_id: int, at: datetime) -> dict[str, Any]:
    """Return what ``progress_of`` reads of each position, so that a page with blocks asks no more than one without.

    They are columns of ``positions.voices_of_rounds``, which calls the position ``said``.
    """
    steps = BlockStep.objects.filter(block=OuterRef("said__block__pk"))
    held = Meeting.objects.filter(
        board=OuterRef("round__proposal__board"),
        state=MeetingState.HELD,
        starts_at__gte=OuterRef("said__block__upheld_at"),
        ends_at__lte=at,
    ).order_by()
    found = BlockFinding.objects.filter(block=OuterRef("said__block__pk"), entitlement__person=person_id)
    return {
        "block_steps": Subquery(steps.order_by().values("block").annotate(n=Count("pk")).values("n")),
        "block_part": Exists(steps.filter(THEIR_PART)),
        "block_held": Subquery(held.values("board").annotate(n=Count("pk")).values("n")),
        "block_found": Exists(found),
    }


def progress_of(position: Any, round: Round) -> Progress:
    """Return how the block of a position stands, read with ``progress_columns``."""
    block: Block = position.block
    clock = None
    if block.state == BlockState.UPHELD and block.upheld_at is not None:
        held = (block.upheld_at,) * (position.block_held or 0)  # Their number is shown, not their dates.
        clock = Clock(block.upheld_at, round.rules.block_days, round.rules.block_meetings, held)
    return Progress(clock, position.block_steps or 0, position.block_part, position.block_found)


def find_block(proposal: Proposal, pk: int) -> Block | None:
    """Return a block raised in one of the proposal's rounds."""
    return (
        Block.objects.filter(pk=pk, position__entitlement__round__proposal=proposal)
        .select_related(
            "position__entitlement__person",
            "position__entitlement__round__proposal__board",
            "position__entitlement__round__rules",
            "position__entitlement__round__version",
            "position__entitlement__round__follows",
        )
        .first()
    )
