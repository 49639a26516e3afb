"""Whether a socket's session still holds: sockets see no request that could be refused."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from django.conf import settings

SessionHolds = Callable[[str, datetime], bool]


def session_exists(session_key: str, at: datetime) -> bool:
    """Say whether the session is stored at all: all that can be known without the people app's limits."""
    return bool(import_module(settings.SESSION_ENGINE).SessionStore().exists(session_key))


_HOLDS: list[SessionHolds] = [session_exists]


def register_session_check(holds: SessionHolds) -> None:
    """Say, from the frame, how to ask whether a session is signed in, not ended and within its limits."""
    _HOLDS[0] = holds


def session_holds(session_key: str | None, at: datetime) -> bool:
    """Say whether the session may go on listening."""
    return bool(session_key) and _HOLDS[0](str(session_key), at)
