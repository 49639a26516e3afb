"""The clock of a block and what it brings: a table that can be read aloud."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.blocks import (
    NOTICE,
    RESTATED,
    UNSETTLED,
    WRITTEN_BY,
    Clock,
    Course,
    due_of,
    says_they_took_part,
    stands_over_as,
)
from governance.enums.blocks import BlockDue as D
from governance.enums.blocks import BlockStepKind as K
from governance.enums.rounds import BlockState as B
from tests.conftest import NOON

DAY = timedelta(days=1)


def day(number: int) -> datetime:
    """Return noon so many days after the block was upheld."""
    return NOON + number * DAY


def clock(*held: int, meetings: int = 3) -> Clock:
    """Return a clock of sixty days, with the days on which meetings were held."""
    return Clock(NOON, 60, meetings, tuple(day(n) for n in held))


def test_clock_ends_with_the_days_or_the_last_meeting_whichever_is_first() -> None:
    assert clock().ends_at == day(60)
    assert clock(5, 20).ends_at == day(60)
    assert clock(5, 20, 40).ends_at == day(40)
    assert clock(5, 20, 70).ends_at == day(60)
    assert (clock(5, 20, 40, 50).meetings_held, clock(5).meetings_held) == (3, 1)
    assert clock(5, 20, 40, meetings=0).ends_at == day(60)


@pytest.mark.parametrize(
    ("held", "on", "half", "nearly", "over"),
    [
        ((), 29, False, False, False),
        ((), 30, True, False, False),
        ((), 55, True, True, False),
        ((), 60, True, True, True),
        ((3,), 4, False, False, False),
        ((3, 6), 7, True, False, False),
        ((3, 6, 9), 9, True, True, True),
    ],
)
def test_clock_says_how_far_it_has_run(held: tuple[int, ...], on: int, half: bool, nearly: bool, over: bool) -> None:
    one = clock(*held)
    assert (one.is_half_gone(day(on)), one.is_nearly_gone(day(on)), one.has_run_out(day(on))) == (half, nearly, over)


UPHELD: list[tuple[str, Course, int, D | None]] = [
    ("early nothing is due", Course(B.UPHELD, day(60), clock()), 10, None),
    ("at half time a silent objector is reminded", Course(B.UPHELD, day(60), clock()), 30, D.REMIND),
    ("once", Course(B.UPHELD, day(60), clock(), reminded_at=day(30)), 40, None),
    ("near the end they are told what follows", Course(B.UPHELD, day(60), clock(), reminded_at=day(30)), 55, D.WARN),
    ("told, they still have the days", Course(B.UPHELD, day(60), clock(), warned_at=day(55)), 59, None),
    ("then it is dissent", Course(B.UPHELD, day(60), clock(), warned_at=day(55)), 60, D.DISSENT),
    ("late, the notice comes first", Course(B.UPHELD, day(60), clock()), 90, D.WARN),
    ("and has its days", Course(B.UPHELD, day(60), clock(), warned_at=day(90)), 92, None),
    ("before anything lapses", Course(B.UPHELD, day(60), clock(), warned_at=day(90)), 93, D.DISSENT),
    ("who takes part is not reminded", Course(B.UPHELD, day(60), clock(), took_part=True), 55, None),
    ("nor made to dissent", Course(B.UPHELD, day(60), clock(), took_part=True, warned_at=day(55)), 59, None),
    ("the time is over for all", Course(B.UPHELD, day(60), clock(), took_part=True), 60, D.EXHAUSTED),
    ("also with the last meeting", Course(B.UPHELD, day(60), clock(3, 6, 9), took_part=True), 9, D.EXHAUSTED),
    ("an upheld block has a clock", Course(B.UPHELD, day(60)), 99, None),
    ("the board has time to test", Course(B.UNTESTED, day(60)), 59, None),
    ("and no more than that", Course(B.UNTESTED, day(60)), 60, D.UNTESTED),
    ("the objector has time to restate", Course(B.NOT_UPHELD, day(60), restate_by=day(7)), 6, None),
    ("and no more than that either", Course(B.NOT_UPHELD, day(60), restate_by=day(7)), 7, D.RESTATE),
    ("one found before there was a time", Course(B.NOT_UPHELD, day(60)), 1, D.RESTATE),
    *((f"nothing is due when {state}", Course(state, day(0)), 99, None) for state in (B.DISSENT, B.RESOLVED)),
]


@pytest.mark.parametrize(("said", "course", "on", "due"), UPHELD, ids=[row[0] for row in UPHELD])
def test_what_is_due_follows_the_table(said: str, course: Course, on: int, due: D | None) -> None:
    assert due_of(course, day(on)) is due


@given(
    held=st.lists(st.integers(1, 80), max_size=4).map(sorted),
    warned=st.none() | st.integers(1, 120),
    on=st.integers(0, 200),
)
def test_nothing_becomes_dissent_without_its_notice_and_before_its_time(
    held: list[int], warned: int | None, on: int
) -> None:
    course = Course(B.UPHELD, day(60), clock(*held), warned_at=None if warned is None else day(warned))
    if due_of(course, day(on)) is D.DISSENT:
        assert warned is not None
        assert course.clock is not None
        assert day(on) >= day(warned) + NOTICE
        assert course.clock.has_run_out(day(on))


def test_only_the_objector_answers_and_only_they_are_not_asked() -> None:
    assert K.ANSWER in WRITTEN_BY[True]
    assert K.ANSWER not in WRITTEN_BY[False]
    assert K.REQUEST in WRITTEN_BY[False]
    assert K.REQUEST not in WRITTEN_BY[True]
    assert set(RESTATED.values()) == {B.STOOD_ASIDE, B.DISSENT}


@pytest.mark.parametrize(
    ("kind", "mine", "there", "took_part"),
    [
        (K.ANSWER, True, False, True),
        (K.OFFER, True, False, True),
        (K.OFFER, False, True, False),
        (K.MEETING, False, True, True),
        (K.TALK, False, True, True),
        (K.TALK, False, False, False),
        (K.REQUEST, False, True, False),
        (K.UPHELD, True, False, False),
    ],
)
def test_the_objectors_part_is_their_own_step_or_one_they_were_at(
    kind: K, mine: bool, there: bool, took_part: bool
) -> None:
    assert says_they_took_part(kind, by_objector=mine, with_objector=there) is took_part


@pytest.mark.parametrize("state", B)
def test_what_nobody_has_settled_stands_over_and_only_an_upheld_block_keeps_its_finding(state: B) -> None:
    over = {B.UNTESTED: B.UNTESTED, B.UPHELD: B.UPHELD, B.NOT_UPHELD: B.UNTESTED}
    assert stands_over_as(state) == over.get(state)
    assert (stands_over_as(state) is not None) == (state in UNSETTLED)
