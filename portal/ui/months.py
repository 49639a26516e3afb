"""A month as weeks of days, Monday first, for the month table."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class Day:
    """One cell of the table."""

    date: date
    in_month: bool
    is_today: bool
    events: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """On a phone, days with nothing on them are left out."""
        return not self.events and not self.is_today


def weeks_of(month: date, events: Iterable[Mapping[str, Any]] = (), *, today: date | None = None) -> list[list[Day]]:
    """Return the weeks that ``month`` touches; an event has a ``date``, and an ``until`` (included) if it is longer."""
    by_day: dict[date, list[Mapping[str, Any]]] = {}
    for event in events:
        day = event["date"]
        last = event.get("until") or day
        while day <= last:
            by_day.setdefault(day, []).append(event)
            day += timedelta(days=1)
    return [
        [Day(day, day.month == month.month, day == today, by_day.get(day, [])) for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]
