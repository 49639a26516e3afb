"""Many open pages in one live room, beside as many sockets of a bare echo."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

from websockets.asyncio.client import ClientConnection, connect

from tests.load.client import HOST, Asked, ask

PATIENCE = 20.0
AT_ONCE = 25
# Enough to meet both processes.
WARMING = 12


def p95(times: list[float]) -> float:
    """Return the time within which nineteen of twenty came."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def echo_times(port: int, clients: int, rounds: int) -> list[float]:
    """Return how long each echo took when all ask at the same instant."""

    async def measure(sockets: list[ClientConnection]) -> list[float]:
        times: list[float] = []

        async def one(socket: ClientConnection, began: float) -> None:
            await socket.send("x" * 60)
            await socket.recv()
            times.append(time.perf_counter() - began)

        for _ in range(rounds):
            began = time.perf_counter()
            await asyncio.wait_for(asyncio.gather(*(one(socket, began) for socket in sockets)), PATIENCE)
        return times

    return asyncio.run(_with_sockets(f"ws://{HOST}:{port}/", {}, clients, measure))


def room_times(port: int, room: str, cookie: str, clients: int, rounds: int) -> tuple[list[float], int]:
    """Return how long each page waited for an event, and how many messages never came."""
    lost = 0

    async def measure(sockets: list[ClientConnection]) -> list[float]:
        nonlocal lost
        times: list[float] = []

        async def until_joined(socket: ClientConnection) -> None:
            while "joined" not in json.loads(await socket.recv()):
                pass

        async def one(socket: ClientConnection, began: float, n: int) -> None:
            while json.loads(await socket.recv()).get("id") != n:
                pass
            times.append(time.perf_counter() - began)

        await asyncio.wait_for(asyncio.gather(*(until_joined(socket) for socket in sockets)), PATIENCE)
        # Warmed as every page is: a process's first request imports all that the addresses lead to.
        for _ in range(WARMING):
            await asyncio.to_thread(ask, port, Asked(f"/floor/announce/{room}/0/", status=204))
        for n in range(1, rounds + 1):
            began = time.perf_counter()
            waiting = [asyncio.create_task(one(socket, began, n)) for socket in sockets]
            await asyncio.to_thread(ask, port, Asked(f"/floor/announce/{room}/{n}/", status=204))
            _done, late = await asyncio.wait(waiting, timeout=5)
            lost += len(late)
            for task in late:
                task.cancel()
        return times

    headers = {"Cookie": cookie, "Origin": f"http://{HOST}:{port}"}
    times = asyncio.run(_with_sockets(f"ws://{HOST}:{port}/ws/live/?room={room}", headers, clients, measure))
    return times, lost


async def _with_sockets(
    address: str,
    headers: dict[str, str],
    clients: int,
    measure: Callable[[list[ClientConnection]], Awaitable[list[float]]],
) -> list[float]:
    gate, sockets = asyncio.Semaphore(AT_ONCE), []

    async def one() -> None:
        async with gate:
            plain = {name: value for name, value in headers.items() if name != "Origin"}
            origin = headers.get("Origin")
            sockets.append(
                await connect(address, additional_headers=plain, origin=origin, compression=None, open_timeout=PATIENCE)
            )

    try:
        await asyncio.gather(*(one() for _ in range(clients)))
        return await measure(sockets)
    finally:
        await asyncio.gather(*(socket.close() for socket in sockets), return_exceptions=True)
