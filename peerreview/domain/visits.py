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
        """Say whether nobody is kept from the day; who has said yes to a seat must have spoken too (``InTheWay``)."""
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


def with_rules(said: Mapping[int, Coming | None], barred: Collection[int]) -> dict[int, Coming | None]:
    """Return what counts: whom a hard rule keeps from the day cannot come, whatever they say."""
    return {person: Coming.CANNOT if person in barred else one for person, one in said.items()}


@dataclass(frozen=True)
class InTheWay:
    """Who stands between a day and its being fixed: people who cannot come, and people who have not said."""

    cannot: frozenset[int]
    silent: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.cannot or self.silent)


def in_the_way(said: Mapping[int, Coming | None], seated: Collection[int]) -> InTheWay:
    """Say who keeps a day from being fixed. Availability is a hard rule, and no answer is not yes.

    ``seated`` have said yes to a seat and must have spoken. Who is only invited may be silent: they answer the
    invitation for the day that is fixed.
    """
    return InTheWay(
        cannot=frozenset(person for person, one in said.items() if one == Coming.CANNOT),
        silent=frozenset(person for person, one in said.items() if one is None and person in seated),
    )
