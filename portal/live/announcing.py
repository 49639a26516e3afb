"""Telling open pages that something changed, after the commit: what, never how it looks now."""

import logging
import re

from django.db import transaction

from portal.live.publishing import publisher
from portal.live.rooms import Room

logger = logging.getLogger(__name__)
EVENT = re.compile(r"[a-z][a-z_]*(\.[a-z_]+)*")

PERMISSION_CHANGED = "permission.changed"
SESSION_ENDED = "session.ended"


def announce_on_commit(room: str, event: str, id: int) -> None:
    """After the commit, send ``{"event": event, "id": id}`` to every open page in ``room`` (``proposal:5``).

    The page then asks its ordinary view, which asks its ordinary permission. Nothing is sent when the
    transaction is rolled back, and the request does not wait or fail when Redis is away.
    ``permission.changed`` in a room makes every socket in it ask again what it may hear; in
    ``person:7`` it concerns that person's sockets, and ``session.ended`` closes those whose session is over.
    """
    known = Room.named(room)
    if known is None or not EVENT.fullmatch(event):
        msg = f"not a room or not an event: {room!r}, {event!r}"
        raise ValueError(msg)

    def send() -> None:
        try:
            publisher.send(known, event, int(id))
        except Exception:
            logger.exception("Not announced: %s in %s", event, room)

    transaction.on_commit(send)
