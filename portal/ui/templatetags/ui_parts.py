"""Tags of the portal's own components: states, months, differences."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.ui import months, pieces, statuses
from portal.ui.templatetags.dates import day, relative

register = template.Library()

register.filter("status_colour", statuses.colour_of)


@register.simple_tag
def month_weeks(month: date, events: Iterable[Mapping[str, Any]] | None = None) -> list[list[months.Day]]:
    """Return the weeks of ``month`` with ``events`` on their days."""
    return months.weeks_of(month, events or (), today=timezone.localdate())


@register.filter
def written(actions: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """Say of each action in words by when: what is said is then all that tells one drawn action from another."""
    return [{**action, "due": None, "by": action.get("due_text") or _by(action.get("due"))} for action in actions or ()]


def _by(due: date | datetime | None) -> str:
    if not due:
        return ""
    last = timezone.localdate(due) if isinstance(due, datetime) else due
    today = timezone.localdate()
    return pieces.kept(("by", last, today), lambda: SafeString(_by_day(last, today)))


def _by_day(last: date, today: date) -> str:
    words = {"date": day(last), "relative": relative(last, today)}
    if words["date"] == words["relative"]:
        return _("by %(date)s") % words
    return _("by %(date)s (%(relative)s)") % words


@register.filter("pieces")
def spelled(ops: Iterable[Any] | None) -> list[dict[str, str]]:
    """Read a word difference in any of its spellings: (kind, text) pairs or objects."""
    found = []
    for op in ops or []:
        kind, text = (op["kind"], op["text"]) if isinstance(op, Mapping) else (op[0], op[1])
        found.append(
            {"kind": {"insert": "inserted", "delete": "deleted", "equal": "same"}.get(kind, kind), "text": text}
        )
    return found


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and the last word: for a seat's small round mark."""
    words = [word for word in str(name or "").split() if word[:1].isalpha()]
    return "".join(word[0].upper() for word in ([words[0], words[-1]] if len(words) > 1 else words))
