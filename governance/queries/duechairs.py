"""What time alone brings to the chair: answers that did not come, terms to name, empty chairs, handovers that open."""

from datetime import date, datetime, timedelta

from governance.domain.chairs import HANDOVER_DAYS
from governance.enums.boards import ChairTermKind
from governance.enums.chairs import TurnState
from governance.models import Board, ChairTerm, ChairTurn, GoverningRules
from governance.queries.positions import rules_in_force
from governance.queries.rotation import Record, named_ahead, record_of, rota_for
from portal.people.models.periods import day_of

# Whoever has not answered is reminded so many days before the last one.
REMIND = timedelta(days=4)


def overdue_turns(at: datetime) -> list[ChairTurn]:
    """Return whom nobody heard from in time."""
    rows = ChairTurn.objects.filter(state=TurnState.ASKED, answer_by__lt=day_of(at))
    return list(rows.select_related("board", "appointment__person").order_by("answer_by", "pk"))


def boards_to_ask(at: datetime) -> list[Board]:
    """Return the boards whose next term nobody has taken and for which somebody can be asked now."""
    today = day_of(at)
    return [record.board for record in _records() if _may_ask(record, today)]


def empty_chairs(at: datetime) -> list[Board]:
    """Return the boards nobody chairs today although somebody could.

    A board that never had a chair is given the days of grace: its secretary is still seating people.
    """
    today = day_of(at)
    found = []
    for record in _records():
        gap = record.gap(today)
        if gap is None or (not record.terms and today < record.board.founded_on + grace_of(record.board, at)):
            continue
        rota = rota_for(record, gap, gap=True)
        if any(rota.holders(code) for code in rota.order):
            found.append(record.board)
    return found


def turns_to_remind(at: datetime, until: datetime) -> list[ChairTurn]:
    """Return who has not answered and is to be reminded of it by ``until``."""
    rows = ChairTurn.objects.filter(
        state=TurnState.ASKED, answer_by__gte=day_of(at), answer_by__lte=day_of(until) + REMIND
    )
    return list(rows.select_related("board", "appointment__person").order_by("answer_by", "pk"))


def handovers_to_open(at: datetime, until: datetime) -> list[ChairTerm]:
    """Return the coming terms whose handover opens by ``until``."""
    rows = ChairTerm.objects.filter(
        kind=ChairTermKind.CONFIRMED,
        starts_on__gt=day_of(at),
        starts_on__lte=day_of(until) + timedelta(days=HANDOVER_DAYS),
    )
    terms = rows.select_related("board", "appointment__person").order_by("starts_on", "pk")
    return [term for term in terms if term.ends_on and term.starts_on < term.ends_on]


def grace_of(board: Board, at: datetime) -> timedelta:
    """Return how long a board's chair may be empty by its rules."""
    rules = rules_in_force(board, at) or GoverningRules()
    return timedelta(days=rules.chair_grace_days)


def _records() -> list[Record]:
    boards = Board.objects.filter(dissolved_on__isnull=True).select_related("region").order_by("pk")
    return [record_of(board) for board in boards]


def _may_ask(record: Record, today: date) -> bool:
    slot = record.next_slot(today)
    if not record.terms or slot.starts_on > named_ahead(record.board, today) or record.asked(slot):
        return False
    rota = rota_for(record, slot)
    return any(rota.holders(code) for code in rota.order)
