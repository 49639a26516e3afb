"""Taking and leaving the chair. A board is locked first; whoever takes part in its rota waits."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.announcements import chairs as announce
from governance.domain.chairs import longest_end, term_is_too_long
from governance.domain.refusals import NotAllowed
from governance.domain.rotation import Reason, Why, pick
from governance.enums.boards import BoardKind, ChairTermKind
from governance.enums.chairs import TurnState
from governance.models import Appointment, Board, ChairTerm
from governance.permissions import boards as permissions
from governance.queries.reasons import stored
from governance.queries.rotation import due_end, record_of, rota_for
from governance.queries.seats import holders
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.statements import Kept


@transaction.atomic
def start_chair_term(
    *,
    appointment: Appointment,
    starts_on: date,
    why_picked: str,
    by: User,
    at: datetime,
    kind: ChairTermKind = ChairTermKind.CONFIRMED,
    ends_on: date | None = None,
    board: Board | None = None,
) -> ChairTerm:
    """Record a term that was agreed outside the rota, six calendar months unless ``ends_on`` says less.

    The national seat of the board follows by itself: it is computed from this row. ``board`` is given only for the
    National Steering Group, which is chaired by one of the regional chairs while they chair at home. An acting chair
    makes room; nobody goes twice running while another constituency could.
    """
    board = lock_board(board or appointment.seat.board)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    until = ends_on or longest_end(starts_on)
    if until <= starts_on:
        raise NotAllowed(_("A term ends after it starts."))
    if term_is_too_long(starts_on, until):
        raise NotAllowed(_("A term in the chair lasts six months at most."))
    _insist_on_change(board, appointment, starts_on)
    return begin_term(
        board=board,
        appointment=appointment,
        starts_on=starts_on,
        ends_on=until,
        kind=kind,
        reasons=[Reason(Why.RECORDED)],
        why_picked=why_picked,
        by=by,
        at=at,
    )


@transaction.atomic
def end_chair_term(*, term: ChairTerm, ends_on: date, why: str, by: User, at: datetime) -> ChairTerm:
    """End a term before its time, once: ``ends_on`` is the first day without this chair.

    An acting chair follows in the same transaction, from ``ends_on`` or today, whichever is later.
    """
    board = lock_board(term.board)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    term = ChairTerm.objects.select_for_update(of=("self",)).select_related("board", "appointment").get(pk=term.pk)
    if term.why_ended:
        raise NotAllowed(_("This term was already ended early."))
    if not term.starts_on <= ends_on <= (term.ends_on or ends_on):
        raise NotAllowed(_("The last day must lie inside the term."))
    if not why.strip():
        raise NotAllowed(_("Say why the term ends early."))
    cut_term(term=term, ends_on=ends_on, why=why, by=by, at=at)
    return term


@transaction.atomic
def fill_gap(*, board: Board, at: datetime, by: User | None = None, day: date | None = None) -> ChairTerm | None:
    """Fill an empty chair from ``day`` (today) until the next term with an acting one; None when nobody can be asked.

    Safe to repeat: a chair that is taken stays as it is. It needs no permission, for no choice is made here.
    """
    board = lock_board(board)
    record = record_of(board)
    gap = record.gap(day or day_of(at))
    found = pick(rota_for(record, gap, gap=True), acting=True) if gap else None
    if gap is None or found is None:
        return None
    appointment = Appointment.objects.select_related("person", "seat__board").get(pk=found.candidate.key)
    return begin_term(
        board=board,
        appointment=appointment,
        starts_on=gap.starts_on,
        ends_on=gap.ends_on,
        kind=ChairTermKind.ACTING,
        reasons=found.reasons,
        by=by,
        at=at,
    )


def lock_board(board: Board) -> Board:
    """Return the board, locked until the transaction ends."""
    locked: Board | None = next(iter(_LOCKED.ask(board=board.pk)), None)
    if locked is None:
        raise Board.DoesNotExist
    return locked


_LOCKED = Kept(lambda board: Board.objects.select_for_update(of=("self",)).select_related("region").filter(pk=board))


def begin_term(
    *,
    board: Board,
    appointment: Appointment,
    starts_on: date,
    ends_on: date,
    kind: ChairTermKind,
    reasons: Iterable[Reason],
    by: User | None,
    at: datetime,
    why_picked: str = "",
) -> ChairTerm:
    """Write a term whose board is locked and whose rights were asked; it ends with the seat, and nationally at home."""
    until, due = ends_on, ends_on
    if board.pk != appointment.seat.board_id:
        if board.kind != BoardKind.NATIONAL:
            raise NotAllowed(_("Only somebody who holds a seat on the board can take its chair."))
        until = due = _until_home_term_ends(appointment, starts_on, until)
    if not appointment.holds(starts_on):
        raise NotAllowed(_("Only somebody who holds a seat on that day can take the chair."))
    if appointment.ends_on is not None:
        until = min(until, appointment.ends_on)
    if kind == ChairTermKind.CONFIRMED:
        _make_room(board, starts_on, until, by, at)
    if ChairTerm.objects.filter(board=board).overlapping(starts_on, until).exists():
        raise NotAllowed(_("The board has a chair in that time. End that term first."))
    term = ChairTerm(
        board=board,
        appointment=appointment,
        kind=kind,
        starts_on=starts_on,
        ends_on=until,
        due_to_end_on=due,
        reasons=stored(reasons),
        why_picked=why_picked,
    )
    reason = why_picked or (_("Acting chair") if kind == ChairTermKind.ACTING else _("Took the turn in the chair"))
    save_with_history(term, by=by, reason=reason, at=at)
    append_to_ledger(kind="chair_term.started", subject=term, by=by, at=at, board_ref=board.slug)
    announce.chair_changed(term, by, at)
    return term


def cut_term(*, term: ChairTerm, ends_on: date, why: str, by: User | None, at: datetime, fills: bool = True) -> None:
    """End a term early; what rests on it ends too: an accepted turn that never began, and the national chair."""
    term.due_to_end_on = due_end(term)
    term.ends_on, term.why_ended = ends_on, why
    save_with_history(term, by=by, reason=why, at=at)
    append_to_ledger(kind="chair_term.ended", subject=term, by=by, at=at, board_ref=term.board.slug)
    announce.chair_changed(term, by, at)
    turn = getattr(term, "turn", None)
    if turn is not None and turn.state == TurnState.ACCEPTED and ends_on <= term.starts_on:
        turn.state, turn.answered_at = TurnState.WITHDRAWN, at
        save_with_history(turn, by=by, reason=_("The term was called off before it began"), at=at)
    if fills and (ends_on > term.starts_on or term.starts_on <= day_of(at)):
        fill_gap(board=term.board, day=max(ends_on, day_of(at)), by=by, at=at)
    if term.board.kind == BoardKind.REGIONAL:
        national = ChairTerm.objects.filter(
            appointment_id=term.appointment_id, board__kind=BoardKind.NATIONAL, ends_on__gt=ends_on, why_ended=""
        ).select_related("board", "appointment")
        for other in national.exclude(starts_on__gte=due_end(term)):
            end = max(ends_on, other.starts_on)
            cut_term(term=other, ends_on=end, why=_("Their term in the chair at home ended."), by=by, at=at)


def _make_room(board: Board, starts_on: date, until: date, by: User | None, at: datetime) -> None:
    """End the acting chairs whom a confirmed one relieves."""
    acting = ChairTerm.objects.filter(board=board, kind=ChairTermKind.ACTING, why_ended="")
    for term in acting.overlapping(starts_on, until).filter(ends_on__gt=starts_on).select_related("board"):
        end = max(starts_on, term.starts_on)
        cut_term(term=term, ends_on=end, why=_("A confirmed chair took over."), by=by, at=at, fills=False)


def _insist_on_change(board: Board, appointment: Appointment, starts_on: date) -> None:
    """Refuse the same person twice running while another constituency could be asked."""
    before = [term for term in record_of(board).live if term.starts_on < starts_on]
    if not before or before[-1].appointment.person_id != appointment.person_id:
        return
    constituency = appointment.seat.constituency_id
    if any(holder.constituency.pk != constituency for holder in holders(board, starts_on)):
        raise NotAllowed(
            _("%(person)s was in the chair just before: nobody goes twice running while another constituency can.")
            % {"person": appointment.person}
        )


def _until_home_term_ends(appointment: Appointment, starts_on: date, until: date) -> date:
    home = (
        ChairTerm.objects.active(starts_on).filter(appointment=appointment, board_id=appointment.seat.board_id).first()
    )
    if home is None:
        raise NotAllowed(_("The National Steering Group is chaired by somebody who chairs a regional board."))
    return min(until, home.ends_on or until)
