"""When somebody is there to read: the hours the cooperative promises, said honestly on the young people's page."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from portal.workingdays import is_working_day

# The founders' number, to be set by whoever runs the portal to what is really covered. Outside these hours alerts go
# out all the same; the page says that nobody may be reading and names who always answers.
FROM, UNTIL = time(9), time(17)
# Somebody who opened a case or a statement so recently is there.
JUST_NOW = timedelta(minutes=15)


def on_duty(local: datetime, holidays: Collection[date]) -> bool:
    """Say whether a moment, in local time, is one at which somebody is there."""
    return is_working_day(local.date(), holidays) and FROM <= local.time() < UNTIL


def next_duty(local: datetime, holidays: Collection[date]) -> datetime:
    """Return the moment itself on duty, or the next at which somebody is there."""
    if on_duty(local, holidays):
        return local
    day = local.date() if local.time() < FROM else local.date() + timedelta(days=1)
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return datetime.combine(day, FROM, local.tzinfo)
