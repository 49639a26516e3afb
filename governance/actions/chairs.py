"""Taking and leaving the chair."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance import signals
from governance.domain.chairs import longest_end, term_is_too_long
from governance.domain.refusals import NotAllowed
from governance.enums.boards import BoardKind, ChairTermKind
from governance.models import Appointment, Board, ChairTerm
from governance.permissions import boards as permissions
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


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
    """Put a trustee in the chair of their board, six calendar months unless ``ends_on`` says less.

    The national seat of the board follows by itself: it is computed from this row. ``board`` is given only for the
    National Steering Group, which is chaired by one of the regional chairs while they chair at home.
    """
    board = Board.objects.select_for_update().get(pk=board.pk if board else appointment.seat.board_id)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    until = ends_on or longest_end(starts_on)
    if until <= starts_on:
        raise NotAllowed(_("A term ends after it starts."))
    if term_is_too_long(starts_on, until):
        raise NotAllowed(_("A term in the chair lasts six months at most."))
    if board.pk != appointment.seat.board_id:
        if board.kind != BoardKind.NATIONAL:
            raise NotAllowed(_("Only somebody who holds a seat on the board can take its chair."))
        until = _until_home_term_ends(appointment, starts_on, until)
    if not appointment.holds(starts_on):
        raise NotAllowed(_("Only somebody who holds a seat on that day can take the chair."))
    if ChairTerm.objects.filter(board=board).overlapping(starts_on, until).exists():
        raise NotAllowed(_("The board has a chair in that time. End that term first."))
    if appointment.ends_on is not None:
        until = min(until, appointment.ends_on)
    term = ChairTerm(
        board=board, appointment=appointment, kind=kind, starts_on=starts_on, ends_on=until, why_picked=why_picked
    )
    save_with_history(term, by=by, reason=why_picked, at=at)
    append_to_ledger(kind="chair_term.started", subject=term, by=by, at=at, board_ref=board.slug)
    signals.chair_changed.send(sender=ChairTerm, board_id=board.pk, term_id=term.pk, by=by, at=at)
    return term


@transaction.atomic
def end_chair_term(*, term: ChairTerm, ends_on: date, why: str, by: User, at: datetime) -> ChairTerm:
    """End a term before its time, once: ``ends_on`` is the first day without this chair."""
    board = Board.objects.select_for_update().get(pk=term.board_id)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    term = ChairTerm.objects.select_for_update().get(pk=term.pk)
    if term.why_ended:
        raise NotAllowed(_("This term was already ended early."))
    if not term.starts_on <= ends_on <= (term.ends_on or ends_on):
        raise NotAllowed(_("The last day must lie inside the term."))
    if not why.strip():
        raise NotAllowed(_("Say why the term ends early."))
    term.ends_on, term.why_ended = ends_on, why
    save_with_history(term, by=by, reason=why, at=at)
    append_to_ledger(kind="chair_term.ended", subject=term, by=by, at=at, board_ref=board.slug)
    signals.chair_changed.send(sender=ChairTerm, board_id=board.pk, term_id=term.pk, by=by, at=at)
    return term


def _until_home_term_ends(appointment: Appointment, starts_on: date, until: date) -> date:
    home = (
        ChairTerm.objects.active(starts_on).filter(appointment=appointment, board_id=appointment.seat.board_id).first()
    )
    if home is None:
        raise NotAllowed(_("The National Steering Group is chaired by somebody who chairs a regional board."))
    return min(until, home.ends_on or until)
