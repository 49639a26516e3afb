"""Calendar entries as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from portal.notifications.registry import CalendarEntry

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar(entries: Iterable[CalendarEntry], *, name: str) -> bytes:
    """Return a calendar file; times are in UTC, so that no program has to know our summer time."""
    file = Calendar()
    file.add("prodid", f"-//{settings.SITE_NAME}//portal//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", name)
    for entry in entries:
        file.add_component(_event(entry))
    written: bytes = file.to_ical()
    return written


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("dtstart", _moment(entry.starts))
    event.add("dtend", _moment(entry.ends) if entry.ends else _end(entry.starts))
    address = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{entry.url}"
    event.add("url", address)
    event.add("description", address)
    if entry.where:
        event.add("location", entry.where)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.tentative else "CONFIRMED")
    if not isinstance(entry.starts, datetime):
        event.add("transp", "TRANSPARENT")
    return event


def _moment(value: date | datetime) -> date | datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _end(starts: date | datetime) -> date | datetime:
    """A deadline lasts no time; a day lasts until the next."""
    return _moment(starts) if isinstance(starts, datetime) else starts + timedelta(days=1)
