"""What every page needs to know beside its own."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portal.notifications.queries.notices import unread_count


def notification_count(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Give the header its count of unread notices; asked only when a template draws it, and once."""
    kept: dict[str, int] = {}

    def count() -> int:
        if "count" not in kept:
            person: Any = getattr(request, "user", None)
            if person is None or not person.is_authenticated:
                kept["count"] = 0
            else:
                # The page's own moment, if it asked where the reader stands or what they do: the same answer, not asked
                # again.
                known = person.__dict__
                moments = known.get("_standing_at") or known.get("_roles_at") or {timezone.now(): None}
                kept["count"] = unread_count(person, max(moments))
        return kept["count"]

    return {"notification_count": count}
