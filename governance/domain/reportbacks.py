"""Who tells a constituency what was decided, and whom a decision owes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class SeatThen:
    """An occupied seat when a decision is recorded: whom it speaks for, and what part it had in the test."""

    seat: int
    number: int
    speaks_for: int
    spoke: bool
    recused: bool = False


def who_reports(seats: Iterable[SeatThen]) -> Mapping[int, int]:
    """Return for each constituency with an occupied seat the one seat that reports back.

    Of several it is one that spoke in the test, else one that was silent, and only when all had a conflict one of
    those: what is public everybody may tell. Among equals the lowest number. A constituency nobody sits for is owed
    nothing: who is seated later answers for what is decided from then on.
    """
    best: dict[int, SeatThen] = {}
    for one in sorted(seats, key=lambda one: (one.recused, not one.spoke, one.number)):
        best.setdefault(one.speaks_for, one)
    return {speaks_for: one.seat for speaks_for, one in best.items()}


def owes_report_backs(*, is_open: bool) -> bool:
    """Say whether a decision is told to the constituencies: only what everybody may read.

    Even the news that something was decided would tell of a matter the board keeps to itself.
    """
    return is_open


def due_on(decided_on: date, days: int) -> date:
    """Return the day by which a seat reports back."""
    return decided_on + timedelta(days=days)


def is_late(due: date, today: date) -> bool:
    """Say whether the day has passed."""
    return due < today
