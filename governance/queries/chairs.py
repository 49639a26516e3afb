"""Who chaired, chairs and will chair: reasons for everybody, the words of people for the board's own people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from governance.domain.chairs import months_later
from governance.domain.rotation import Rota, foresee
from governance.enums.boards import BoardKind, ChairTermKind
from governance.enums.chairs import TurnState
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ProposalKind
from governance.models import Board, ChairTerm, ChairTurn, Constituency, Decision
from governance.queries.boards import named, sees_names
from governance.queries.facts import digest
from governance.queries.handovers import Handover, handover_state, is_open
from governance.queries.reasons import in_words, stored
from governance.queries.rotation import (
    Record,
    Slot,
    balance_on,
    code_of,
    constituencies_of,
    other_chairs,
    record_of,
    rota_of,
)
from governance.queries.seats import holders
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User

    Person = User | AnonymousUser

FORESEEN_MONTHS = 24


def term_started_facts(term: ChairTerm) -> dict[str, Any]:
    """Return what the ledger keeps of the start of a term; its end is an act of its own. Words of people by hash."""
    return {
        "board": term.board.slug,
        "appointment": term.appointment_id,
        "person": term.appointment.person_id,
        "kind": term.kind,
        "starts_on": term.starts_on,
        "reasons": term.reasons or [],
        "why_picked_sha256": digest(term.why_picked),
    }


def term_ended_facts(term: ChairTerm) -> dict[str, Any]:
    """Return what the ledger keeps of a term's early end."""
    return {"board": term.board.slug, "ends_on": term.ends_on, "why_ended_sha256": digest(term.why_ended)}


def turn_passed_facts(turn: ChairTurn) -> dict[str, Any]:
    """Return what the ledger keeps of a turn that was not taken: who was asked, why, and whether it is used up."""
    return {
        "board": turn.board.slug,
        "appointment": turn.appointment_id,
        "starts_on": turn.starts_on,
        "state": turn.state,
        "reasons": turn.reasons,
        "why_sha256": digest(turn.why),
    }


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
    reasons: str
    words: str = ""
    """What a person wrote about it, for the board's own people."""


@dataclass(frozen=True)
class TurnRow:
    """Somebody who was asked; their name and what they answered are for the board's own people."""

    turn: ChairTurn
    name: str
    constituency: str
    reasons: str


@dataclass(frozen=True)
class Foreseen:
    """One term to come, if everybody asked accepts and nobody leaves their seat."""

    starts_on: date
    ends_on: date
    name: str
    constituency: str
    reasons: str
    asked: bool


@dataclass(frozen=True)
class RotaPage:
    """The rota as one reader sees it."""

    rows: list[RotaRow]
    foreseen: list[Foreseen]
    turns: list[TurnRow]
    handover: Handover | None
    inside: bool
    could_ask: bool


def rota(person: "Person", board: Board, at: datetime, *, inside: bool) -> RotaPage:
    """Return the rota, the newest term first; the number of queries does not grow with it."""
    sees, today = sees_names(person, board, at), day_of(at)
    record = record_of(board)
    slot = record.next_slot(today)
    held = holders(board, slot.starts_on)
    constituencies = constituencies_of(board, held, slot.starts_on)
    names = {code_of(row): _for_whom(row.appointment.seat.constituency) for row in record.terms} | constituencies
    rows = [
        RotaRow(
            term,
            when(term, today),
            named(term.appointment.person, term.appointment.seat.constituency, sees),
            _for_whom(term.appointment.seat.constituency),
            in_words(term.reasons, names),
            " ".join(one for one in (term.why_picked, term.why_ended) if one) if inside else "",
        )
        for term in reversed(record.terms)
        if term in record.live or inside
    ]
    turns = [
        TurnRow(
            turn,
            turn.appointment.person.name,
            _for_whom(turn.appointment.seat.constituency),
            in_words(turn.reasons, names),
        )
        for turn in reversed(record.turns)
        if inside and turn.state != TurnState.ACCEPTED
    ]
    chairs = other_chairs(board)
    people = {holder.appointment.pk: holder.person.name for holder in held} if inside else {}
    start = rota_of(record, slot, held, constituencies, chairs)
    foreseen = _forecast(record, slot, start, chairs, names, people, today)
    open_to = next((term for term in reversed(record.live) if is_open(term, today)), None) if inside else None
    return RotaPage(
        rows,
        foreseen,
        turns,
        handover_state(open_to) if open_to else None,
        inside,
        bool(foreseen) and not record.asked(slot) and bool(record.terms),
    )


def _forecast(
    record: Record,
    slot: Slot,
    start: Rota,
    chairs: list[tuple[str, date, date]],
    names: dict[str, str],
    people: dict[int, str],
    today: date,
) -> list[Foreseen]:
    days = [months_later(slot.starts_on, 6 * number) for number in range(FORESEEN_MONTHS // 6)]
    days = [day for day in days if day < months_later(today, FORESEEN_MONTHS)]
    asked = record.asked(slot)
    found = []
    for day, pick in foresee(start, slot.starts_on, len(days), {day: balance_on(chairs, day) for day in days}):
        candidate = pick.candidate
        found.append(
            Foreseen(
                day,
                months_later(day, 6),
                people.get(candidate.key, ""),
                names.get(candidate.constituency, candidate.constituency),
                in_words(stored(pick.reasons), names),
                asked is not None and day == slot.starts_on,
            )
        )
    return found


def _for_whom(constituency: Constituency | None) -> str:
    return constituency.name if constituency else ""


def find_turn(board: Board, pk: int) -> ChairTurn | None:
    """Return a turn of the board."""
    related = ("board", "appointment__person", "appointment__seat__constituency")
    return ChairTurn.objects.filter(board=board, pk=pk).select_related(*related).first()


def find_term(board: Board, pk: int) -> ChairTerm | None:
    """Return a confirmed term of the board."""
    related = ("board", "appointment__person", "appointment__seat__constituency")
    rows = ChairTerm.objects.filter(board=board, pk=pk, kind=ChairTermKind.CONFIRMED)
    return rows.select_related(*related).first()


def decisions_for_a_swap(board: Board) -> "QuerySet[Decision]":
    """Return the board's decisions on procedural proposals on which a swap of turns can rest."""
    return Decision.objects.filter(
        board=board,
        state=DecisionState.IN_FORCE,
        proposal__kind=ProposalKind.PROCEDURAL,
        chair_turn__isnull=True,
    ).order_by("-decided_at")


def national_chairs(at: datetime) -> set[int]:
    """Return who chairs the national group: what the safeguarding lead and deputy cannot act on goes to them."""
    terms = ChairTerm.objects.active(at).filter(board__kind=BoardKind.NATIONAL)
    return set(terms.values_list("appointment__person", flat=True))
