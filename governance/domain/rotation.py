"""Whose turn in the chair it is, and why: fair to every constituency, balanced for the national group.

The constituency that has waited longest is picked; ties go to fewest terms served, then to the published order. Among
those that waited within one term of it and have had no turn in this lap, the one least represented nationally goes
first. Inside it the holder with fewest terms is asked, then the one longest on the board.

A turn is used up by serving, and by declining once nobody else in the constituency is left to ask. Whoever could not
be asked or could not serve keeps their place: nothing is added, so they have simply waited longest.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from governance.domain.chairs import TERM_MONTHS, months_later

Code = str
Param = int | str
SLACK = 1


class Why(StrEnum):
    """Why somebody was picked; the words are in ``queries/reasons.py``. None of them names a person."""

    NEVER_CHAIRED = "never_chaired"
    WAITED_LONGEST = "waited_longest"
    FEWER_TERMS = "fewer_terms"
    PUBLISHED_ORDER = "published_order"
    NATIONAL_BALANCE = "national_balance"
    ONLY_ONE = "only_one"
    NOT_TWICE_RUNNING = "not_twice_running"
    VACANT = "vacant"
    DECLINED = "declined"
    UNAVAILABLE = "unavailable"
    ANOTHER_DECLINED = "another_declined"
    ANOTHER_UNAVAILABLE = "another_unavailable"
    ONE_HOLDER = "one_holder"
    FEWEST_TERMS = "fewest_terms"
    LONGEST_ON_BOARD = "longest_on_board"
    ACTING = "acting"
    SWAPPED = "swapped"
    RECORDED = "recorded"


class Answer(StrEnum):
    """What became of asking somebody who did not take the term."""

    DECLINED = "declined"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Reason:
    """One reason: its code and what its words need, numbers and codes of constituencies only."""

    why: Why
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """Somebody who holds a seat when the term begins. ``key`` is the appointment."""

    key: int
    person: int
    constituency: Code
    since: date


@dataclass(frozen=True)
class Turn:
    """A turn that was used up: served, or declined by everybody in the constituency (``person`` is then None)."""

    on: date
    constituency: Code
    person: int | None = None


@dataclass(frozen=True)
class Rota:
    """Everything a pick depends on, for one term of one board."""

    order: tuple[Code, ...]
    candidates: tuple[Candidate, ...]
    turns: tuple[Turn, ...] = ()
    answers: Mapping[int, Answer] = field(default_factory=dict)
    """Who has been asked for this very term, by appointment, and what became of it."""
    national: Mapping[Code, int] = field(default_factory=dict)
    """How many other regional chairs each constituency has when the term begins; empty where it does not matter."""
    beside: tuple[tuple[Code, int], ...] = ()
    """Constituency and person in the chair just before this term, then just after it where that is known."""

    def holders(self, constituency: Code) -> list[Candidate]:
        """Return who of ``constituency`` can still be asked."""
        return [one for one in self.candidates if one.constituency == constituency and one.key not in self.answers]


@dataclass(frozen=True)
class Pick:
    """Who is asked, and every reason for it."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


def pick(rota: Rota, *, acting: bool = False) -> Pick | None:
    """Return whose turn it is, or None when nobody can be asked."""
    eligible = [code for code in rota.order if rota.holders(code)]
    if not eligible:
        return None
    free = _not_twice(eligible, rota.beside)
    waits, terms = _waits(rota), Counter(turn.constituency for turn in rota.turns if turn.person is not None)
    rank = {code: number for number, code in enumerate(rota.order)}
    longest = min(free, key=lambda code: (-waits[code], terms[code], rank[code]))
    lap = _lap(rota)
    if longest in lap:
        lap = frozenset()
    near = [code for code in free if code not in lap and waits[code] >= waits[longest] - SLACK]
    chosen = min(near, key=lambda code: (rota.national.get(code, 0), -waits[code], terms[code], rank[code]))
    holder, why_holder = _holder(rota, chosen)
    reasons = [Reason(Why.ACTING)] if acting else []
    reasons += _why_constituency(rota, chosen, longest, free, waits, terms)
    reasons += _passed_over(rota, chosen, eligible, free, waits)
    return Pick(holder, (*reasons, *why_holder))


def _not_twice(eligible: list[Code], beside: Sequence[tuple[Code, int]]) -> list[Code]:
    """Leave out who sits just before and just after; if nobody else is eligible, only who sits before, then nobody."""
    for known in range(len(beside), 0, -1):
        neighbours = {code for code, _person in beside[:known]}
        if free := [code for code in eligible if code not in neighbours]:
            return free
    return eligible


def _waits(rota: Rota) -> dict[Code, int]:
    """Count the terms for which each constituency has waited; one that never had a turn has waited longest of all."""
    days = sorted({turn.on for turn in rota.turns})
    last = {turn.constituency: turn.on for turn in sorted(rota.turns, key=lambda turn: turn.on)}
    return {
        code: sum(1 for day in days if day > last[code]) + 1 if code in last else len(days) + 1 for code in rota.order
    }


def _lap(rota: Rota) -> frozenset[Code]:
    """Return who has had a turn in the lap that is under way: a lap ends when everybody has, or one comes again."""
    done: set[Code] = set()
    for turn in sorted(rota.turns, key=lambda turn: turn.on):
        if turn.constituency in done or done >= set(rota.order):
            done = set()
        done.add(turn.constituency)
    return frozenset() if done >= set(rota.order) else frozenset(done)


def _holder(rota: Rota, constituency: Code) -> tuple[Candidate, list[Reason]]:
    everybody = rota.holders(constituency)
    recent = {person for _code, person in rota.beside}
    people = [one for one in everybody if one.person not in recent] or everybody
    served = Counter(turn.person for turn in rota.turns)
    chosen = min(people, key=lambda one: (served[one.person], one.since, one.key))
    reasons = [
        Reason(Why.ANOTHER_DECLINED if answer is Answer.DECLINED else Why.ANOTHER_UNAVAILABLE)
        for one in rota.candidates
        if one.constituency == constituency and (answer := rota.answers.get(one.key))
    ]
    if len(everybody) == 1:
        return chosen, [*reasons, *([] if reasons else [Reason(Why.ONE_HOLDER)])]
    least = [one for one in people if served[one.person] == served[chosen.person]]
    why = Why.FEWEST_TERMS if len(least) == 1 else Why.LONGEST_ON_BOARD
    return chosen, [*reasons, Reason(why, {"terms": served[chosen.person]})]


def _why_constituency(
    rota: Rota, chosen: Code, longest: Code, free: list[Code], waits: Mapping[Code, int], terms: Mapping[Code, int]
) -> list[Reason]:
    here: dict[str, Param] = {"constituency": chosen}
    if len(free) == 1:
        return [Reason(Why.ONLY_ONE, here)]
    had = {turn.constituency for turn in rota.turns}
    first = (
        Reason(Why.WAITED_LONGEST, {**here, "terms": waits[chosen]})
        if chosen in had
        else Reason(Why.NEVER_CHAIRED, here)
    )
    if waits[chosen] < waits[longest]:
        chairs, theirs = rota.national.get(chosen, 0), rota.national.get(longest, 0)
        return [Reason(Why.NATIONAL_BALANCE, {**here, "chairs": chairs, "other": longest, "theirs": theirs})]
    level = [code for code in free if code != chosen and waits[code] == waits[chosen]]
    if not level:
        return [first]
    balanced = [code for code in level if rota.national.get(code, 0) == rota.national.get(chosen, 0)]
    if not balanced:
        return [first, Reason(Why.NATIONAL_BALANCE, {**here, "chairs": rota.national.get(chosen, 0)})]
    if all(terms.get(code, 0) > terms.get(chosen, 0) for code in balanced):
        return [first, Reason(Why.FEWER_TERMS, here)]
    return [first, Reason(Why.PUBLISHED_ORDER, here)]


def _passed_over(
    rota: Rota, chosen: Code, eligible: list[Code], free: list[Code], waits: Mapping[Code, int]
) -> Iterator[Reason]:
    """Say of everybody who waited at least as long why it is not their turn after all."""
    for code in rota.order:
        if code == chosen or code in free or waits[code] < waits[chosen]:
            continue
        if code in eligible:
            yield Reason(Why.NOT_TWICE_RUNNING, {"constituency": code})
            continue
        asked = [rota.answers[one.key] for one in rota.candidates if one.constituency == code]
        why = Why.VACANT
        if asked:
            why = Why.DECLINED if all(answer is Answer.DECLINED for answer in asked) else Why.UNAVAILABLE
        yield Reason(why, {"constituency": code})


def first_turn(founded_on: date, place: int) -> date:
    """Return when the region at ``place`` of the published order begins its rota: each a month after the last.

    Without these offsets every region changes its chair on one day and at times all come from one constituency.
    """
    return months_later(founded_on, place % TERM_MONTHS)


def slot_of(boundary: date, day: date) -> tuple[date, date]:
    """Return the six months that hold ``day``, counted on from ``boundary``; the first of them when it lies ahead."""
    number = 0
    while months_later(boundary, (number + 1) * TERM_MONTHS) <= day:
        number += 1
    return months_later(boundary, number * TERM_MONTHS), months_later(boundary, (number + 1) * TERM_MONTHS)


def foresee(
    rota: Rota, starts_on: date, terms: int, national: Mapping[date, Mapping[Code, int]]
) -> Iterator[tuple[date, Pick]]:
    """Yield the coming terms as they would go if everybody asked accepted and nobody left their seat."""
    for number in range(terms):
        day = months_later(starts_on, number * TERM_MONTHS)
        found = pick(replace(rota, national=national.get(day, {})))
        if found is None:
            return
        yield day, found
        one = found.candidate
        rota = replace(
            rota,
            turns=(*rota.turns, Turn(day, one.constituency, one.person)),
            answers={},
            beside=((one.constituency, one.person),),
        )
