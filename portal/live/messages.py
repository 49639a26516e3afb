"""What a page may say to the socket, and what it is told when it says something else. Pure."""

import json
from typing import Literal

from portal.live.rooms import Room

LONGEST = 512
MOST_MESSAGES = 40
WINDOW_SECONDS = 10.0

WORDS = {
    "not-text": "Send text, not bytes.",
    "too-long": f"Send at most {LONGEST} characters.",
    "not-json": "Send one JSON object.",
    "unknown": 'Send {"join": "kind:number"} or {"leave": "kind:number"}.',
    "bad-room": 'A room is written "kind:number", such as "proposal:5".',
    "too-many-rooms": "Leave a room before joining another.",
    "too-fast": "Too many messages: wait a few seconds.",
}


class BadMessage(ValueError):
    """The page said something the socket does not understand or accept."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = WORDS[code]


class Throttle:
    """Counts messages in a window: every join asks the database."""

    def __init__(self) -> None:
        self.began = 0.0
        self.counted = 0

    def count(self, now: float) -> None:
        """Count one message at ``now``, in seconds of a steady clock."""
        if now - self.began > WINDOW_SECONDS:
            self.began, self.counted = now, 0
        self.counted += 1
        if self.counted > MOST_MESSAGES:
            raise BadMessage("too-fast")


def read_message(text: str | None) -> tuple[Literal["join", "leave"], Room]:
    """Read ``{"join": "proposal:5"}`` or ``{"leave": …}``."""
    if text is None:
        raise BadMessage("not-text")
    if len(text) > LONGEST:
        raise BadMessage("too-long")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMessage("not-json") from error
    if not isinstance(said, dict) or len(said) != 1:
        raise BadMessage("unknown" if isinstance(said, dict) else "not-json")
    ((verb, name),) = said.items()
    room = Room.named(name) if isinstance(name, str) else None
    if verb not in ("join", "leave"):
        raise BadMessage("unknown")
    if room is None:
        raise BadMessage("bad-room")
    return verb, room
