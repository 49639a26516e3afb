"""The days of a visit: held until one is fixed, who can come on them, and free again."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.domain.matching.problem import Span, without
from peerreview.domain.visits import count_day, in_the_way, settle, still_counts, with_rules
from peerreview.enums.visits import Coming, DayState
from tests.conftest import NOON

DAYS = [date(2027, 2, 2) + timedelta(days=n) for n in range(8)]
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ONE_DAY = timedelta(days=1)
some_days = st.sets(st.sampled_from(DAYS), max_size=3)


def test_fixing_one_day_frees_the_other_two() -> None:
    known = dict.fromkeys(DAYS[:3], DayState.HELD)
    assert settle(known, confirmed=DAYS[1]) == {
        DAYS[0]: DayState.FREED,
        DAYS[1]: DayState.CONFIRMED,
        DAYS[2]: DayState.FREED,
    }


@SLOW
@given(st.lists(st.one_of(some_days, st.sampled_from(DAYS)), max_size=8))
def test_what_is_held_is_exactly_what_was_asked_for_last(asked: list[set[date] | date]) -> None:
    known: dict[date, DayState] = {}
    for one in asked:
        held, confirmed = (one, None) if isinstance(one, set) else (set(), one)
        changes = settle(known, held=held, confirmed=confirmed)
        assert all(known.get(day) != state for day, state in changes.items())
        known |= changes
        assert {day for day, state in known.items() if state is DayState.HELD} == held
        assert {day for day, state in known.items() if state is DayState.CONFIRMED} == ({confirmed} - {None})
    assert len([state for state in known.values() if state is DayState.CONFIRMED]) <= 1


@SLOW
@given(
    st.lists(st.tuples(st.sampled_from(DAYS), st.one_of(st.none(), st.sampled_from(DAYS))), max_size=3),
    some_days,
)
def test_days_that_are_held_are_cut_out_of_the_days_somebody_offered(
    spans: list[tuple[date, date | None]], days: set[date]
) -> None:
    offered = [Span(*one) for one in spans]
    left = without(offered, days)
    for day in [*DAYS, DAYS[-1] + timedelta(days=400)]:
        free = any(span.holds(day) for span in offered) and day not in days
        assert any(span.holds(day) for span in left) is free


@pytest.mark.parametrize(
    ("said", "offered", "invited", "answer"),
    [
        (NOON, NOON - ONE_DAY, None, True),
        (NOON, NOON, NOON, True),
        (NOON, NOON + ONE_DAY, None, False),
        (NOON, NOON - ONE_DAY, NOON - ONE_DAY, True),
        (NOON, NOON - ONE_DAY, NOON + ONE_DAY, False),
    ],
)
def test_a_reply_counts_for_the_days_and_the_seat_it_was_given_in(
    said: datetime, offered: datetime, invited: datetime | None, answer: bool
) -> None:
    assert still_counts(said, offered, invited) is answer


@given(said=st.dictionaries(st.integers(1, 9), st.sampled_from([*Coming, None])))
def test_everybody_is_counted_once_and_one_who_cannot_come_is_enough(said: dict[int, Coming | None]) -> None:
    found = count_day(said)
    assert found.can + found.if_needed + found.cannot + found.silent == len(said)
    assert found.stands is (Coming.CANNOT not in said.values())


people = st.integers(1, 9)
replies = st.dictionaries(people, st.sampled_from([*Coming, None]))


@given(said=replies, barred=st.sets(people), seated=st.sets(people))
def test_a_day_is_free_of_obstacles_only_when_everybody_seated_can_and_nobody_is_kept_away(
    said: dict[int, Coming | None], barred: set[int], seated: set[int]
) -> None:
    counted = with_rules(said, barred)
    way = in_the_way(counted, seated)
    assert counted.keys() == said.keys()
    assert not way.cannot & way.silent
    assert bool(way) is not all(
        person not in barred and (one in (Coming.CAN, Coming.IF_NEEDED) or (one is None and person not in seated))
        for person, one in said.items()
    )
    # A yes never puts anybody in the way, and whoever is named really is on the team.
    for person in said:
        after = in_the_way(with_rules({**said, person: Coming.CAN}, barred), seated)
        assert after.cannot <= way.cannot
        assert after.silent <= way.silent
    assert way.cannot | way.silent <= said.keys()
