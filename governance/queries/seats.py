"""Who holds which seat at a moment."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from governance.models import Appointment, Board, ChairTerm, Constituency, Seat
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.statements import Kept


@dataclass(frozen=True)
class Holder:
    """One occupied seat. A national seat's constituency is the one its regional chair sits for."""

    seat: Seat
    person: User
    constituency: Constituency
    appointment: Appointment


def _seats(board: int, day: date) -> QuerySet[Seat]:
    return Seat.objects.active(day).filter(board=board).select_related("constituency")


def _sitting(seats: tuple[int, ...], day: date) -> QuerySet[Appointment]:
    return Appointment.objects.active(day).filter(seat__in=seats).select_related("person", "seat__constituency")


def _chairs(boards: tuple[int, ...], day: date) -> QuerySet[ChairTerm]:
    terms = ChairTerm.objects.active(day).filter(board_id__in=boards, appointment__in=Appointment.objects.active(day))
    return terms.select_related("appointment__person", "appointment__seat__constituency")


# Nearly every act and page asks them.
_SEATS, _SITTING, _CHAIRS = Kept(_seats), Kept(_sitting), Kept(_chairs)


def holders(board: Board, at: date | datetime) -> list[Holder]:
    """Return the occupied seats of ``board`` at ``at``, in order of constituency and number; three queries at most.

    National seats are computed: the holder at ``at`` is the regional chair at ``at``; nothing is stored.
    """
    day = day_of(at)
    seats: list[Seat] = _SEATS.ask(board=board.pk, day=day)
    own = tuple(seat.pk for seat in seats)
    sitting = {one.seat_id: one for one in _SITTING.ask(seats=own, day=day)} if own else {}
    regions = tuple(seat.ex_officio_of_id for seat in seats if seat.ex_officio_of_id)
    chairs = {term.board_id: term.appointment for term in _CHAIRS.ask(boards=regions, day=day)} if regions else {}
    found = []
    for seat in seats:
        appointment = chairs.get(seat.ex_officio_of_id) if seat.ex_officio_of_id else sitting.get(seat.pk)
        if appointment and (constituency := appointment.seat.constituency):
            found.append(Holder(seat, appointment.person, constituency, appointment))
    return sorted(found, key=lambda holder: (holder.constituency.order, holder.seat.number))


def chair_of(board: Board, at: datetime) -> ChairTerm | None:
    """Return the term of whoever chairs ``board`` at ``at``, or None in a gap.

    The national group is chaired by one of its members, and a member is whoever chairs a region: when the regional
    term ends, so does this.
    """
    term = (
        ChairTerm.objects.active(at)
        .filter(board=board, appointment__in=Appointment.objects.active(at))
        .select_related("appointment__person", "appointment__seat__constituency", "board")
        .first()
    )
    if term is None or term.appointment.seat.board_id == board.pk:
        return term
    home = ChairTerm.objects.active(at).filter(appointment=term.appointment, board_id=term.appointment.seat.board_id)
    return term if home.exists() else None
