"""A board's year in numbers: who took part, how long decisions took, what was said against them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from governance.enums.rounds import BlockState, Stance

# Fewer voices than this in a whole year would say of single people whether they spoke.
FEWEST = 5

Kept = Mapping[str, object]


@dataclass(frozen=True)
class Participation:
    """How many positions one constituency took, of those it could take, over a year."""

    constituency: str
    taken: int
    entitled: int

    @property
    def too_few(self) -> bool:
        """Say whether the number would tell of single people."""
        return self.entitled < FEWEST

    @property
    def percent(self) -> int:
        """Return the share in whole hundredths."""
        return round(100 * self.taken / self.entitled) if self.entitled else 0


def participation(records: Iterable[Sequence[Kept]]) -> list[Participation]:
    """Add up, by constituency and in the order in which they first appear, what each record of a decision keeps.

    The recused are in no number: they neither could take a position nor failed to.
    """
    entitled: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for positions in records:
        for one in positions:
            if not one["recused"]:
                entitled[str(one["constituency"])] += 1
                taken[str(one["constituency"])] += bool(one["stance"])
    return [Participation(name, taken[name], entitled[name]) for name in entitled]


def blocks_in(records: Iterable[Sequence[Kept]]) -> Counter[BlockState]:
    """Count how the blocks ended that stand in the records of decisions."""
    found: Counter[BlockState] = Counter()
    for positions in records:
        for one in positions:
            block = one.get("block")
            if one["stance"] == Stance.BLOCK and isinstance(block, Mapping):
                found[BlockState(str(block["state"]))] += 1
    return found


def usual(days: Sequence[int]) -> int | None:
    """Return the middle of how many days decisions took, or None without any."""
    return round(median(days)) if days else None


@dataclass(frozen=True)
class Done:
    """How many actions that fell due in a year are done, done late, still open, or late."""

    in_time: int
    late: int
    waiting: int
    overdue: int

    @property
    def all(self) -> int:
        """Return how many there are."""
        return self.in_time + self.late + self.waiting + self.overdue


def done(actions: Iterable[tuple[date, date | None]], today: date) -> Done:
    """Count actions by the day they were due and the day they were done, if they were."""
    found: Counter[str] = Counter()
    for due_on, done_on in actions:
        if done_on is not None:
            found["in_time" if done_on <= due_on else "late"] += 1
        else:
            found["waiting" if due_on >= today else "overdue"] += 1
    return Done(found["in_time"], found["late"], found["waiting"], found["overdue"])
