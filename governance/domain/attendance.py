"""Who was at a meeting: what may be written down of it, and how much of it each constituency attended."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from governance.enums.attendance import THERE, AttendanceKind

Interval = tuple[datetime, datetime]


class Wrong(StrEnum):
    """What is not right about the times somebody is said to have been there."""

    NOT_THERE = "not_there"
    BACKWARDS = "backwards"
    OVERLAP = "overlap"
    OUTSIDE = "outside"


def wrong_with(kind: AttendanceKind, times: Sequence[Interval], meeting: Interval) -> Wrong | None:
    """Return the first thing wrong with ``times``, in which somebody was there; none mean the whole meeting."""
    if times and kind not in THERE:
        return Wrong.NOT_THERE
    last = None
    for joined, left in times:
        if left <= joined:
            return Wrong.BACKWARDS
        if last is not None and joined < last:
            return Wrong.OVERLAP
        last = left
    if times and (times[0][0] < meeting[0] or times[-1][1] > meeting[1]):
        return Wrong.OUTSIDE
    return None


@dataclass(frozen=True)
class Attended:
    """How often the seats of one constituency were filled, of the times they could be."""

    constituency: str
    there: int
    expected: int

    @property
    def percent(self) -> int:
        """Return the share in whole hundredths; nobody is counted of whom nothing was expected."""
        return round(100 * self.there / self.expected)


def attended(rows: Iterable[tuple[str, str]]) -> list[Attended]:
    """Add up (constituency, kind) by constituency, in the order in which they first appear."""
    expected: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for constituency, kind in rows:
        expected[constituency] += 1
        there[constituency] += kind in THERE
    return [Attended(name, there[name], expected[name]) for name in expected]
