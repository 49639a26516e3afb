"""The socket at ``/ws/live/``: joins rooms its person may hear, and passes on what changed."""

import asyncio
import json
import logging
import random
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.live.announcing import PERMISSION_CHANGED, SESSION_ENDED
from portal.live.hub import hub
from portal.live.messages import BadMessage, Throttle, read_message
from portal.live.rooms import Room, may_join
from portal.live.sessions import session_holds

if TYPE_CHECKING:
    from collections.abc import Coroutine

logger = logging.getLogger(__name__)

SESSION_OVER = 4401
MISBEHAVED = 4400
# Codes below 4000: the page connects again, and reads again what it may have missed.
RESTART = 1012
TRY_AGAIN = 1013
MOST_ROOMS = 20
MOST_WAITING = 200
MOST_ERRORS = 10


class Heard(NamedTuple):
    """One event on its way to the socket."""

    room: Room
    event: str
    text: str


class LiveConsumer(AsyncWebsocketConsumer):
    """One open page."""

    # The hub listens to the layer for all sockets of the process: this one opens no subscription of its own.
    channel_layer_alias = "none: see portal.live.hub"

    async def connect(self) -> None:
        """Accept, so that a refusal can be told by its code; join the rooms named in the address."""
        self.rooms: set[Room] = set()
        self.waiting: asyncio.Queue[Heard] = asyncio.Queue(MOST_WAITING)
        self.asking = asyncio.Lock()
        self.throttle = Throttle()
        self.errors = 0
        self.tasks: set[asyncio.Task[None]] = set()
        self.over = False
        await self.accept()
        person = self.scope["user"]
        self.person_id: int | None = person.pk if person.is_authenticated else None
        wanted = parse_qs(self.scope.get("query_string", b"").decode("latin-1")).get("room", [])
        await self.join([room for name in wanted[:MOST_ROOMS] if (room := Room.named(name))])
        if not self.over:
            self.start(self.pass_on())
            self.start(self.ask_again_now_and_then())

    async def disconnect(self, code: int) -> None:
        """Leave every room."""
        self.over = True
        for task in self.tasks:
            task.cancel()
        for room in tuple(self.rooms):
            await hub().leave(room, self)
        self.rooms.clear()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer one message of the page; a page that keeps sending nonsense is shown out."""
        if self.over:
            return
        try:
            self.throttle.count(asyncio.get_running_loop().time())
            verb, room = read_message(text_data)
            if verb == "leave":
                await self.leave(room)
            elif room not in self.rooms and len(self.rooms) >= MOST_ROOMS:
                raise BadMessage("too-many-rooms")
            else:
                await self.join([room])
        except BadMessage as bad:
            self.errors += 1
            await self.say({"error": bad.code, "detail": bad.words})
            if self.errors >= MOST_ERRORS:
                await self.end(MISBEHAVED)

    async def join(self, rooms: list[Room]) -> None:
        """Join what may be joined; a signed-in person always hears what concerns themselves."""
        async with self.asking:
            mine = [Room("person", self.person_id)] if self.person_id else []
            allowed = await self.allowed({*rooms, *mine})
            if allowed is None:
                return
            for room in allowed - self.rooms:
                self.rooms.add(room)
                await hub().join(room, self)
            for room in rooms:
                await self.say({"joined" if room in allowed else "refused": str(room)})

    async def leave(self, room: Room) -> None:
        """Stop listening to one room."""
        async with self.asking:
            if room in self.rooms:
                self.rooms.discard(room)
                await hub().leave(room, self)
            await self.say({"left": str(room)})

    async def ask_again(self) -> None:
        """Ask session and permissions afresh; what is no longer allowed is left at once."""
        async with self.asking:
            allowed = await self.allowed(self.rooms)
            for room in self.rooms - (self.rooms if allowed is None else allowed):
                self.rooms.discard(room)
                await hub().leave(room, self)
                await self.say({"refused": str(room)})

    async def allowed(self, rooms: set[Room]) -> set[Room] | None:
        """Return the rooms this socket may hear now; None when its session is over and it was closed."""
        answer: set[Room] | None = await database_sync_to_async(ask)(
            self.person_id, self.scope["session"].session_key, frozenset(rooms)
        )
        if answer is None:
            await self.end(SESSION_OVER)
        return answer

    def hear(self, room: Room, event: str, text: str) -> None:
        """Take an event from the hub; a page too slow to read is asked to come back."""
        try:
            self.waiting.put_nowait(Heard(room, event, text))
        except asyncio.QueueFull:
            self.start(self.end(TRY_AGAIN))

    def restart(self) -> None:
        """Close so that the page reconnects, not all pages at the same instant."""
        self.start(self.end(RESTART, after=random.uniform(0, 1)))  # noqa: S311 - spreads load, hides nothing

    async def pass_on(self) -> None:
        """Send what is heard, in order; rights are asked again first when they may have changed."""
        while True:
            heard = await self.waiting.get()
            if heard.event in (PERMISSION_CHANGED, SESSION_ENDED):
                await self.ask_again()
            if heard.room in self.rooms and heard.event != SESSION_ENDED:
                await self.send(text_data=heard.text)

    async def ask_again_now_and_then(self) -> None:
        """Rights end with time, without anybody announcing it."""
        while True:
            every: float = settings.LIVE_ASK_AGAIN_SECONDS
            await asyncio.sleep(every * random.uniform(0.75, 1.25))  # noqa: S311 - spreads load, hides nothing
            await self.ask_again()

    def start(self, work: "Coroutine[Any, Any, None]") -> None:
        """Run beside the socket; a failure closes it, and the page connects again."""
        task = asyncio.create_task(self.guarded(work))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def guarded(self, work: "Coroutine[Any, Any, None]") -> None:
        """Log what fails here: nobody waits for these tasks."""
        try:
            await work
        except Exception:
            if not self.over:
                logger.exception("A live socket failed")
                await self.end(1011)

    async def say(self, words: dict[str, str]) -> None:
        """Answer the page."""
        if not self.over:
            await self.send(text_data=json.dumps(words))

    async def end(self, code: int, after: float = 0) -> None:
        """Close once."""
        await asyncio.sleep(after)
        if not self.over:
            self.over = True
            await self.close(code)


def ask(person_id: int | None, session_key: str | None, rooms: frozenset[Room]) -> set[Room] | None:
    """Ask everything anew from the database; None when somebody signed in no longer is."""
    at = timezone.now()
    person: Any = AnonymousUser()
    if person_id is not None:
        person = get_user_model()._default_manager.filter(pk=person_id, is_active=True).first()
        if person is None or not session_holds(session_key, at):
            return None
    return {room for room in rooms if may_join(person, room, at)}
