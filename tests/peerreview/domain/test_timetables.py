"""The timetable of a visit: the default day breaks no rule, and what breaks one is found."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.domain.timetables import WITH_CHILDREN, WITHOUT_LEADERS, Found, Planned, default_day, wrong_with
from peerreview.enums.visits import Flaw, SessionKind

ALL = frozenset({1, 2, 3, 4, 5})
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SESSION = Planned(1, SessionKind.EVIDENCE, time(10), time(11), "Office", seats=frozenset({1, 2}))
hours = st.integers(9, 16).map(time)


@pytest.mark.parametrize("taken", [ALL, ALL - {5}, ALL - {1}, ALL - {2, 3}, ALL - {3}])
def test_default_day_keeps_every_rule_for_every_team_of_three_or_more(taken: frozenset[int]) -> None:
    day = default_day(taken)
    assert wrong_with(day, taken) == []
    assert (day[0].starts, day[-1].ends) == (time(9, 30), time(16, 30))


@pytest.mark.parametrize(
    ("session", "flaw"),
    [
        (replace(SESSION, ends=time(10)), Flaw.ENDS_FIRST),
        (replace(SESSION, seats=frozenset()), Flaw.NOBODY),
        (replace(SESSION, kind=SessionKind.STAFF, leaders_present=True), Flaw.LEADERS),
        (replace(SESSION, kind=SessionKind.YOUNG_PEOPLE, leaders_present=True), Flaw.LEADERS),
        (replace(SESSION, kind=SessionKind.YOUNG_PEOPLE, seats=frozenset({5})), Flaw.ALONE),
        (replace(SESSION, kind=SessionKind.WELCOME, seats=frozenset({1})), Flaw.ALONE),
    ],
)
def test_session_that_breaks_a_rule_is_found(session: Planned, flaw: Flaw) -> None:
    assert wrong_with([session], ALL) == [Found(flaw, 1)]


def test_parallel_sessions_need_two_places_and_other_people() -> None:
    beside = replace(SESSION, key=2, starts=time(10, 30), ends=time(11, 30), seats=frozenset({2, 3}), place="office ")
    found = wrong_with([SESSION, beside], ALL)
    assert set(found) == {
        Found(Flaw.TWO_PLACES, 1, 2),
        Found(Flaw.TWO_PLACES, 2, 2),
        Found(Flaw.SAME_ROOM, 1),
        Found(Flaw.SAME_ROOM, 2),
    }
    after = replace(beside, starts=time(11), ends=time(12))
    assert wrong_with([SESSION, after], ALL) == []


def test_who_left_the_team_counts_for_nothing() -> None:
    young = replace(SESSION, kind=SessionKind.YOUNG_PEOPLE, seats=frozenset({4, 5}))
    assert wrong_with([young], ALL) == []
    assert wrong_with([young], ALL - {5}) == [Found(Flaw.ALONE, 1)]


@SLOW
@given(
    st.lists(
        st.builds(
            Planned,
            key=st.integers(1, 9),
            kind=st.sampled_from(SessionKind),
            starts=hours,
            ends=hours,
            leaders_present=st.booleans(),
            seats=st.frozensets(st.integers(1, 5)),
        ),
        max_size=4,
        unique_by=lambda one: one.key,
    ),
    st.frozensets(st.integers(1, 5)),
)
def test_a_day_without_flaws_leaves_nobody_alone_with_a_child(day: list[Planned], taken: frozenset[int]) -> None:
    if wrong_with(day, taken):
        return
    for one in day:
        there = one.seats & taken
        assert len(there) >= (2 if one.kind in WITH_CHILDREN else 1)
        assert not (one.leaders_present and one.kind in WITHOUT_LEADERS)
        for other in day:
            if other.key != one.key and one.starts < other.ends and other.starts < one.ends:
                assert not there & other.seats
