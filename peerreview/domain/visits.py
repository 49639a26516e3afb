"""The days of a visit: three held until one is fixed, and which of them change when that happens."""

from collections.abc import Collection, Mapping
from datetime import date

from peerreview.enums.visits import DayState


def settle(
    known: Mapping[date, DayState], *, held: Collection[date] = (), confirmed: date | None = None
) -> dict[date, DayState]:
    """Return the days that change, and to what: what is neither held nor confirmed any more is free.

    A day keeps its row for ever, so that whoever has it in a calendar hears what became of it.
    """
    wanted = dict.fromkeys(known, DayState.FREED) | dict.fromkeys(held, DayState.HELD)
    if confirmed is not None:
        wanted[confirmed] = DayState.CONFIRMED
    return {day: state for day, state in sorted(wanted.items()) if known.get(day) != state}
