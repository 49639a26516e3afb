"""Open pages that follow what changes: rooms, announcements, and the socket between them."""

from portal.live.announcing import announce_on_commit
from portal.live.rooms import register_room
from portal.live.sessions import register_session_check

__all__ = ["announce_on_commit", "register_room", "register_session_check"]
