"""How long a session lives: thirty minutes without use, twelve hours at most; asked by pages and by sockets."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from portal.people.secondfactor import KEY as SECOND_FACTOR

STARTED = "portal_started"
SEEN = "portal_seen"
# The key under which the session stands in its owner's list.
LISTED = "portal_listed"
# Written at most this often: a write for every page would queue readers behind the database's one writer.
TOUCH_EVERY = timedelta(seconds=60)


def session_ends(session: Mapping[str, Any]) -> datetime:
    """Return the moment the session ends unless its owner does something first."""
    idle = session[SEEN] + settings.SESSION_IDLE_SECONDS
    absolute = session[STARTED] + settings.SESSION_ABSOLUTE_SECONDS
    return datetime.fromtimestamp(min(idle, absolute), UTC)


def session_is_alive(session_key: str, at: datetime) -> bool:
    """Say whether the session is signed in at ``at``, not ended and within both limits.

    Sockets ask this now and then: they see no request that could be refused.
    """
    row = Session.objects.filter(session_key=session_key, expire_date__gt=at).first()
    if row is None:
        return False
    data = row.get_decoded()
    if SESSION_KEY not in data or STARTED not in data or SEEN not in data:
        return False
    if settings.SECOND_FACTOR_REQUIRED and not data.get(SECOND_FACTOR):
        return False
    return at < session_ends(data)
