"""Who was expected at a meeting, who was there, and how much each constituency attended over a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast, Concat

from governance.domain.attendance import Attended, Interval, attended
from governance.enums.attendance import AttendanceKind
from governance.models import Attendance, Board, Constituency, Meeting, Seat
from governance.queries.alternates import voices_of
from governance.queries.seats import holders
from portal.people.models import User


@dataclass(frozen=True)
class Expected:
    """A seat that was held when the meeting began, and who could stand in on that day."""

    seat: Seat
    person: User
    constituency: Constituency
    alternate: User | None = None


@dataclass(frozen=True)
class Line:
    """What is recorded of a seat, if anything is."""

    expected: Expected
    attendance: Attendance | None
    times: tuple[Interval, ...] = ()

    @property
    def kind(self) -> AttendanceKind | None:
        """Return how the seat was filled."""
        return AttendanceKind(self.attendance.kind) if self.attendance else None


def recorded_at(meeting: Meeting) -> list[Line]:
    """Return a line for every seat held when the meeting began, and for what was recorded of others."""
    rows = {row.seat_id: row for row in _rows(meeting)}
    instead = voices_of(meeting.board, meeting.starts_at)
    expected = {
        one.seat.pk: Expected(
            one.seat,
            one.person,
            one.constituency,
            None if one.seat.ex_officio_of_id else instead.get(one.appointment.pk),
        )
        for one in holders(meeting.board, meeting.starts_at)
    }
    # What is recorded stands, also where a seat's holder was entered otherwise afterwards.
    expected |= {
        pk: Expected(
            row.seat, row.person, row.constituency, row.alternate or getattr(expected.get(pk), "alternate", None)
        )
        for pk, row in rows.items()
    }
    lines = [
        Line(one, rows.get(pk), tuple((t.joined_at, t.left_at) for t in rows[pk].intervals.all()) if pk in rows else ())
        for pk, one in expected.items()
    ]
    return sorted(lines, key=lambda line: (line.expected.constituency.order, line.expected.seat.number))


def _rows(meeting: Meeting) -> list[Attendance]:
    rows = Attendance.objects.filter(meeting=meeting).select_related("seat", "person", "constituency", "alternate")
    return list(rows.prefetch_related("intervals"))


def attended_at(meeting: Meeting) -> list[Attended]:
    """Return how many seats of each constituency were filled at one meeting: for everybody."""
    rows = Attendance.objects.filter(meeting=meeting).order_by("constituency__order", "seat__number")
    return attended(rows.values_list("constituency__name", "kind"))


def attendance_in(board: Board, since: datetime, until: datetime) -> "QuerySet[Any, tuple[str, str, int]]":
    """Count, of the meetings from ``since`` on and before ``until``, (how, constituency, how often)."""
    held = Attendance.objects.filter(
        meeting__board=board, meeting__starts_at__gte=since, meeting__starts_at__lt=until
    ).order_by()
    place = Concat(Cast("constituency__order", CharField()), Value("\t"), "constituency__name")
    rows: QuerySet[Any, tuple[str, str, int]] = (
        held.annotate(place=place).values("kind", "place").annotate(n=Count("pk")).values_list("kind", "place", "n")
    )
    return rows


def attended_of(counted: Mapping[tuple[str, str], int]) -> list[Attended]:
    """Return what ``attendance_in`` counted by constituency, in their published order."""
    rows = sorted(((*place.split("\t", 1), kind), n) for (kind, place), n in counted.items())
    in_order = sorted(rows, key=lambda row: int(row[0][0]))
    return attended((name, kind) for (_order, name, kind), n in in_order for _once in range(n))
