"""When the morning's digest is due, whatever the clocks do."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HALF_PAST_SEVEN = time(7, 30)


def latest_digest(at: datetime) -> datetime:
    """Return the last half past seven in London that is not after ``at``."""
    local = at.astimezone(LONDON)
    due = datetime.combine(local.date(), HALF_PAST_SEVEN, LONDON)
    return due if due <= local else datetime.combine(local.date() - timedelta(days=1), HALF_PAST_SEVEN, LONDON)


def next_digest(at: datetime) -> datetime:
    """Return the first half past seven in London after ``at``."""
    return datetime.combine(latest_digest(at).date() + timedelta(days=1), HALF_PAST_SEVEN, LONDON)
