"""Invariants 1 and 2: fair turns whatever happens, with the reason of every pick."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.domain.chairs import months_later
from governance.domain.rotation import (
    Answer,
    Candidate,
    Pick,
    Reason,
    Rota,
    Turn,
    Why,
    first_turn,
    foresee,
    pick,
    slot_of,
)
from tests.thorough import examples

ORDER = ("authorities", "directors", "providers", "staff", "young")
BEGUN = date(2024, 9, 1)


def slot(number: int) -> date:
    return months_later(BEGUN, 6 * number)


def seats(each: int = 2, *, without: tuple[str, ...] = ()) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(10 * n + k, 10 * n + k, code, BEGUN)
        for n, code in enumerate(ORDER)
        for k in range(each)
        if code not in without
    )


def served(*codes: str) -> tuple[Turn, ...]:
    return tuple(Turn(slot(n), code, 10 * ORDER.index(code)) for n, code in enumerate(codes))


def must(rota: Rota, *, acting: bool = False) -> Pick:
    found = pick(rota, acting=acting)
    assert found is not None
    return found


def whys(found: Pick) -> list[Why]:
    return [reason.why for reason in found.reasons]


FRESH = Rota(ORDER, seats())
PICKS = [
    ("the published order settles the very first pick", FRESH, 0, [Why.NEVER_CHAIRED, Why.PUBLISHED_ORDER]),
    (
        "who never chaired goes before who did",
        replace(FRESH, turns=served("authorities", "directors", "providers", "staff"), beside=(("staff", 30),)),
        40,
        [Why.NEVER_CHAIRED],
    ),
    (
        "the longest wait goes first in the next lap",
        replace(FRESH, turns=served(*ORDER), beside=(("young", 40),)),
        1,
        [Why.WAITED_LONGEST, Why.FEWEST_TERMS],
    ),
    (
        "the national balance decides between equal waits",
        replace(FRESH, national={"authorities": 1, "directors": 1, "providers": 0, "staff": 1, "young": 1}),
        20,
        [Why.NEVER_CHAIRED, Why.NATIONAL_BALANCE],
    ),
    (
        "the national balance may prefer who waited one term less",
        replace(FRESH, turns=served(*ORDER), national={"authorities": 2}, beside=(("young", 40),)),
        11,
        [Why.NATIONAL_BALANCE, Why.FEWEST_TERMS],
    ),
    (
        "the national balance never lets anybody go twice in a lap",
        replace(FRESH, turns=served(*ORDER, *ORDER[:4]), national={"young": 9}, beside=(("staff", 30),)),
        41,
        [Why.WAITED_LONGEST, Why.FEWEST_TERMS],
    ),
    (
        "equal waits and balance: who served fewer terms",
        replace(
            FRESH,
            turns=(Turn(slot(0), "authorities", 0), Turn(slot(0), "directors")),
            candidates=tuple(one for one in seats() if one.constituency in ("authorities", "directors")),
        ),
        10,
        [Why.WAITED_LONGEST, Why.FEWER_TERMS, Why.VACANT, Why.VACANT, Why.VACANT, Why.LONGEST_ON_BOARD],
    ),
    (
        "a vacant constituency is passed over and keeps its place",
        replace(FRESH, candidates=seats(without=("authorities",))),
        10,
        [Why.NEVER_CHAIRED, Why.PUBLISHED_ORDER, Why.VACANT, Why.LONGEST_ON_BOARD],
    ),
    (
        "whoever declined is followed by the next in the constituency",
        replace(FRESH, answers={0: Answer.DECLINED}),
        1,
        [Why.NEVER_CHAIRED, Why.PUBLISHED_ORDER, Why.ANOTHER_DECLINED],
    ),
    (
        "when everybody in it declined, another constituency is asked",
        replace(FRESH, answers={0: Answer.DECLINED, 1: Answer.DECLINED}),
        10,
        [Why.NEVER_CHAIRED, Why.PUBLISHED_ORDER, Why.DECLINED, Why.LONGEST_ON_BOARD],
    ),
    (
        "when somebody in it could not, it was unavailable and not unwilling",
        replace(FRESH, answers={0: Answer.DECLINED, 1: Answer.UNAVAILABLE}),
        10,
        [Why.NEVER_CHAIRED, Why.PUBLISHED_ORDER, Why.UNAVAILABLE, Why.LONGEST_ON_BOARD],
    ),
    (
        "after one who could not, the next in the constituency",
        replace(FRESH, candidates=(*seats(3),), answers={0: Answer.UNAVAILABLE}),
        1,
        [Why.NEVER_CHAIRED, Why.PUBLISHED_ORDER, Why.ANOTHER_UNAVAILABLE, Why.LONGEST_ON_BOARD],
    ),
    (
        "nobody twice running, though they waited longest",
        replace(FRESH, turns=served(*ORDER[1:]), beside=(("authorities", 0),)),
        11,
        [Why.WAITED_LONGEST, Why.NOT_TWICE_RUNNING, Why.FEWEST_TERMS],
    ),
    (
        "alone they go on, with somebody else in the chair",
        Rota(ORDER, seats(without=ORDER[1:]), served("authorities"), beside=(("authorities", 0),)),
        1,
        [Why.ONLY_ONE, Why.FEWEST_TERMS],
    ),
    (
        "alone in every sense, the same person goes on",
        Rota(ORDER, seats(1, without=ORDER[1:]), served("authorities"), beside=(("authorities", 0),)),
        0,
        [Why.ONLY_ONE, Why.ONE_HOLDER],
    ),
]


@pytest.mark.parametrize(("rota", "key", "expected"), [row[1:] for row in PICKS], ids=[row[0] for row in PICKS])
def test_pick_follows_the_rule_and_says_so(rota: Rota, key: int, expected: list[Why]) -> None:
    found = must(rota)
    assert found.candidate.key == key
    assert [why for why in whys(found) if why in expected] == expected


def test_nobody_is_picked_when_nobody_can_be_asked() -> None:
    assert pick(Rota(ORDER, ())) is None
    assert pick(Rota(ORDER, seats(1, without=ORDER[1:]), answers={0: Answer.DECLINED})) is None
    assert list(foresee(Rota(ORDER, ()), BEGUN, 4, {})) == []


def test_an_acting_chair_is_neither_who_sat_before_nor_who_comes_after_while_others_can() -> None:
    found = must(replace(FRESH, beside=(("authorities", 0), ("directors", 10))), acting=True)
    assert found.candidate.constituency == "providers"
    assert whys(found)[0] is Why.ACTING
    two = replace(FRESH, candidates=seats(without=ORDER[2:]), beside=(("authorities", 0), ("directors", 10)))
    assert must(two, acting=True).candidate == Candidate(11, 11, "directors", BEGUN)


def test_longest_on_the_board_is_asked_when_all_served_equally_often() -> None:
    older = Candidate(5, 5, "authorities", date(2023, 1, 1))
    found = must(Rota(ORDER, (*seats(), older)))
    assert found.candidate == older
    assert found.reasons[-1] == Reason(Why.LONGEST_ON_BOARD, {"terms": 0})


@pytest.mark.parametrize(("place", "day"), [(0, BEGUN), (1, date(2024, 10, 1)), (5, date(2025, 2, 1)), (6, BEGUN)])
def test_regions_begin_a_month_apart(place: int, day: date) -> None:
    assert first_turn(BEGUN, place) == day


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 1), (slot(0), slot(1))),
        (slot(0), (slot(0), slot(1))),
        (date(2025, 2, 28), (slot(0), slot(1))),
        (slot(1), (slot(1), slot(2))),
        (date(2030, 12, 31), (slot(12), slot(13))),
    ],
)
def test_slot_of_a_day_keeps_to_the_boundaries(day: date, expected: tuple[date, date]) -> None:
    assert slot_of(BEGUN, day) == expected


def test_forecast_goes_on_as_the_picks_would() -> None:
    coming = list(foresee(FRESH, BEGUN, 5, {slot(0): {"authorities": 3}}))
    assert [day for day, _pick in coming] == [slot(n) for n in range(5)]
    assert [found.candidate.constituency for _day, found in coming] == [
        "directors",
        "authorities",
        "providers",
        "staff",
        "young",
    ]


balance = st.fixed_dictionaries({code: st.integers(0, 4) for code in ORDER})


@settings(max_examples=examples(80), deadline=None)
@given(
    each=st.integers(1, 3),
    before=st.lists(st.sampled_from(ORDER), max_size=8),
    nation=st.lists(balance, min_size=20, max_size=20),
)
def test_every_full_cycle_holds_each_constituency_once_while_all_stay_eligible(
    each: int, before: list[str], nation: list[dict[str, int]]
) -> None:
    """Whatever came before and however the nation is balanced, from the first lap begun afresh."""
    turns = served(*before)
    rota = Rota(ORDER, seats(each), turns, beside=((before[-1], -1),) if before else ())
    went: list[str] = []
    for n, national in enumerate(nation):
        found = must(replace(rota, national=national))
        one = found.candidate
        assert not rota.beside or one.constituency != rota.beside[0][0]
        went.append(one.constituency)
        turn = Turn(slot(len(before) + n), one.constituency, one.person)
        rota = replace(rota, turns=(*rota.turns, turn), beside=((one.constituency, one.person),))
    if not before:
        assert all(sorted(went[n : n + 5]) == sorted(ORDER) for n in range(0, 20, 5))
    else:
        # Within one lap everybody has caught up; from then on the laps follow each other.
        assert any(all(sorted(went[n : n + 5]) == sorted(ORDER) for n in range(begin, 16, 5)) for begin in range(5)), (
            went
        )
    people = Counter(turn.person for turn in rota.turns if turn not in turns)
    if not before:
        assert max(people.values()) - min(people.values(), default=0) <= 1 or each > 1


events = st.lists(
    st.tuples(
        st.sampled_from(["serve", "decline", "cannot", "vacate"]),
        balance,
        st.sets(st.sampled_from(ORDER), max_size=2),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=examples(80), deadline=None)
@given(events)
def test_nobody_twice_running_and_nobody_forgotten_whatever_happens(
    told: list[tuple[str, dict[str, int], set[str]]],
) -> None:
    rota = Rota(ORDER, seats(1))
    waits: Counter[str] = Counter()
    for n, (what, national, vacant) in enumerate(told):
        here = replace(
            rota,
            candidates=tuple(one for one in seats(1) if what != "vacate" or one.constituency not in vacant),
            national=national,
            answers={},
        )
        lost: list[Turn] = []
        while (found := pick(here)) and what in ("decline", "cannot") and len(here.answers) < len(vacant):
            answer = Answer.DECLINED if what == "decline" else Answer.UNAVAILABLE
            here = replace(here, answers={**here.answers, found.candidate.key: answer})
            if answer is Answer.DECLINED:
                lost.append(Turn(slot(n), found.candidate.constituency))
        assert found is not None
        one = found.candidate
        free = {other.constituency for other in here.candidates if other.key not in here.answers}
        assert one.key not in here.answers
        assert not rota.beside or one.constituency != rota.beside[0][0] or free == {one.constituency}
        rota = replace(
            rota,
            turns=(*rota.turns, *lost, Turn(slot(n), one.constituency, one.person)),
            beside=((one.constituency, one.person),),
        )
        used = {turn.constituency for turn in lost} | {one.constituency}
        for code in ORDER:
            waits[code] = 0 if code in used or code not in free else waits[code] + 1
        # Four others may go before, two turns may be lost in one term, and the national balance may defer once.
        assert max(waits.values()) <= 2 * len(ORDER)
