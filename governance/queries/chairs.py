"""Who chaired, chairs and will chair."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from governance.models import Board, ChairTerm
from governance.queries.boards import named, sees_names
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def term_started_facts(term: ChairTerm) -> dict[str, Any]:
    """Return what the ledger keeps of the start of a term; its end is an act of its own."""
    return {
        "board": term.board.slug,
        "appointment": term.appointment_id,
        "person": term.appointment.person_id,
        "kind": term.kind,
        "starts_on": term.starts_on,
        "why_picked": term.why_picked,
    }


def term_ended_facts(term: ChairTerm) -> dict[str, Any]:
    """Return what the ledger keeps of a term's early end."""
    return {"board": term.board.slug, "ends_on": term.ends_on, "why_ended": term.why_ended}


def chair_terms(board: Board) -> list[ChairTerm]:
    """Return every term of the board, the newest first, in one query."""
    return list(
        ChairTerm.objects.filter(board=board)
        .select_related("appointment__person", "appointment__seat__constituency")
        .order_by("-starts_on", "-pk")
    )


def when(term: ChairTerm, day: date) -> str:
    """Say whether a term is ``served``, ``serving`` or ``next`` on ``day``."""
    if term.holds(day):
        return "serving"
    return "next" if term.starts_on > day else "served"


@dataclass(frozen=True)
class RotaRow:
    """One term of the rota, as far as this reader may know who it is."""

    term: ChairTerm
    state: str
    name: str
    constituency: str


def rota(person: "Person", board: Board, at: datetime) -> list[RotaRow]:
    """Return the rota, the newest term first; the number of queries does not grow with it."""
    sees = sees_names(person, board, at)
    today = day_of(at)
    rows = []
    for term in chair_terms(board):
        constituency = term.appointment.seat.constituency
        name = named(term.appointment.person, constituency, sees)
        rows.append(RotaRow(term, when(term, today), name, constituency.name if constituency else ""))
    return rows
