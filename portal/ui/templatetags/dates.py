"""Dates and times as people say them: 22 November 2026, 2:30pm, in 3 days."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """22 November 2026."""
    return date_format(_local(value), "j F Y") if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """22 Nov 2026, for narrow columns."""
    return date_format(_local(value), "j M Y") if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Sunday 22 November 2026."""
    return date_format(_local(value), "l j F Y") if value else ""


@register.filter
def month(value: date | datetime | None) -> str:
    """November 2026."""
    return date_format(_local(value), "F Y") if value else ""


@register.filter
def clock(value: time | datetime | None) -> str:
    """2:30pm, 2pm, midday, midnight."""
    if value is None or value == "":
        return ""
    moment_of_day = timezone.localtime(value).time() if isinstance(value, datetime) else value
    if (moment_of_day.hour, moment_of_day.minute) == (12, 0):
        return _("midday")
    if (moment_of_day.hour, moment_of_day.minute) == (0, 0):
        return _("midnight")
    hour = moment_of_day.hour % 12 or 12
    half = "am" if moment_of_day.hour < 12 else "pm"
    return f"{hour}:{moment_of_day.minute:02}{half}" if moment_of_day.minute else f"{hour}{half}"


@register.filter
def moment(value: date | datetime | None) -> str:
    """22 November 2026 at 2:30pm; of a whole day only the day."""
    if not isinstance(value, datetime):
        return day(value)
    return _("%(day)s at %(time)s") % {"day": day(value), "time": clock(value)}


@register.filter
def span(start: date | datetime | None, end: date | datetime | None = None) -> str:
    """22 to 24 November 2026; 1 May 2026 to 1 November 2026; since 1 May 2026 while it lasts."""
    if not start:
        return ""
    if not end:
        return _("since %(day)s") % {"day": day(start)}
    first, last = _local(start), _local(end)
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("%(first)s to %(last)s") % {"first": str(first.day), "last": day(last)}
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


@register.filter
def relative(value: date | datetime | None, now: date | datetime | None = None) -> str:
    """today, tomorrow, in 3 days, 2 weeks ago; beyond two months only the date helps."""
    if not value:
        return ""
    days = (_local(value) - _local(now or timezone.now())).days
    if abs(days) > 60:
        return day(value)
    if days in NEAR:
        return str(NEAR[days]())
    if days > 0:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}


NEAR = {0: lambda: _("today"), 1: lambda: _("tomorrow"), -1: lambda: _("yesterday")}


@register.simple_tag
def when(value: date | datetime | None, style: str = "day") -> SafeString:
    """Write a ``time`` element; ``style`` is the name of one of the filters here."""
    if not value:
        return SafeString("")
    words: dict[str, Callable[[Any], str]] = {
        "day": day,
        "short_day": short_day,
        "weekday": weekday,
        "moment": moment,
        "relative": relative,
        "clock": clock,
    }
    machine = (
        timezone.localtime(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    )
    return format_html('<time datetime="{}">{}</time>', machine, words[style](value))
