"""A team’s seats from open to attended, when the whole is as the network wants it, and the days its host offers."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from peerreview.domain.matching.problem import KNOWING_PEERS, SEATS, Role
from peerreview.enums.teams import SeatRole, SeatState

# A seat opens again whenever its person leaves before the visit.
ALLOWED: dict[SeatState, frozenset[SeatState]] = {
    SeatState.OPEN: frozenset({SeatState.PROPOSED}),
    SeatState.PROPOSED: frozenset({SeatState.CHECKED, SeatState.OPEN}),
    SeatState.CHECKED: frozenset({SeatState.INVITED, SeatState.OPEN}),
    SeatState.INVITED: frozenset({SeatState.ACCEPTED, SeatState.OPEN}),
    SeatState.ACCEPTED: frozenset({SeatState.CONFIRMED, SeatState.OPEN}),
    SeatState.CONFIRMED: frozenset({SeatState.ATTENDED, SeatState.OPEN}),
    SeatState.ATTENDED: frozenset(),
}
# From here on the person has said yes and reads what the team reads.
SAID_YES = (SeatState.ACCEPTED, SeatState.CONFIRMED, SeatState.ATTENDED)
# Who is asked on which of the held days they can come.
ASKED = (SeatState.INVITED, *SAID_YES)
DAYS_OFFERED, WEEKDAYS_OFFERED = 3, 2


class SeatStepRefused(ValueError):
    """A seat cannot go from here to there."""


def insist_on_step(current: SeatState | str, to: SeatState) -> None:
    """Refuse a step that is not in the table."""
    if to not in ALLOWED[SeatState(current)]:
        raise SeatStepRefused(f"{current} → {to}")


class Lack(StrEnum):
    """What a team lacks; anything of this stands only as a named exception."""

    LEAD = "lead"
    PEERS = "peers"
    KNOWING = "knowing"
    EXPERT = "expert"


@dataclass(frozen=True)
class Member:
    """Somebody on a team, in their seat; ``knows_set`` says whether they know the standards of the review."""

    role: SeatRole | Role | str
    knows_set: bool


def lacks(members: Iterable[Member]) -> list[Lack]:
    """Say what a team lacks: one lead, three peers of whom two know the set, an expert by experience."""
    members = list(members)
    count = Counter(str(one.role) for one in members)
    knowing = sum(one.knows_set for one in members if str(one.role) == Role.PEER)
    wanted = {
        Lack.LEAD: count[Role.LEAD] == SEATS[Role.LEAD],
        Lack.PEERS: count[Role.PEER] == SEATS[Role.PEER],
        Lack.KNOWING: knowing >= KNOWING_PEERS,
        Lack.EXPERT: count[Role.EXPERT] >= SEATS[Role.EXPERT],
    }
    return [lack for lack, is_there in wanted.items() if not is_there]


class DatesWrong(StrEnum):
    """Why the days a host offers cannot stand."""

    COUNT = "count"
    WEEKDAYS = "weekdays"
    PAST = "past"
    WEEKEND = "weekend"


def wrong_with_days(days: Collection[date], today: date) -> list[DatesWrong]:
    """Say what is wrong with the host's days: three different ones to come, on at least two weekdays."""
    found = []
    if len(set(days)) != DAYS_OFFERED:
        found.append(DatesWrong.COUNT)
    elif len({day.weekday() for day in days}) < WEEKDAYS_OFFERED:
        found.append(DatesWrong.WEEKDAYS)
    if any(day <= today for day in days):
        found.append(DatesWrong.PAST)
    if any(day.weekday() > 4 for day in days):
        found.append(DatesWrong.WEEKEND)
    return found
