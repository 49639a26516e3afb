"""Who may stand in for whom on a board, and who does."""

from dataclasses import dataclass
from datetime import date, datetime

from governance.models import Alternate, Appointment, Board, ConstituencyMembership, Meeting, StandIn
from portal.people.models import User
from portal.people.models.periods import day_of


@dataclass(frozen=True)
class SeatLine:
    """One held seat with its alternates, and who has its voice if it is not the principal."""

    appointment: Appointment
    alternates: list[Alternate]
    stands_in: StandIn | None
    to_come: list[StandIn]


def seat_lines(board: Board, at: datetime) -> list[SeatLine]:
    """Return the held seats in the published order with who may stand in; three queries whatever their number."""
    today = day_of(at)
    appointments = (
        Appointment.objects.active(at)
        .filter(seat__board=board, seat__constituency__isnull=False)
        .select_related("person", "seat__constituency", "seat__board")
        .order_by("seat__constituency__order", "seat__number")
    )
    named: dict[int, list[Alternate]] = {}
    for one in (
        Alternate.objects.filter(board=board)
        .overlapping(today, None)
        .select_related("person", "meeting", "appointment")
        .order_by("starts_on", "pk")
    ):
        named.setdefault(one.appointment_id, []).append(one)
    voices: dict[int, list[StandIn]] = {}
    rows = StandIn.objects.filter(board=board).overlapping(today, None).select_related("person", "alternate")
    for voice in rows.order_by("starts_on", "pk"):
        voices.setdefault(voice.appointment_id, []).append(voice)
    lines = []
    for appointment in appointments:
        mine = voices.get(appointment.pk, [])
        now = next((one for one in mine if one.holds(today)), None)
        lines.append(
            SeatLine(appointment, named.get(appointment.pk, []), now, [one for one in mine if one.starts_on > today])
        )
    return lines


def voices_of(board: Board, at: datetime) -> dict[int, User]:
    """Return who has the voice of a seat instead of its principal at ``at``, by appointment."""
    rows = StandIn.objects.active(at).filter(board=board, appointment__in=Appointment.objects.active(at))
    return {row.appointment_id: row.person for row in rows.select_related("person")}


def could_stand_in(appointment: Appointment, at: datetime) -> list[User]:
    """Return whom an alternate comes from: members of the same constituency who hold no seat on the board."""
    seat = appointment.seat
    seated = Appointment.objects.active(at).filter(seat__board=seat.board_id).values("person")
    members = ConstituencyMembership.objects.active(at).filter(board=seat.board_id, constituency=seat.constituency_id)
    people = User.objects.filter(pk__in=members.values("person"), is_active=True).exclude(pk__in=seated)
    return list(people.order_by("name", "pk"))


def coming_meetings(board: Board, day: date) -> list[Meeting]:
    """Return the planned meetings for which somebody can be named."""
    return list(Meeting.objects.filter(board=board, state="planned", held_on__gte=day).order_by("starts_at")[:12])
