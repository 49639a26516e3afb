"""The days of a visit: three held until one is fixed, which change when that happens, and who can come on them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from peerreview.enums.visits import Coming, DayState


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


def still_counts(said_at: datetime, offered_at: datetime, invited_at: datetime | None) -> bool:
    """Say whether a reply counts: it was given to these days, and in this seat.

    Other days ask everybody anew; who left and was invited again has said nothing yet.
    """
    return said_at >= offered_at and (invited_at is None or said_at >= invited_at)


@dataclass(frozen=True)
class DayCount:
    """How many of the team can come on a day. The three and the silent are the whole team."""

    can: int
    if_needed: int
    cannot: int
    silent: int

    @property
    def stands(self) -> bool:
        """Say whether nobody has said that they cannot come: only such a day is fixed."""
        return self.cannot == 0


def count_day(said: Mapping[int, Coming | None]) -> DayCount:
    """Count what the team says of a day, by person; None where somebody has not said."""
    values = list(said.values())
    return DayCount(
        can=values.count(Coming.CAN),
        if_needed=values.count(Coming.IF_NEEDED),
        cannot=values.count(Coming.CANNOT),
        silent=values.count(None),
    )
