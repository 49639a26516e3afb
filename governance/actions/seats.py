"""Seats and who sits on them."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.actions.alternates import end_alternate
from governance.actions.chairs import end_chair_term
from governance.actions.turns import withdraw_turns
from governance.domain.refusals import NotAllowed
from governance.enums.boards import AppointedHow, BoardKind
from governance.models import Alternate, Appointment, Board, ChairTerm, Constituency, ConstituencyMembership, Seat
from governance.permissions import boards as permissions
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def add_seat(
    *,
    board: Board,
    starts_on: date,
    by: User,
    at: datetime,
    constituency: Constituency | None = None,
    ex_officio_of: Board | None = None,
) -> Seat:
    """Add a seat for a constituency, or on the national group for the chair of a regional board."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    if (constituency is None) == (ex_officio_of is None):
        raise NotAllowed(_("A seat is either for a constituency or for the chair of a regional board."))
    if ex_officio_of and (board.kind != BoardKind.NATIONAL or ex_officio_of.kind != BoardKind.REGIONAL):
        raise NotAllowed(_("Only the National Steering Group has seats for the chairs of regional boards."))
    last = Seat.objects.filter(board=board).order_by("-number").values_list("number", flat=True).first() or 0
    seat = Seat(
        board=board, constituency=constituency, ex_officio_of=ex_officio_of, number=last + 1, starts_on=starts_on
    )
    save_with_history(seat, by=by, reason="Seat added", at=at)
    return seat


@transaction.atomic
def appoint(
    *, seat: Seat, person: User, how: AppointedHow, starts_on: date, by: User, at: datetime, ends_on: date | None = None
) -> Appointment:
    """Seat ``person``: nobody else sits there meanwhile, and they sit on no other seat of the board."""
    board = Board.objects.select_for_update().get(pk=seat.board_id)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    if seat.ex_officio_of_id:
        raise NotAllowed(_("This seat belongs to whoever chairs %(board)s.") % {"board": seat.ex_officio_of})
    if ends_on is not None and ends_on <= starts_on:
        raise NotAllowed(_("An appointment ends after it starts."))
    others = Appointment.objects.overlapping(starts_on, ends_on)
    if taken := others.filter(seat=seat).select_related("person").first():
        raise NotAllowed(_("%(person)s holds this seat then. End that appointment first.") % {"person": taken.person})
    if others.filter(seat__board=board, person=person).exists():
        raise NotAllowed(_("%(person)s already holds a seat on this board then.") % {"person": person})
    appointment = Appointment(seat=seat, person=person, how=how, starts_on=starts_on, ends_on=ends_on)
    save_with_history(appointment, by=by, reason="Appointed", at=at)
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, ends_on: date, why: str, by: User, at: datetime) -> Appointment:
    """End somebody's time on a seat: ``ends_on`` is the first day without them. A chair's term ends with it."""
    board = Board.objects.select_for_update().get(pk=appointment.seat.board_id)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if not why.strip():
        raise NotAllowed(_("Say why the appointment ends."))
    if ends_on < appointment.starts_on:
        raise NotAllowed(_("It began on %(day)s: it cannot end before that.") % {"day": appointment.starts_on})
    if appointment.ends_on is not None and appointment.ends_on < ends_on:
        raise NotAllowed(_("It already ended on %(day)s.") % {"day": appointment.ends_on})
    appointment.ends_on, appointment.why_ended = ends_on, why
    save_with_history(appointment, by=by, reason=why, at=at)
    _leave_the_rota(appointment, ends_on, why, by, at)
    return appointment


def _leave_the_rota(appointment: Appointment, ends_on: date, why: str, by: User, at: datetime) -> None:
    """End what rests on the seat: terms in the chair (the coming ones first), turns being asked, who stands in."""
    terms = ChairTerm.objects.filter(appointment=appointment, ends_on__gt=ends_on, why_ended="")
    for term in terms.order_by("-starts_on"):
        end_chair_term(term=term, ends_on=max(ends_on, term.starts_on), why=why, by=by, at=at)
    withdraw_turns(appointment=appointment, by=by, at=at)
    for alternate in Alternate.objects.filter(appointment=appointment).overlapping(ends_on, None):
        end_alternate(alternate=alternate, ends_on=max(ends_on, alternate.starts_on), why=why, by=by, at=at)


@transaction.atomic
def join_constituency(
    *, board: Board, constituency: Constituency, person: User, starts_on: date, by: User, at: datetime
) -> ConstituencyMembership:
    """Count ``person`` among those a seat speaks for."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    same = ConstituencyMembership.objects.filter(board=board, constituency=constituency, person=person)
    if same.overlapping(starts_on, None).exists():
        raise NotAllowed(_("%(person)s already belongs to this constituency then.") % {"person": person})
    membership = ConstituencyMembership(board=board, constituency=constituency, person=person, starts_on=starts_on)
    save_with_history(membership, by=by, reason="Joined the constituency", at=at)
    return membership


@transaction.atomic
def leave_constituency(
    *, membership: ConstituencyMembership, ends_on: date, why: str, by: User, at: datetime
) -> ConstituencyMembership:
    """End a membership: ``ends_on`` is the first day without it."""
    board = Board.objects.select_for_update().get(pk=membership.board_id)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    membership = ConstituencyMembership.objects.select_for_update().get(pk=membership.pk)
    if ends_on < membership.starts_on:
        raise NotAllowed(_("It began on %(day)s: it cannot end before that.") % {"day": membership.starts_on})
    membership.ends_on = ends_on
    save_with_history(membership, by=by, reason=why, at=at)
    return membership
