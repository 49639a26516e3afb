"""When something that falls due is told: before, on the day, and for as long as it is late."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.domain.reminders import moments

DUE = datetime(2026, 11, 9, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS = st.integers(1, 9).map(timedelta)


@pytest.mark.parametrize(
    ("until", "days"),
    [(-4, []), (-3, [-3]), (-0.5, [-3]), (0, [-3, 0]), (6.9, [-3, 0]), (7, [-3, 0, 7]), (20, [-3, 0, 7, 14])],
)
def test_moments_come_before_on_the_day_and_every_week_after(until: float, days: list[int]) -> None:
    found = moments(DUE, DUE + until * DAY, before=(3 * DAY,), late_every=7 * DAY)
    assert [(moment - DUE).days for moment in found] == days


def test_moments_leave_out_the_day_itself_when_it_is_too_late_then() -> None:
    assert list(moments(DUE, DUE + 9 * DAY, before=(DAY, 2 * DAY), on_time=False)) == [DUE - 2 * DAY, DUE - DAY]


@pytest.mark.parametrize(("until", "told"), [(-1, []), (0, [0]), (100, [0])])
def test_what_has_no_other_moments_is_told_on_its_day_and_never_again(until: int, told: list[int]) -> None:
    assert [(moment - DUE).days for moment in moments(DUE, DUE + until * DAY)] == told


@given(st.sets(DAYS, max_size=3), st.booleans(), st.none() | DAYS, st.integers(-12, 40), st.integers(0, 20))
def test_moments_come_in_order_and_waiting_longer_only_adds_some(
    before: set[timedelta], on_time: bool, late_every: timedelta | None, until: int, longer: int
) -> None:
    def found(day: int) -> list[datetime]:
        end = DUE + day * DAY
        return list(moments(DUE, end, before=tuple(before), on_time=on_time, late_every=late_every))

    now, then = found(until), found(until + longer)
    assert then[: len(now)] == now
    assert all(moment > DUE + until * DAY for moment in then[len(now) :])
    assert all(one < other for one, other in pairwise(then))
    assert (DUE in then) is (on_time and until + longer >= 0)
    late = [moment for moment in then if moment > DUE]
    assert len(late) == (max(0, until + longer) // late_every.days if late_every else 0)
