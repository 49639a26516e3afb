"""The clock: tables for what the programme counts with, properties for every day there is."""

from datetime import date, timedelta

import holidays as library
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.domain.reviewclock import (
    ClockRules,
    award_ends,
    deferral_ends,
    first_deadlines,
    interim_due,
    plan_deadlines,
    report_deadlines,
    self_review_due,
    visit_due,
    visit_window,
)
from peerreview.enums.reviews import DeadlineKind, ReviewKind
from portal.workingdays import add_working_days, is_working_day, next_working_day, working_days_between

RULES = ClockRules()
ENGLAND = frozenset(library.country_holidays("GB", subdiv="ENG", years=range(2023, 2036)))
WALES = frozenset(library.country_holidays("GB", subdiv="WLS", years=range(2023, 2036)))
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
COUNTS = st.integers(0, 60)
# Other work on the machine is no property of the clock.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("day", "count", "answer"),
    [
        # Across a weekend.
        (date(2026, 11, 6), 1, date(2026, 11, 9)),
        # Good Friday, Easter Monday.
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        # Christmas; Boxing Day falls on a Saturday and moves to Monday; New Year's Day is a Friday.
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 5, date(2027, 1, 5)),
        # The clock goes forward on 29 March 2026 and back on 25 October: a day is a day.
        (date(2026, 3, 27), 2, date(2026, 3, 31)),
        (date(2026, 10, 23), 2, date(2026, 10, 27)),
        # Early May and Spring bank holidays.
        (date(2026, 5, 1), 1, date(2026, 5, 5)),
        (date(2026, 5, 22), 1, date(2026, 5, 26)),
        # Nothing added is the day itself, also on a Sunday.
        (date(2026, 11, 8), 0, date(2026, 11, 8)),
    ],
)
def test_working_days_step_over_weekends_and_bank_holidays(day: date, count: int, answer: date) -> None:
    assert add_working_days(day, count, ENGLAND) == answer


def test_working_days_are_never_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 11, 2), -1, ENGLAND)


def test_holidays_are_those_handed_in() -> None:
    founding = date(2026, 3, 2)
    assert add_working_days(date(2026, 2, 27), 1, WALES) == founding
    assert add_working_days(date(2026, 2, 27), 1, WALES | {founding}) == date(2026, 3, 3)


@unhurried
@given(DAYS, COUNTS)
def test_a_working_day_later_is_a_working_day_and_exactly_so_many_later(day: date, count: int) -> None:
    later = add_working_days(day, count, ENGLAND)
    assert working_days_between(day, later, ENGLAND) == count
    assert count == 0 or is_working_day(later, ENGLAND)


@unhurried
@given(DAYS, COUNTS, COUNTS)
def test_counting_in_two_steps_is_counting_in_one(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first, ENGLAND), second, ENGLAND) == add_working_days(
        day, first + second, ENGLAND
    )


@unhurried
@given(DAYS, st.integers(0, 30), COUNTS)
def test_who_begins_later_is_never_due_earlier(day: date, offset: int, count: int) -> None:
    assert add_working_days(day, count, ENGLAND) <= add_working_days(day + timedelta(days=offset), count, ENGLAND)


@unhurried
@given(DAYS)
def test_the_next_working_day_is_near_and_passes_over_no_working_day(day: date) -> None:
    found = next_working_day(day, ENGLAND)
    assert timedelta(0) <= found - day <= timedelta(days=5)
    assert working_days_between(day - timedelta(days=1), found, ENGLAND) == 1


@pytest.mark.parametrize(
    ("kind", "due"),
    [(ReviewKind.FULL, date(2026, 11, 2)), (ReviewKind.ACCREDITATION, date(2026, 11, 30))],
)
def test_a_self_review_lasts_eight_weeks_and_twelve_for_accreditation(kind: ReviewKind, due: date) -> None:
    assert self_review_due(date(2026, 9, 7), kind, RULES, ENGLAND) == due


def test_a_visit_falls_four_to_eight_weeks_later_on_a_working_day() -> None:
    window = visit_window(date(2026, 11, 2), RULES)
    assert (window.first, window.last) == (date(2026, 11, 30), date(2026, 12, 28))
    # 28 December 2026 is a bank holiday, the days before it Christmas and a weekend.
    assert visit_due(date(2026, 11, 2), RULES, ENGLAND) == date(2026, 12, 24)


def test_the_report_takes_twenty_ten_and_five_working_days_and_the_plan_six_weeks() -> None:
    assert report_deadlines(date(2026, 12, 1), RULES, ENGLAND) == {
        DeadlineKind.DRAFT: date(2026, 12, 31),
        DeadlineKind.ACCURACY: date(2027, 1, 15),
        DeadlineKind.FINAL: date(2027, 1, 22),
        DeadlineKind.ACTION_PLAN: date(2027, 3, 5),
        DeadlineKind.PROGRESS: date(2027, 11, 22),
    }


@unhurried
@given(DAYS, st.sampled_from(list(ReviewKind)), st.sampled_from([ENGLAND, WALES]))
def test_everything_falls_due_in_order_on_days_people_work(
    day: date, kind: ReviewKind, holidays: frozenset[date]
) -> None:
    first = first_deadlines(day, kind, RULES, holidays)
    after = report_deadlines(first[DeadlineKind.VISIT], RULES, holidays)
    due = [*first.values(), *after.values()]
    assert due == sorted(due)
    assert all(is_working_day(one, holidays) for one in due)
    window = visit_window(first[DeadlineKind.SELF_REVIEW], RULES)
    assert window.first <= first[DeadlineKind.VISIT] <= window.last


@unhurried
@given(DAYS)
def test_months_and_years_end_where_the_calendar_does(day: date) -> None:
    assert plan_deadlines(day, RULES, ENGLAND)[DeadlineKind.PROGRESS] > day + timedelta(days=300)
    assert interim_due(day, RULES, ENGLAND) >= day + timedelta(days=540)
    assert 1095 <= (award_ends(day, RULES) - day).days <= 1096
    assert (deferral_ends(day, RULES) - day).days <= 276


@pytest.mark.parametrize(
    ("decided", "ends"),
    [(date(2028, 2, 29), date(2031, 2, 28)), (date(2026, 11, 2), date(2029, 11, 2))],
)
def test_an_award_lasts_three_years_also_from_a_leap_day(decided: date, ends: date) -> None:
    assert award_ends(decided, RULES) == ends


@unhurried
@given(DAYS, st.integers(1, 52), st.integers(1, 52))
def test_more_weeks_are_never_due_earlier(day: date, fewer: int, more: int) -> None:
    low, high = sorted((fewer, more))
    due = [self_review_due(day, ReviewKind.FULL, ClockRules(self_review_weeks=weeks), ENGLAND) for weeks in (low, high)]
    assert due[0] <= due[1]
