"""The hub: one channel-layer subscription per process and room, fanned out here to every socket.

A subscription per socket costs five to seven times as much when many people watch one room.
"""

import asyncio
import json
import logging
from typing import Any, Protocol

from channels.layers import get_channel_layer

from portal.live.rooms import Room

logger = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
# Each failed try leaves a little behind in the layer: a long outage is asked about less often.
LONGEST_PAUSE = 5.0


class Listener(Protocol):
    """Somebody's socket."""

    def hear(self, room: Room, event: str, text: str) -> None:
        """Take one event; never wait."""

    def restart(self) -> None:
        """Close so that the page reconnects and reads again what it may have missed."""


class Hub:
    """All rooms with a listener in this process; lives on one event loop, works while anybody listens."""

    def __init__(self) -> None:
        self.layer = get_channel_layer()
        self.rooms: dict[Room, set[Listener]] = {}
        self.subscribed: set[Room] = set()
        self.channel: str | None = None
        self.lock = asyncio.Lock()
        self.listening: asyncio.Task[None] | None = None
        self.beating: asyncio.Task[None] | None = None
        self.sent = self.heard = 0
        self.interrupted = False

    async def join(self, room: Room, listener: Listener) -> None:
        """Let ``listener`` hear ``room``; with the layer away, as soon as it is back."""
        async with self.lock:
            self.rooms.setdefault(room, set()).add(listener)
            if not self.interrupted:
                await self._follow()
            if self.beating is None:
                self.beating = asyncio.create_task(self._beat())

    async def leave(self, room: Room, listener: Listener) -> None:
        """Stop; the last one out ends the subscription."""
        async with self.lock:
            listeners = self.rooms.get(room, set())
            listeners.discard(listener)
            if not listeners:
                self.rooms.pop(room, None)
            if not self.rooms:
                await self._rest()
            elif not self.interrupted:
                await self._follow()

    async def _follow(self) -> None:
        """Bring the layer's subscriptions into line with the rooms listened to."""
        try:
            if self.channel is None:
                self.channel = await self.layer.new_channel()
                self.sent = self.heard = 0
                self.listening = asyncio.create_task(self._listen(self.channel))
            for room in self.rooms.keys() - self.subscribed:
                await self.layer.group_add(room.group, self.channel)
                self.subscribed.add(room)
            for room in self.subscribed - self.rooms.keys():
                await self.layer.group_discard(room.group, self.channel)
                self.subscribed.discard(room)
        except Exception:
            self._lost("subscribing")

    async def _rest(self) -> None:
        """Nobody listens: end both tasks. Cancelled, the listening one gives its channel back to the layer."""
        tasks = [task for task in (self.listening, self.beating) if task]
        if not self.interrupted:
            await self._follow()
        self.listening = self.beating = self.channel = None
        self.subscribed.clear()
        self.interrupted = False
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, channel: str) -> None:
        while True:
            message = await self.layer.receive(channel)
            if message["type"] == "live.beat":
                self._beat_heard(message["number"])
            elif room := Room.named(message["room"]):
                self._tell(room, message["event"], message["id"])

    def _tell(self, room: Room, event: str, row_id: int) -> None:
        text = json.dumps({"event": event, "id": row_id, "room": str(room)})
        for listener in tuple(self.rooms.get(room, ())):
            listener.hear(room, event, text)

    async def _beat(self) -> None:
        """Send ourselves a number every second through the layer: a missing one means events were lost too."""
        pause = BEAT_SECONDS
        while True:
            await asyncio.sleep(pause)
            async with self.lock:
                if self.listening and self.listening.done():
                    self._lost("receiving")
                    self.channel = None
                    self.subscribed.clear()
                await self._follow()
                if self.channel is None:
                    pause = min(pause * 2, LONGEST_PAUSE)
                    continue
                self.sent += 1
                number = self.sent
            try:
                await self.layer.send(self.channel, {"type": "live.beat", "number": number})
                pause = BEAT_SECONDS
            except Exception:
                self._lost("sending")
                pause = min(pause * 2, LONGEST_PAUSE)

    def _beat_heard(self, number: int) -> None:
        missed = number != self.heard + 1
        self.heard = number
        if missed or self.interrupted:
            self.interrupted = False
            logger.warning("Live events may have been missed: open pages are asked to reconnect")
            for listener in {listener for listeners in self.rooms.values() for listener in listeners}:
                listener.restart()

    def _lost(self, doing: str) -> None:
        if not self.interrupted:
            logger.warning("The channel layer is away (%s); pages go on without it", doing, exc_info=True)
        self.interrupted = True


_HUBS: dict[Any, Hub] = {}


def hub() -> Hub:
    """Return this event loop's hub."""
    loop = asyncio.get_running_loop()
    for closed in [other for other in _HUBS if other.is_closed()]:
        del _HUBS[closed]
    if loop not in _HUBS:
        _HUBS[loop] = Hub()
    return _HUBS[loop]


def listening_loop() -> Any:
    """Return the event loop of this process on which somebody listens, if any."""
    return next((loop for loop, its in list(_HUBS.items()) if its.rooms and loop.is_running()), None)
