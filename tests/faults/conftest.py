"""Real processes over this test's own database: what is killed, cut or stopped here is nobody else's."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from governance.models import ChairTerm, Round
from portal.history.ledger import append_to_ledger
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import opened
from tests.processes import Server, environment

TOKEN = "a" * 32


class Answer:
    """What a server said."""

    def __init__(self, status: int, body: str, location: str) -> None:
        self.status, self.body, self.location = status, body, location


def files_in(data: dict[str, str | bytes]) -> dict[str, object]:
    """Return a form's fields with what is bytes as a text file."""
    return {
        name: SimpleUploadedFile(f"{name}.txt", value, "text/plain") if isinstance(value, bytes) else value
        for name, value in data.items()
    }


class Voice:
    """Somebody signed in, talking to a server over the wire."""

    def __init__(self, person: User) -> None:
        self.person = person
        client = Client()
        client.force_login(person)
        client.get("/nothing-is-here/")
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value

    @property
    def cookies(self) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={TOKEN}"

    def get(self, server: Server, path: str) -> Answer:
        return self._ask(server, "GET", path, None)

    def post(self, server: Server, path: str, **data: str) -> Answer:
        return self._ask(server, "POST", path, urlencode(data))

    def send(self, server: Server, path: str, data: dict[str, str | bytes]) -> Answer:
        """Send a form with files: what is bytes is one."""
        body = encode_multipart(BOUNDARY, files_in(data))
        return self._ask(server, "POST", path, body, MULTIPART_CONTENT)

    def request(self, server: Server, path: str, data: dict[str, str | bytes]) -> tuple[bytes, bytes]:
        """Return the same as it goes over the wire, for whoever sends it in pieces: its head and its body."""
        body = encode_multipart(BOUNDARY, files_in(data))
        headers = self._headers(server, MULTIPART_CONTENT) | {"Host": f"127.0.0.1:{server.port}"}
        headers["Content-Length"] = str(len(body))
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode(), body

    def _headers(self, server: Server, type_: str) -> dict[str, str]:
        return {"Cookie": self.cookies, "X-CSRFToken": TOKEN, "Origin": server.url, "Content-Type": type_}

    def _ask(
        self,
        server: Server,
        method: str,
        path: str,
        body: str | bytes | None,
        type_: str = "application/x-www-form-urlencoded",
    ) -> Answer:
        wire = HTTPConnection("127.0.0.1", server.port, timeout=20)
        try:
            wire.request(method, path, body, self._headers(server, type_))
            answer = wire.getresponse()
            return Answer(answer.status, answer.read().decode(), answer.headers.get("Location", ""))
        finally:
            wire.close()


@pytest.fixture
def env(transactional_db: None) -> dict[str, str]:
    """The environment of processes that use this test's database."""
    known = connection.settings_dict
    who = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    url = f"postgres://{who}@{known['HOST'] or '127.0.0.1'}:{known['PORT'] or 5432}/{known['NAME']}"
    return environment(DATABASE_URL=url, REDIS_URL=os.environ["REDIS_URL"], PYTEST_VERSION="")


@pytest.fixture
def serve(env: dict[str, str]) -> Iterator[Callable[..., Server]]:
    """Return what starts a server; all are stopped at the end."""
    started: list[Server] = []

    def start(**more: str) -> Server:
        started.append(Server(env | more))
        return started[-1]

    yield start
    for server in started:
        print(server.said()[-4000:])  # noqa: T201 - shown when the test fails
        server.__exit__()
    cache.clear()


@pytest.fixture
def just_now() -> datetime:
    """The servers' clock is the real one: what they are to find has happened an hour ago."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


@pytest.fixture
def board(transactional_db: None) -> SmallBoard:
    board = board_with_trustees()
    term = ChairTerm.objects.get(board=board.board)
    # Factories write rows, the portal's own acts write the ledger too: here everything must verify.
    append_to_ledger(kind="chair_term.started", subject=term, by=board.secretary, at=NOON, board_ref=board.board.slug)
    return board


@pytest.fixture
def tested(board: SmallBoard, just_now: datetime) -> Round:
    """A round that was opened an hour ago and stays open for a week."""
    return opened(board, just_now)
