"""Who chaired, chairs and will chair."""

from datetime import date
from typing import Any

from governance.models import Board, ChairTerm


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
