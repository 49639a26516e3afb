"""The timetable of a visit: a default day, and what must hold of every session.

Leaders are never in the sessions in which young people or staff speak for themselves; nobody is alone with a child.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from itertools import combinations
from typing import NamedTuple

from peerreview.enums.visits import Flaw, SessionKind

WITHOUT_LEADERS = frozenset({SessionKind.STAFF, SessionKind.YOUNG_PEOPLE})
WITH_CHILDREN = frozenset(
    {SessionKind.WELCOME, SessionKind.HOUSE_MEETING, SessionKind.YOUNG_PEOPLE, SessionKind.FEEDBACK}
)
WITH_LEADERS = frozenset({SessionKind.WELCOME, SessionKind.LEADERSHIP, SessionKind.FEEDBACK, SessionKind.NEXT_STEPS})
TOGETHER = 2
_EVERYBODY = frozenset({1, 2, 3, 4, 5})


@dataclass(frozen=True)
class Planned:
    """A session: what, from when until when (until is not part of it), where, with which seats of the team."""

    key: int
    kind: SessionKind
    starts: time
    ends: time
    place: str = ""
    leaders_present: bool = False
    seats: frozenset[int] = field(default_factory=frozenset)

    def meets(self, other: "Planned") -> bool:
        """Say whether both are going on at some moment."""
        return self.starts < other.ends and other.starts < self.ends


class Found(NamedTuple):
    """Something wrong: in which session, and for which seat if it is about one."""

    flaw: Flaw
    session: int
    seat: int | None = None


class Template(NamedTuple):
    """A session of the default day, and the seats that take part."""

    kind: SessionKind
    starts: time
    ends: time
    seats: frozenset[int]


# Seats by their numbers: 1 leads, 2 to 4 are peers, 5 is the expert by experience. 09:30 to 16:30*.
DEFAULT_DAY: tuple[Template, ...] = (
    Template(SessionKind.TEAM_MEETS, time(9, 30), time(10), _EVERYBODY),
    Template(SessionKind.WELCOME, time(10), time(10, 45), _EVERYBODY),
    Template(SessionKind.HOUSE_MEETING, time(10, 45), time(11, 30), _EVERYBODY),
    Template(SessionKind.STAFF, time(11, 30), time(12, 30), frozenset({3, 4, 5})),
    Template(SessionKind.LEADERSHIP, time(11, 30), time(12, 30), frozenset({1, 2})),
    Template(SessionKind.LUNCH, time(12, 30), time(13, 15), _EVERYBODY),
    Template(SessionKind.YOUNG_PEOPLE, time(13, 15), time(14, 15), frozenset({4, 5})),
    Template(SessionKind.EVIDENCE, time(13, 15), time(14, 15), frozenset({1, 2, 3})),
    Template(SessionKind.FAMILIES, time(14, 15), time(15), _EVERYBODY),
    Template(SessionKind.TEAM_ALONE, time(15), time(15, 45), _EVERYBODY),
    Template(SessionKind.FEEDBACK, time(15, 45), time(16, 15), _EVERYBODY),
    Template(SessionKind.NEXT_STEPS, time(16, 15), time(16, 30), frozenset({1, 2})),
)


def default_day(taken: frozenset[int]) -> list[Planned]:
    """Return the default day for the seats that are taken: where too few are left, whoever is there joins.

    A team short of an expert still visits, so its young people's session takes somebody from beside it.
    """
    return [
        Planned(
            key=number,
            kind=one.kind,
            starts=one.starts,
            ends=one.ends,
            leaders_present=one.kind in WITH_LEADERS,
            seats=_seats_for(one, taken),
        )
        for number, one in enumerate(DEFAULT_DAY, start=1)
    ]


def _seats_for(one: Template, taken: frozenset[int]) -> frozenset[int]:
    """Parallel sessions share out who is there: those without leaders and with children come first."""
    beside = next((other for other in DEFAULT_DAY if other != one and other.starts == one.starts), None)
    if beside is None:
        return one.seats & taken if one.seats & taken else taken
    first, second = (one, beside) if one.kind in WITHOUT_LEADERS else (beside, one)
    there = first.seats & taken
    spare = sorted(second.seats & taken, reverse=True)
    while len(there) < TOGETHER and spare:
        there |= {spare.pop(0)}
    return there if one == first else frozenset(spare)


def wrong_with(day: Sequence[Planned], taken: frozenset[int]) -> list[Found]:
    """Say what is wrong with a timetable, by what only those count for who have a seat now (``taken``)."""
    found = [one for session in day for one in _by_itself(session, session.seats & taken)]
    return [*found, *_between(day, taken)]


def _by_itself(session: Planned, there: frozenset[int]) -> Iterable[Found]:
    if session.ends <= session.starts:
        yield Found(Flaw.ENDS_FIRST, session.key)
    if session.leaders_present and session.kind in WITHOUT_LEADERS:
        yield Found(Flaw.LEADERS, session.key)
    if session.kind in WITH_CHILDREN and len(there) < TOGETHER:
        yield Found(Flaw.ALONE, session.key)
    elif not there:
        yield Found(Flaw.NOBODY, session.key)


def _between(day: Sequence[Planned], taken: frozenset[int]) -> Iterable[Found]:
    for one, other in combinations(day, 2):
        if not one.meets(other):
            continue
        for seat in sorted(one.seats & other.seats & taken):
            yield Found(Flaw.TWO_PLACES, one.key, seat)
            yield Found(Flaw.TWO_PLACES, other.key, seat)
        if one.place and one.place.strip().casefold() == other.place.strip().casefold():
            yield Found(Flaw.SAME_ROOM, one.key)
            yield Found(Flaw.SAME_ROOM, other.key)
