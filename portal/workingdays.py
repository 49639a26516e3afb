"""Working days, counted on a calendar somebody hands in: the bank holidays of a nation."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Say whether people are at their desks."""
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """Return the day itself, or the first working day after it."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """Return the ``count``-th working day after ``day``; the day itself is not counted."""
    if count < 0:
        msg = "working days are counted forwards"
        raise ValueError(msg)
    for _step in range(count):
        day = next_working_day(day + timedelta(days=1), holidays)
    return day


def working_days_between(first: date, last: date, holidays: Collection[date]) -> int:
    """Count the working days after ``first`` up to and including ``last``."""
    days = (first + timedelta(days=offset) for offset in range(1, (last - first).days + 1))
    return sum(is_working_day(day, holidays) for day in days)
