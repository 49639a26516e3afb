"""What stands in somebody's calendar."""

from datetime import datetime

from portal.notifications.models import CalendarFeed
from portal.notifications.registry import CALENDARS, CalendarEntry
from portal.people.models import User


def entries(person: User, at: datetime) -> list[CalendarEntry]:
    """Return what every source shows ``person`` at ``at``; each asks what they may see."""
    found = [entry for source in CALENDARS for entry in source(person, at)]
    return sorted(found, key=lambda entry: (entry.starts.isoformat(), entry.uid))


def feed_of(person: User) -> CalendarFeed | None:
    """Return the feed ``person`` has made, if any."""
    return CalendarFeed.objects.filter(person=person).first()
