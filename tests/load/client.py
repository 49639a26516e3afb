"""A small load client: keep-alive connections from a few threads, bounded in time and number, to this machine only.

It speaks just enough HTTP/1.1 (a length in the answer, no pieces) to cost far less than what it measures; the standard
library's client costs as much as a bare view.
"""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PATIENCE = 30.0


class Unexpected(RuntimeError):
    """The server did not answer as a page that is measured must."""


@dataclass(frozen=True)
class Asked:
    """One request, and how it must be answered."""

    path: str
    cookie: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    status: int = 200

    def text(self) -> bytes:
        """Write the request."""
        lines = [f"{'GET' if self.body is None else 'POST'} {self.path} HTTP/1.1", f"Host: {HOST}"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.body is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + (self.body or b"")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One keep-alive connection; opened again when the server closes it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.rest = b""

    def ask(self, asked: Asked) -> Answer:
        """Send one request and read the whole answer; a connection closed meanwhile is opened again once."""
        for last in (False, True):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection((HOST, self.port), timeout=PATIENCE)
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.socket.sendall(asked.text())
                return self._read()
            except (ConnectionError, BrokenPipeError):
                self.close()
                if last:
                    raise
        raise AssertionError

    def _read(self) -> Answer:
        head, _, rest = self._until(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        code = int(status.split(" ")[1])
        length = 0 if code in (204, 304) else int(headers.get("content-length", -1))
        if length < 0:
            raise Unexpected(f"an answer without a length: {status}")
        assert self.socket is not None
        parts, have = [rest], len(rest)
        while have < length:
            parts.append(self._more())
            have += len(parts[-1])
        body = b"".join(parts)
        self.rest = body[length:]
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(code, headers, body[:length])

    def _until(self, mark: bytes) -> tuple[bytes, bytes, bytes]:
        text, self.rest = self.rest, b""
        while mark not in text:
            text += self._more()
        return text.partition(mark)

    def _more(self) -> bytes:
        assert self.socket is not None
        some = self.socket.recv(262144)
        if not some:
            raise ConnectionResetError
        return some

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            self.socket.close()
        self.socket, self.rest = None, b""


def ask(port: int, asked: Asked) -> Answer:
    """Ask once."""
    connection = Connection(port)
    try:
        return connection.ask(asked)
    finally:
        connection.close()


@dataclass
class Slice:
    """What a short burst of requests came to."""

    done: int = 0
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return requests a second."""
        return self.done / self.seconds if self.seconds else 0.0

    def p95(self) -> float:
        """Return the time, in seconds, within which nineteen of twenty were answered."""
        times = sorted(self.times)
        return times[min(len(times) - 1, int(len(times) * 0.95))] if times else 0.0


def load(port: int, make: Callable[[int, int], Asked], *, clients: int, seconds: float, most: int = 5000) -> Slice:
    """Let ``clients`` threads ask what ``make(client, turn)`` says until the time is up; at least once each."""
    found, failures = Slice(), []
    lock = threading.Lock()
    began = time.perf_counter()
    end = began + seconds

    def run(client: int) -> None:
        connection, times = Connection(port), []
        try:
            for turn in range(most // clients):
                started = time.perf_counter()
                if turn and started >= end:
                    break
                asked = make(client, turn)
                answer = connection.ask(asked)
                if answer.status != asked.status:
                    said = f"{asked.path} answered {answer.status}, not {asked.status}"
                    raise Unexpected(f"{said}: {answer.body[:300]!r}")
                times.append(time.perf_counter() - started)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()
            with lock:
                found.times += times

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    found.done, found.seconds = len(found.times), time.perf_counter() - began
    return found


def always(asked: Asked) -> Callable[[int, int], Asked]:
    """Ask the same again and again."""
    return lambda client, turn: asked


def in_turn(many: Sequence[Asked]) -> Callable[[int, int], Asked]:
    """Let every client ask its own."""
    return lambda client, turn: many[client % len(many)]
