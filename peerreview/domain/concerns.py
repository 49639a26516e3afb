"""The clock of an immediate concern: working hours from the moment it is raised, whatever the review does."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from portal.workingdays import is_working_day

OPENS, CLOSES = time(9), time(17)
HOURS_A_DAY = CLOSES.hour - OPENS.hour


def due_at(raised: datetime, hours: int, holidays: Collection[date]) -> datetime:
    """Return the moment ``hours`` working hours after ``raised``, which is in local time; 9 to 5 on working days.

    What is raised at night or on a holiday is counted from the next morning: a child in danger is for 999 at once,
    and the page says so above the form.
    """
    moment, left = _at_a_desk(raised, holidays), timedelta(hours=hours)
    while True:
        closes = datetime.combine(moment.date(), CLOSES, moment.tzinfo)
        if moment + left <= closes:
            return moment + left
        left -= closes - moment
        moment = _at_a_desk(closes, holidays)


def _at_a_desk(moment: datetime, holidays: Collection[date]) -> datetime:
    """Return the moment itself in working hours, or the next one in which somebody works."""
    day = moment.date()
    if is_working_day(day, holidays):
        if moment.time() < OPENS:
            return datetime.combine(day, OPENS, moment.tzinfo)
        if moment.time() < CLOSES:
            return moment
    day += timedelta(days=1)
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, moment.tzinfo)
