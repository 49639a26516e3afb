"""What becomes of a block over time: the clock of an upheld one, the objector's part, and what is due when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.enums.blocks import BlockDue
from governance.enums.blocks import BlockStepKind as K
from governance.enums.rounds import BlockState

# The last notice goes out this long before the days end; nothing lapses sooner than NOTICE after it was given.
WARNING = timedelta(days=5)
NOTICE = timedelta(days=3)

STANDING = frozenset({BlockState.UNTESTED, BlockState.UPHELD})

# What nobody has settled yet. A block that was not upheld waits for its objector's own words.
UNSETTLED = STANDING | {BlockState.NOT_UPHELD}

# What people write down about an upheld block, and who: by whether they are the objector.
WRITTEN_BY: Mapping[bool, tuple[K, ...]] = {
    True: (K.ANSWER, K.OFFER, K.TALK, K.MEETING),
    False: (K.REQUEST, K.OFFER, K.TALK, K.MEETING),
}
# What the objector can say of a block that was not upheld.
RESTATED: Mapping[K, BlockState] = {K.STOOD_ASIDE: BlockState.STOOD_ASIDE, K.DISSENT: BlockState.DISSENT}


@dataclass(frozen=True)
class Clock:
    """The time to resolve an upheld block: so many days or so many meetings, whichever ends first.

    ``held`` are the ends of the board's meetings held since, in their order. No meetings in the rules: days alone.
    """

    upheld_at: datetime
    days: int
    meetings: int
    held: tuple[datetime, ...] = ()

    @property
    def last_moment(self) -> datetime:
        """Return when the days are over."""
        return self.upheld_at + timedelta(days=self.days)

    @property
    def ends_at(self) -> datetime:
        """Return when the time is over, as far as can be known now: the last meeting may come before the days end."""
        if self.meetings and len(self.held) >= self.meetings:
            return min(self.last_moment, self.held[self.meetings - 1])
        return self.last_moment

    @property
    def meetings_held(self) -> int:
        """Return how many of the meetings are used."""
        return min(len(self.held), self.meetings)

    def has_run_out(self, at: datetime) -> bool:
        """Say whether the time is over."""
        return at >= self.ends_at

    def is_half_gone(self, at: datetime) -> bool:
        """Say whether half the days or half the meetings are used."""
        by_days = at >= self.upheld_at + timedelta(days=self.days) / 2
        return by_days or (self.meetings > 0 and 2 * len(self.held) >= self.meetings)

    def is_nearly_gone(self, at: datetime) -> bool:
        """Say whether it is time for the last notice."""
        return at >= self.last_moment - WARNING or self.has_run_out(at)


@dataclass(frozen=True)
class Course:
    """A block as far as it has come. ``open_until`` is when the board's time to test it ends."""

    state: BlockState
    open_until: datetime
    clock: Clock | None = None
    took_part: bool = False
    reminded_at: datetime | None = None
    warned_at: datetime | None = None
    restate_by: datetime | None = None


def due_of(course: Course, at: datetime) -> BlockDue | None:
    """Say what is due about a block that stands in the way. Late is right too: nothing lapses without its notice."""
    if course.state is BlockState.UNTESTED:
        return BlockDue.UNTESTED if at >= course.open_until else None
    if course.state is BlockState.NOT_UPHELD:
        return BlockDue.RESTATE if course.restate_by is None or at >= course.restate_by else None
    if course.state is not BlockState.UPHELD or course.clock is None:
        return None
    if course.took_part:
        return BlockDue.EXHAUSTED if course.clock.has_run_out(at) else None
    if course.warned_at is not None:
        return BlockDue.DISSENT if at >= max(course.clock.ends_at, course.warned_at + NOTICE) else None
    if course.clock.is_nearly_gone(at):
        return BlockDue.WARN
    return BlockDue.REMIND if course.reminded_at is None and course.clock.is_half_gone(at) else None


def stands_over_as(state: BlockState) -> BlockState | None:
    """Say as what an earlier block goes into the next test of the very same text; None for one that is settled.

    An upheld one keeps its clock. One that fell was found wanting by other people than those who decide now, so that
    it is tested anew.
    """
    if state not in UNSETTLED:
        return None
    return BlockState.UPHELD if state is BlockState.UPHELD else BlockState.UNTESTED


def says_they_took_part(kind: K, *, by_objector: bool, with_objector: bool) -> bool:
    """Say whether a step shows the objector taking part: their own, or one they were at."""
    if kind in WRITTEN_BY[True] and by_objector:
        return True
    return kind in (K.MEETING, K.TALK) and with_objector
