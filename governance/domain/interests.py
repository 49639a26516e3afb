"""The register of interests is confirmed once a year."""

from dataclasses import dataclass
from datetime import date, timedelta

from governance.domain.chairs import months_later

YEAR = 12
# A new trustee's time to fill in their entries, and the time after which somebody late is reminded once more.
GRACE = timedelta(days=30)


@dataclass(frozen=True)
class Reminder:
    """That somebody's confirmation is due: from which day, and whether this is the first or the second time."""

    due_on: date
    second: bool


def confirmation_due(since: date, confirmed: date | None) -> date:
    """Return the day on which the next confirmation is due: a year after the last, or soon after taking a seat."""
    if confirmed is None or confirmed < since:
        return since + GRACE
    return months_later(confirmed, YEAR)


def reminder(due_on: date, today: date) -> Reminder | None:
    """Return the reminder that stands on ``today``; two weeks late gives the same one, a month late the second."""
    if today < due_on:
        return None
    return Reminder(due_on, second=today >= due_on + GRACE)
