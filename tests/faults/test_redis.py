"""Redis stopped and back: pages work all the time, sockets come back, and what was missed is read again."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from governance.models import Position, Round
from tests.factories.governance import SmallBoard
from tests.faults.conftest import Voice
from tests.processes import Running, Server, environment, free_port, wait_until

pytestmark = pytest.mark.fault


class OwnRedis:
    """A Redis of this test's own, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.running: Running | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.running = Running("redis-server", *options, "--dir", str(self.folder), env=environment())
        wait_until(self.answers, within=10, what="Redis answers")

    def answers(self) -> bool:
        asked = subprocess.run(["redis-cli", "-p", str(self.port), "ping"], capture_output=True, timeout=5)
        return b"PONG" in asked.stdout

    def stop(self) -> None:
        if self.running is not None:
            self.running.kill()
            self.running.log.unlink(missing_ok=True)
            self.running = None


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[OwnRedis]:
    redis = OwnRedis(tmp_path)
    yield redis
    redis.stop()


def listen(server: Server, voice: Voice, room: str) -> ClientConnection:
    """Open a socket and wait until it has joined."""
    address = f"ws://127.0.0.1:{server.port}/ws/live/?room={room.replace(':', '%3A')}"
    socket = connect(address, additional_headers={"Cookie": voice.cookies}, origin=server.url, open_timeout=10)  # type: ignore[arg-type]
    until(socket, lambda said: said.get("joined") == room)
    return socket


def until(socket: ClientConnection, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    for _ in range(20):
        said: dict[str, Any] = json.loads(socket.recv(timeout=10))
        if wanted(said):
            return said
    raise AssertionError("it was not said")


def test_redis_stopped_and_back_costs_no_page_and_no_position(
    board: SmallBoard, tested: Round, serve: Callable[..., Server], redis: OwnRedis
) -> None:
    server = serve(REDIS_URL=redis.url)
    number, room = tested.proposal.number, f"proposal:{tested.proposal_id}"
    watcher, first, second, third = (Voice(person) for person in board.everyone[:4])
    socket = listen(server, watcher, room)
    path = f"/proposals/{number}/position/"
    assert first.post(server, path, stance="agree", reason="").status == 302
    until(socket, lambda said: said.get("event") == "round.changed")

    redis.stop()
    assert watcher.get(server, f"/proposals/{number}/").status == 200
    assert watcher.get(server, "/decisions/").status == 200
    assert server.answers("/")
    assert server.answers("/account/login/")
    assert second.post(server, path, stance="agree", reason="").status == 302
    redis.start()

    def heard_again() -> bool:
        """Follow as a page does: a socket that was closed is opened again, then the page reads anew."""
        nonlocal socket
        try:
            third.post(server, path, stance="reservations", reason=f"Once more, {Position.objects.count()}.")
            until(socket, lambda said: said.get("event") == "round.changed")
        except (WebSocketException, TimeoutError, OSError, AssertionError):
            with suppress(WebSocketException, OSError, TimeoutError, AssertionError):
                socket.close()
                socket = listen(server, watcher, room)
            return False
        return True

    wait_until(heard_again, within=40, what="sockets hear again")
    socket.close()
    assert watcher.get(server, f"/proposals/{number}/round/standing/").status == 200
    assert Position.objects.filter(entitlement__person=second.person).count() == 1
