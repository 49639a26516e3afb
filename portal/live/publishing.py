"""Sending an event to the channel layer from ordinary code, without making the request wait for it."""

import asyncio
import atexit
import logging
import os
import threading
from concurrent.futures import Future, wait
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

from portal.live.hub import listening_loop
from portal.live.rooms import Room

logger = logging.getLogger(__name__)

SEND_SECONDS = 5
LEAVE_SECONDS = 2


class Publisher:
    """A thread with an event loop: connections to Redis live on one loop, and requests have none."""

    def __init__(self) -> None:
        self.process = 0
        self.loop: asyncio.AbstractEventLoop | None = None
        self.pending: set[Future[None]] = set()
        self.lock = threading.Lock()

    def running(self) -> asyncio.AbstractEventLoop:
        """Start when first needed, and again in a forked worker: threads do not survive a fork."""
        with self.lock:
            if self.loop is None or self.process != os.getpid():
                self.loop, self.process, self.pending = asyncio.new_event_loop(), os.getpid(), set()
                threading.Thread(target=self.loop.run_forever, name="live-publisher", daemon=True).start()
                atexit.register(self.finish)
            return self.loop

    def finish(self) -> None:
        """Let a command that ends now get its last events out, but never hang for it."""
        wait(list(self.pending), timeout=LEAVE_SECONDS)

    def send(self, room: Room, event: str, row_id: int) -> None:
        """Hand the event over and return at once."""
        layer = get_channel_layer()
        loop = listening_loop()
        if loop is None:
            if isinstance(layer, InMemoryChannelLayer):
                return  # Only this process could listen, and nobody does.
            loop = self.running()
        message = {"type": "live.event", "room": str(room), "event": event, "id": row_id}
        sending = asyncio.run_coroutine_threadsafe(_send(layer, room.group, message), loop)
        self.pending.add(sending)
        sending.add_done_callback(self.pending.discard)


async def _send(layer: Any, group: str, message: dict[str, Any]) -> None:
    try:
        await asyncio.wait_for(layer.group_send(group, message), SEND_SECONDS)
    except Exception:
        # Pages that missed it read again when their socket is asked to reconnect.
        logger.warning("Not announced: %s in %s", message["event"], message["room"], exc_info=True)


publisher = Publisher()
