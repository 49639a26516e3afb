"""Tags of the portal's own components: states, months, differences."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from portal.ui import months, statuses

register = template.Library()

register.filter("status_colour", statuses.colour_of)


@register.simple_tag
def month_weeks(month: date, events: Iterable[Mapping[str, Any]] | None = None) -> list[list[months.Day]]:
    """Return the weeks of ``month`` with ``events`` on their days."""
    return months.weeks_of(month, events or (), today=timezone.localdate())


@register.filter
def pieces(ops: Iterable[Any] | None) -> list[dict[str, str]]:
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
