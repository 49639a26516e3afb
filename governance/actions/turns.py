"""Asking whose turn it is, and what they answer. Asking makes no choice: the rule of the rota does."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.actions.chairs import begin_term, cut_term, lock_board
from governance.announcements import chairs as announce
from governance.domain.refusals import NotAllowed
from governance.domain.rotation import Reason, Why, pick
from governance.enums.boards import ChairTermKind
from governance.enums.chairs import TurnState
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ProposalKind
from governance.models import Appointment, Board, ChairTurn, Decision, GoverningRules
from governance.permissions import boards as board_permissions
from governance.permissions import chairs as permissions
from governance.queries.positions import rules_in_force
from governance.queries.reasons import stored
from governance.queries.rotation import Slot, named_ahead, record_of, rota_for
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of


@transaction.atomic
def ask_next(*, board: Board, at: datetime, by: User | None = None) -> ChairTurn | None:
    """Ask whose turn the next term is, once; None when somebody is being asked, it is too early, or nobody is left."""
    board = lock_board(board)
    if by is not None and not board_permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    today = day_of(at)
    record = record_of(board)
    slot = record.next_slot(today)
    if slot.starts_on > named_ahead(board, today) or record.asked(slot):
        return None
    found = pick(rota_for(record, slot))
    if found is None:
        return None
    appointment = Appointment.objects.select_related("person", "seat__constituency").get(pk=found.candidate.key)
    return _ask(board, slot, appointment, found.reasons, by, at)


@transaction.atomic
def accept_turn(*, turn: ChairTurn, by: User, at: datetime) -> ChairTurn:
    """Take the next term; accepting twice changes nothing."""
    board = lock_board(turn.board)
    turn = _locked(turn)
    if not permissions.is_asked(by, turn):
        raise PermissionDenied
    if turn.state == TurnState.ACCEPTED:
        return turn
    _insist_on_time(turn, by, at)
    turn.term = begin_term(
        board=board,
        appointment=turn.appointment,
        starts_on=turn.starts_on,
        ends_on=turn.ends_on or turn.starts_on,
        kind=ChairTermKind.CONFIRMED,
        reasons=[Reason(Why(one["code"]), one["params"]) for one in turn.reasons],
        by=by,
        at=at,
    )
    turn.state, turn.answered_at = TurnState.ACCEPTED, at
    save_with_history(turn, by=by, reason=_("Takes the chair"), at=at)
    announce.chair_answered(turn, by, at)
    return turn


@transaction.atomic
def decline_turn(*, turn: ChairTurn, why: str, by: User, at: datetime) -> ChairTurn:
    """Let the turn pass, with the reason: it is used up once nobody else in the constituency takes it."""
    return _not_taken(turn, TurnState.DECLINED, why, by, at)


@transaction.atomic
def excuse_turn(*, turn: ChairTurn, why: str, by: User, at: datetime) -> ChairTurn:
    """Say that one cannot this time, with the reason: the constituency keeps its place in the queue."""
    return _not_taken(turn, TurnState.UNAVAILABLE, why, by, at)


@transaction.atomic
def lapse_turn(*, turn: ChairTurn, at: datetime) -> ChairTurn:
    """Count somebody who did not answer in time as unavailable, and ask the next."""
    board = lock_board(turn.board)
    turn = _locked(turn)
    if turn.state == TurnState.ASKED and day_of(at) > turn.answer_by:
        _pass_on(board, turn, TurnState.UNAVAILABLE, _("No answer came in time."), None, at)
    return turn


@transaction.atomic
def withdraw_turns(*, appointment: Appointment, by: User | None, at: datetime) -> None:
    """Ask somebody else when whoever is being asked will not hold the seat when the term begins."""
    board = lock_board(appointment.seat.board)
    asked = ChairTurn.objects.select_for_update(of=("self",)).filter(appointment=appointment, state=TurnState.ASKED)
    for turn in asked:
        if not appointment.holds(turn.starts_on):
            turn.state, turn.answered_at = TurnState.WITHDRAWN, at
            save_with_history(turn, by=by, reason=_("They leave the seat before the term begins"), at=at)
            ask_next(board=board, at=at)


@transaction.atomic
def swap_turn(*, board: Board, to: Appointment, decision: Decision, by: User, at: datetime) -> ChairTurn:
    """Ask somebody else to take the next term because the board decided so by consensus, on a procedural proposal.

    Whoever had it keeps their place and so comes next in the queue; whoever takes it has used up their turn.
    """
    board = lock_board(board)
    if not board_permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    decision = Decision.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=decision.pk)
    if decision.board_id != board.pk or decision.proposal.kind != ProposalKind.PROCEDURAL:
        raise NotAllowed(_("A swap needs a decision of this board on a procedural proposal."))
    if decision.state != DecisionState.IN_FORCE or ChairTurn.objects.filter(agreed_in=decision).exists():
        raise NotAllowed(_("This decision is not in force, or a swap already rests on it."))
    today = day_of(at)
    record = record_of(board)
    arranged = [term for term in record.live if term.starts_on > today and term.kind == ChairTermKind.CONFIRMED]
    if arranged:
        slot = Slot(arranged[0].starts_on, arranged[0].due_to_end_on or arranged[0].ends_on or arranged[0].starts_on)
    else:
        slot = record.next_slot(today)
    before = record.beside(slot.starts_on)[:1]
    constituency = to.seat.constituency
    if before and constituency is not None and before[0][0] == constituency.code:
        raise NotAllowed(_("Their constituency is in the chair just before: nobody goes twice running."))
    if to.seat.board_id != board.pk or not to.holds(slot.starts_on):
        raise NotAllowed(_("Only somebody who holds a seat on that day can take the chair."))
    asked = record.asked(slot)
    if to.pk in [one.appointment_id for one in (*arranged[:1], asked) if one is not None]:
        raise NotAllowed(_("It is their turn already."))
    reason = _("Turns swapped: decision %(number)s") % {"number": decision.number}
    for term in arranged[:1]:
        cut_term(term=term, ends_on=term.starts_on, why=reason, by=by, at=at, fills=False)
    _clear(board, slot, to, reason, by, at)
    reasons = [Reason(Why.SWAPPED, {"decision": decision.number})]
    return _ask(board, slot, to, reasons, by, at, agreed_in=decision)


def _clear(board: Board, slot: Slot, to: Appointment, reason: str, by: User, at: datetime) -> None:
    """Take back what stands between the board and its swap: whoever is asked now, and what ``to`` answered before."""
    rows = ChairTurn.objects.filter(board=board, starts_on=slot.starts_on).exclude(state=TurnState.WITHDRAWN)
    for turn in rows:
        if turn.state == TurnState.ASKED or (turn.appointment_id == to.pk and turn.state != TurnState.ACCEPTED):
            turn.state, turn.answered_at = TurnState.WITHDRAWN, at
            save_with_history(turn, by=by, reason=reason, at=at)


def _ask(
    board: Board,
    slot: Slot,
    appointment: Appointment,
    reasons: Iterable[Reason],
    by: User | None,
    at: datetime,
    *,
    agreed_in: Decision | None = None,
) -> ChairTurn:
    today = day_of(at)
    rules = rules_in_force(board, at) or GoverningRules()
    last = max(today, slot.starts_on - timedelta(days=1))
    turn = ChairTurn(
        board=board,
        appointment=appointment,
        starts_on=slot.starts_on,
        ends_on=slot.ends_on,
        reasons=stored(reasons),
        asked_at=at,
        answer_by=min(today + timedelta(days=rules.chair_answer_days), last),
        agreed_in=agreed_in,
    )
    save_with_history(turn, by=by, reason=_("Asked to take the chair"), at=at)
    announce.chair_asked(turn, by, at)
    return turn


def _not_taken(turn: ChairTurn, state: TurnState, why: str, by: User, at: datetime) -> ChairTurn:
    board = lock_board(turn.board)
    turn = _locked(turn)
    if not permissions.is_asked(by, turn):
        raise PermissionDenied
    if turn.state == state:
        return turn
    _insist_on_time(turn, by, at)
    if not why.strip():
        raise NotAllowed(_("Say why, so that the board understands."))
    _pass_on(board, turn, state, why.strip(), by, at)
    return turn


def _pass_on(board: Board, turn: ChairTurn, state: TurnState, why: str, by: User | None, at: datetime) -> None:
    turn.state, turn.why, turn.answered_at = state, why, at
    save_with_history(turn, by=by, reason=str(state.label), at=at)
    append_to_ledger(kind="chair_turn.passed", subject=turn, by=by, at=at, board_ref=board.slug)
    announce.chair_answered(turn, by, at)
    ask_next(board=board, at=at)


def _insist_on_time(turn: ChairTurn, by: User, at: datetime) -> None:
    if turn.state != TurnState.ASKED:
        raise NotAllowed(_("This has been settled: %(state)s.") % {"state": TurnState(turn.state).label.lower()})
    if not permissions.can_answer_turn(by, turn, at):
        raise NotAllowed(
            _("The time to answer ended on %(day)s. Your place in the queue is kept.")
            % {"day": date_format(turn.answer_by, "j F Y")}
        )


def _locked(turn: ChairTurn) -> ChairTurn:
    related = ("board", "appointment__person", "appointment__seat__board", "appointment__seat__constituency")
    return ChairTurn.objects.select_for_update(of=("self",)).select_related(*related).get(pk=turn.pk)
