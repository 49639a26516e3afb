from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.chairs import longest_end, months_later, term_is_too_long


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 3, 1), date(2026, 9, 1)),
        (date(2026, 9, 1), date(2027, 3, 1)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 6, 15)),
    ],
)
def test_longest_end_is_six_calendar_months_later_whatever_the_months_last(starts_on: date, ends_on: date) -> None:
    assert longest_end(starts_on) == ends_on
    assert not term_is_too_long(starts_on, ends_on)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_moves_the_month_and_never_the_day_forward(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
