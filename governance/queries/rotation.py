"""What the rule of the rota is asked about: turns taken and lost, who can be asked, who sits beside, the nation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from governance.domain.chairs import longest_end, months_later
from governance.domain.rotation import Answer, Candidate, Rota, Turn, first_turn, slot_of
from governance.enums.boards import BoardKind, ChairTermKind
from governance.enums.chairs import TurnState
from governance.models import Board, ChairTerm, ChairTurn, Seat
from governance.queries.seats import Holder, holders
from portal.statements import Kept

# A regional turn is named one term ahead. Who will sit on the national group is known only so far ahead.
NATIONAL_AHEAD = timedelta(days=60)
# Whoever chairs at home for less is not asked nationally while others chair for longer.
NATIONAL_LEAST = timedelta(days=90)
ANSWERS = {TurnState.DECLINED: Answer.DECLINED, TurnState.UNAVAILABLE: Answer.UNAVAILABLE}


@dataclass(frozen=True)
class Slot:
    """The days of one term, whether or not anybody has taken it."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Record:
    """Every term and turn of a board, the oldest first."""

    board: Board
    terms: list[ChairTerm]
    turns: list[ChairTurn]

    @property
    def live(self) -> list[ChairTerm]:
        """Return the terms that held for a day at least; one called off before it began holds none."""
        return [term for term in self.terms if term.ends_on is not None and term.starts_on < term.ends_on]

    @property
    def boundary(self) -> date:
        """Return where the rota counts on from: the end of the last term as it was due, or where the region begins."""
        ends = [due_end(term) for term in self.live]
        region = self.board.region
        return max(ends) if ends else first_turn(self.board.founded_on, region.order - 1 if region else 0)

    def next_slot(self, day: date) -> Slot:
        """Return the term that comes after everything already arranged."""
        boundary = self.boundary
        if boundary > day:
            return Slot(boundary, longest_end(boundary))
        _begins, ends = slot_of(boundary, day)
        return Slot(ends, longest_end(ends))

    def gap(self, day: date) -> Slot | None:
        """Return from ``day`` the days without anybody in the chair, or None when somebody is."""
        if any(term.holds(day) for term in self.live):
            return None
        coming = [term.starts_on for term in self.live if term.starts_on > day]
        boundary = self.boundary
        until = min([*coming, boundary if boundary > day else slot_of(boundary, day)[1]])
        return Slot(day, min(until, longest_end(day)))

    def asked(self, slot: Slot) -> ChairTurn | None:
        """Return who is being asked to take the term now."""
        return next((one for one in self._of(slot) if one.state == TurnState.ASKED), None)

    def answers(self, slot: Slot) -> dict[int, Answer]:
        """Return who has been asked for the term and did not take it."""
        return {
            one.appointment_id: ANSWERS[TurnState(one.state)]
            for one in self._of(slot)
            if TurnState(one.state) in ANSWERS
        }

    def refused_about(self, day: date) -> dict[int, Answer]:
        """Return who refused the term in which ``day`` lies, or the next: they are not made acting chair in it."""
        until = longest_end(day)
        return {
            one.appointment_id: ANSWERS[TurnState(one.state)]
            for one in self.turns
            if TurnState(one.state) in ANSWERS and one.starts_on <= until and (one.ends_on or until) > day
        }

    def left_the_chair(self, day: date) -> dict[int, Answer]:
        """Return who left the term in which ``day`` lies: nobody puts them back."""
        ended = [term for term in self.live if term.why_ended and term.starts_on < day < due_end(term)]
        last = [term for term in self.live if term.starts_on < day][-1:]
        gone = [term for term in ended if term.kind == ChairTermKind.CONFIRMED or term in last]
        return {term.appointment_id: Answer.UNAVAILABLE for term in gone}

    def _of(self, slot: Slot) -> list[ChairTurn]:
        return [one for one in self.turns if one.starts_on == slot.starts_on]

    def beside(self, day: date) -> tuple[tuple[str, int], ...]:
        """Return who sits in the chair just before ``day``, then just after it; acting chairs too."""
        before = [term for term in self.live if term.starts_on < day]
        after = [term for term in self.live if term.starts_on > day]
        near = [*([before[-1]] if before else []), *([after[0]] if after else [])]
        return tuple((code_of(term), term.appointment.person_id) for term in near)

    def used(self, before: date) -> tuple[Turn, ...]:
        """Return the turns used up by terms that began before ``before``. An acting chair uses up nobody's turn."""
        served = [
            Turn(term.starts_on, code_of(term), term.appointment.person_id)
            for term in self.live
            if term.kind == ChairTermKind.CONFIRMED and term.starts_on < before
        ]
        answers: dict[tuple[date, str], list[str]] = {}
        for one in self.turns:
            if one.starts_on < before and one.state != TurnState.WITHDRAWN:
                answers.setdefault((one.starts_on, code_of(one)), []).append(one.state)
        lost = [Turn(day, code) for (day, code), states in answers.items() if set(states) == {TurnState.DECLINED}]
        return tuple(sorted([*served, *lost], key=lambda turn: turn.on))


def due_end(term: ChairTerm) -> date:
    """Return when a term is due to end, whether or not it ends early."""
    return term.due_to_end_on or term.ends_on or longest_end(term.starts_on)


def code_of(row: ChairTerm | ChairTurn) -> str:
    """Return for which constituency somebody chairs."""
    constituency = row.appointment.seat.constituency
    return constituency.code if constituency else ""


def record_of(board: Board) -> Record:
    """Read the record of a board, in two queries."""
    return Record(board, _TERMS.ask(board=board.pk), _TURNS.ask(board=board.pk))


# Every act in the rota, every morning and every page that says whose turn it is reads both, of one board after another.
_RELATED = ("appointment__person", "appointment__seat__constituency")
_TERMS = Kept(
    lambda board: ChairTerm.objects.filter(board=board).select_related(*_RELATED, "board").order_by("starts_on", "pk")
)
_TURNS = Kept(
    lambda board: (
        ChairTurn.objects.filter(board=board).select_related(*_RELATED).order_by("starts_on", "asked_at", "pk")
    )
)


def rota_for(record: Record, slot: Slot, *, gap: bool = False) -> Rota:
    """Return everything a pick for ``slot`` depends on; of a gap, for which nobody was asked, say so with ``gap``."""
    held = holders(record.board, slot.starts_on)
    names = constituencies_of(record.board, held, slot.starts_on)
    return rota_of(record, slot, held, names, other_chairs(record.board), gap=gap)


def rota_of(
    record: Record,
    slot: Slot,
    held: list[Holder],
    constituencies: Mapping[str, str],
    chairs: Iterable[tuple[str, date, date]],
    *,
    gap: bool = False,
) -> Rota:
    """Put together what was read already."""
    board, day = record.board, slot.starts_on
    candidates = tuple(candidate(holder) for holder in _long_enough(board, held, day))
    answers = record.refused_about(day) if gap else record.answers(slot)
    if gap:
        left = record.left_the_chair(day)
        # Somebody has to fill the gap: if need be who refused the next term, never who has just left this one.
        answers = left if all(one.key in answers | left for one in candidates) else answers | left
    return Rota(
        order=tuple(constituencies),
        candidates=candidates,
        turns=record.used(day),
        answers=answers,
        national=balance_on(chairs, day),
        beside=record.beside(day),
    )


def candidate(holder: Holder) -> Candidate:
    """Return somebody on a seat as the rule sees them."""
    return Candidate(holder.appointment.pk, holder.person.pk, holder.constituency.code, holder.appointment.starts_on)


def constituencies_of(board: Board, held: Sequence[Holder], day: date) -> dict[str, str]:
    """Return the constituencies with seats on the board by code, in the published order, with vacant seats too."""
    if board.kind == BoardKind.NATIONAL:
        found = {(one.constituency.order, one.constituency.code, one.constituency.name) for one in held}
    else:
        seats = Seat.objects.active(day).filter(board=board, constituency__isnull=False).order_by()
        columns = ("constituency__order", "constituency__code", "constituency__name")
        found = set(seats.values_list(*columns).distinct())
    return {code: name for _order, code, name in sorted(found)}


def _long_enough(board: Board, held: list[Holder], day: date) -> list[Holder]:
    """Keep of the national group whoever goes on chairing at home for some time, the longest first."""
    if board.kind != BoardKind.NATIONAL:
        return held
    ends = dict(
        ChairTerm.objects.active(day)
        .filter(appointment__in=[holder.appointment.pk for holder in held], board__kind=BoardKind.REGIONAL)
        .values_list("appointment_id", "ends_on")
    )
    rows = [holder for holder in held if holder.appointment.pk in ends]
    rows.sort(key=lambda holder: ends[holder.appointment.pk] or day, reverse=True)
    return [one for one in rows if (ends[one.appointment.pk] or day) - day >= NATIONAL_LEAST] or rows


def other_chairs(board: Board) -> list[tuple[str, date, date]]:
    """Return for whom the other regions' chairs speak, and when, named and asked; one query, none off the regions."""
    if board.kind != BoardKind.REGIONAL:
        return []
    elsewhere = {"board__kind": BoardKind.REGIONAL, "board__dissolved_on__isnull": True}
    columns = ("appointment__seat__constituency__code", "starts_on", "ends_on")
    terms = ChairTerm.objects.filter(**elsewhere).exclude(board=board).order_by().values_list(*columns)
    asked = ChairTurn.objects.filter(**elsewhere, state=TurnState.ASKED).exclude(board=board).order_by()
    return list(terms.union(asked.values_list(*columns), all=True))


def balance_on(chairs: Iterable[tuple[str, date, date]], day: date) -> Mapping[str, int]:
    """Count for whom the other regions' chairs speak on ``day``, as far as they are known."""
    return Counter(code for code, starts_on, ends_on in chairs if starts_on <= day < ends_on)


def named_ahead(board: Board, day: date) -> date:
    """Return the last day for whose beginning somebody is asked on ``day``."""
    return day + NATIONAL_AHEAD if board.kind == BoardKind.NATIONAL else months_later(day, 6)
