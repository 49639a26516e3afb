"""Sockets in this process: each test runs them to their end, on one thread, in the test's own transaction."""

import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import channel_layers
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from portal.live.rooms import KINDS, Room, register_room
from portal.people.models import User

ORIGIN = [(b"origin", b"http://localhost"), (b"host", b"localhost")]


def on_a_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run an async test so that what it asks of the database stays in the test's transaction."""

    @wraps(test)
    def run(*values: Any, **named: Any) -> None:
        async_to_sync(test)(*values, **named)

    return run


class Page(WebsocketCommunicator):
    """An open page, as its script talks."""

    async def opened(self) -> "Page":
        """Connect, and insist."""
        accepted, _ = await self.connect(timeout=5)
        assert accepted
        return self

    async def says(self, **words: Any) -> None:
        """Send one message."""
        await self.send_to(text_data=json.dumps(words))

    async def hears(self) -> dict[str, Any]:
        """Return the next message."""
        heard: dict[str, Any] = await self.receive_json_from(timeout=5)
        return heard

    async def closed_with(self) -> int:
        """Return the code with which the server closes, whatever it says before."""
        while True:
            message = await self.receive_output(timeout=5)
            if message["type"] == "websocket.close":
                return int(message["code"])


class Door:
    """A kind of room whose door the test opens and shuts."""

    def __init__(self) -> None:
        self.open = True
        self.asked: list[tuple[Any, int, datetime]] = []

    def may_join(self, person: Any, row_id: int, at: datetime) -> bool:
        self.asked.append((person, row_id, at))
        return self.open and row_id < 100


@pytest.fixture
def door() -> Iterator[Door]:
    """Register rooms of kind ``thing`` for one test."""
    door = Door()
    register_room("thing", door.may_join)
    yield door
    del KINDS["thing"]


@pytest.fixture(autouse=True)
def _own_layer() -> Iterator[None]:
    """Leave no message of one test to the next."""
    channel_layers.backends.clear()
    yield
    channel_layers.backends.clear()


@pytest.fixture(autouse=True)
def _keep_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no connection past its age be closed between calls, and the test's transaction with it."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    monkeypatch.setattr("channels.consumer.aclose_old_connections", _nothing_to_close)


async def _nothing_to_close() -> None:
    """Stand in for a closing."""


@pytest.fixture
def ada(db: None) -> User:
    """Return somebody who can sign in."""
    return User.objects.create_user("ada@example.org", "a long enough password", name="Ada Thorn")


def page_of(person: User | None, rooms: str = "", headers: Any = None) -> Page:
    """Return a page of ``person``, signed in as a browser would be, not yet connected."""
    from portal.asgi import application  # noqa: PLC0415 - sets up the frame

    cookies = []
    if person is not None:
        client = Client()
        client.force_login(person)
        client.get("/nowhere/")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())]
    return Page(application, f"/ws/live/{rooms}", headers=[*(headers or ORIGIN), *cookies])


async def open_page(person: User | None, rooms: str = "") -> Page:
    """Return an open page of ``person``."""
    return await (await sync_to_async(page_of)(person, rooms)).opened()


async def announced(room: str, event: str, row_id: int) -> None:
    """Announce as the publisher does, on this loop."""
    from channels.layers import get_channel_layer  # noqa: PLC0415

    found = Room.named(room)
    assert found is not None
    message = {"type": "live.event", "room": room, "event": event, "id": row_id}
    await get_channel_layer().group_send(found.group, message)


@pytest.fixture(autouse=True)
def _one_process(settings: Any) -> None:
    """These tests look inside the layer of one process; two processes over Redis are tried in ``tests/faults``."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
