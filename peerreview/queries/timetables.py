"""The timetable of a visit as its page and its print sheet show it, and what is wrong with it in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from peerreview.domain.teams import SAID_YES
from peerreview.domain.timetables import Found, Planned, wrong_with
from peerreview.enums.visits import Flaw
from peerreview.models import Review, SessionSeat, TeamSeat, Timetable, TimetableSession, Visit


def taken_seats(seats: Iterable[TeamSeat]) -> frozenset[int]:
    """Return the numbers of the seats whose people come."""
    return frozenset(seat.number for seat in seats if seat.state in SAID_YES)


def find_timetable(review: Review) -> Timetable | None:
    """Return the timetable of a review's visit."""
    rows = Timetable.objects.select_related("visit__review__service__region", "visit__review__cycle", "agreed_by")
    return rows.filter(visit__review=review).first()


def timetable_of(review: Review) -> Timetable | None:
    """Return the timetable as the review object knows it: without a query where both were read with it."""
    visit: Visit | None = getattr(review, "visit", None)
    return getattr(visit, "timetable", None)


def find_session(table: Timetable, pk: int) -> TimetableSession | None:
    """Return a session that is part of the day."""
    return TimetableSession.objects.filter(timetable=table, pk=pk, removed_at=None).first()


def planned_day(table: Timetable) -> list[Planned]:
    """Return the sessions as the rules take them; two queries."""
    return _planned(table, TimetableSession.objects.filter(timetable=table, removed_at=None))


def _planned(table: Timetable, sessions: Iterable[TimetableSession]) -> list[Planned]:
    seats: dict[int, set[int]] = {}
    places = SessionSeat.objects.filter(session__timetable=table, session__removed_at=None)
    for session, number in places.values_list("session", "seat__number"):
        seats.setdefault(session, set()).add(number)
    return [one.planned(frozenset(seats.get(one.pk, ()))) for one in sessions]


def flaw_words(found: Iterable[Found], seats: Iterable[TeamSeat]) -> list[str]:
    """Say what is wrong, each thing once; of somebody in two places say who."""
    names = {seat.number: seat.person.name for seat in seats if seat.person}
    words = []
    for one in found:
        label = str(Flaw(one.flaw).label)
        said = f"{label}: {names.get(one.seat, '')}." if one.seat is not None else label
        if said not in words:
            words.append(said)
    return words


@dataclass(frozen=True)
class SessionRow:
    """One session with the people in it, as far as the reader sees names."""

    session: TimetableSession
    people: list[str]
    is_whole: bool
    """Everybody on the team is in it."""
    flaws: list[str]
    is_parallel: bool


@dataclass(frozen=True)
class Day:
    """The whole day."""

    table: Timetable
    team: list[str]
    rows: list[SessionRow]
    flaws: list[str]


def day_of_visit(table: Timetable) -> Day:
    """Return the day with everybody in it; three queries however long it is."""
    sessions = list(TimetableSession.objects.filter(timetable=table, removed_at=None))
    planned = {one.key: one for one in _planned(table, sessions)}
    seats = list(
        TeamSeat.objects.filter(team__review=table.visit.review_id).select_related("person").order_by("number")
    )
    taken = taken_seats(seats)
    found = wrong_with(list(planned.values()), taken)
    rows = [
        SessionRow(
            session=one,
            is_whole=planned[one.pk].seats >= taken,
            people=[seat.person.name for seat in seats if seat.person and seat.number in planned[one.pk].seats & taken],
            flaws=flaw_words([flaw for flaw in found if flaw.session == one.pk], seats),
            is_parallel=any(planned[one.pk].meets(other) for other in planned.values() if other.key != one.pk),
        )
        for one in sessions
    ]
    team = [seat.person.name for seat in seats if seat.person and seat.number in taken]
    return Day(table, team, rows, flaw_words(found, seats))
