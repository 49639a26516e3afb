"""The portal as a newcomer has it, on SQLite with the demonstration of today, seen through Chromium.

``JOURNEY_DATABASE`` names a SQLite file prepared by ``manage.py demo --no-serve`` to copy instead of making one.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize, sync_playwright

from portal.people.cast import DEMONSTRATION_PASSWORD
from tests.conftest import CHROMIUM
from tests.database import _only_one
from tests.demonstration import story_key
from tests.processes import Server, environment, manage

FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 720}
DESK: ViewportSize = {"width": 1280, "height": 900}


class Portal:
    """A served copy of the demonstration; the server can be stopped and come back, also at a later time."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.database = database
        self.env = environment(
            DATABASE_URL=f"sqlite:///{database}", REDIS_URL="", MEDIA_ROOT=str(folder / "media"), PYTEST_VERSION=""
        )
        self.server, self.ahead = Server(self.env), timedelta()
        self.url = self.server.url

    def at_a_later_time(self, ahead: timedelta) -> None:
        """Stop, and come back at the same address with the clock put forward; nothing due has run meanwhile."""
        self.server.stop()
        self.server, self.ahead = Server(self.env, port=self.server.port, ahead=ahead), ahead

    def manage(self, *command: str) -> str:
        if command[0] == "check_portal":
            # The database was copied without the files of its evidence: they are made again as they were.
            laid = "from portal.demonstration.selfassessments import lay_out_files; lay_out_files()"
            manage(self.env, "shell", "-c", laid)
        return manage(self.env, *command)

    def manage_then(self, *command: str) -> str:
        """Run a command by the clock of the server, which may be ahead."""
        return manage(self.env, *command, ahead=self.ahead)

    def ask(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Look into the database, to find what a journey begins with."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as raw:
            return raw.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> str:
        rows = self.ask(sql, *values)
        assert rows, f"the demonstration has nothing for: {sql}"
        return str(rows[0][0])


def prepared() -> Path:
    """Return the demonstration of today, made once a day and whenever its story changes."""
    if given := os.environ.get("JOURNEY_DATABASE"):
        return Path(given)
    folder = Path(tempfile.gettempdir(), "portal-test-databases")
    folder.mkdir(exist_ok=True)
    made = folder / f"journeys-{story_key()}-{date.today().isoformat()}.sqlite3"  # noqa: DTZ011
    with _only_one(f"portal-{made.stem}"):
        if not made.exists():
            half = made.with_suffix(f".{os.getpid()}")
            files = str(files_of(made))
            env = environment(DATABASE_URL=f"sqlite:///{half}", REDIS_URL="", MEDIA_ROOT=files)
            manage(env, "demo", "--no-serve", within=600)
            with sqlite3.connect(half) as raw:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            half.rename(made)
    return made


def files_of(database: Path) -> Path:
    """Return where the files of a prepared demonstration lie: beside it."""
    return database.with_suffix(".media")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of this module's own."""
    folder = tmp_path_factory.mktemp("portal")
    database = folder / "portal.sqlite3"
    shutil.copyfile(prepared(), database)
    if files_of(prepared()).exists():
        shutil.copytree(files_of(prepared()), folder / "media")
    portal = Portal(database, folder)
    yield portal
    portal.server.stop()
    portal.server.log.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


class Visitor:
    """Somebody's browser, and everything it complained about."""

    def __init__(self, context: BrowserContext, portal: Portal) -> None:
        self.context, self.portal = context, portal
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.strangers: set[str] = set()
        # A form sent back with its errors is an answer, though Chromium calls it one it failed to load.
        self.expected: set[int] = {422}
        # A server busy with the tests of somebody else is slow, not broken.
        context.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("request", lambda asked: self._asked(asked.url))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and not any(f"status of {status} " in text for status in self.expected):
            self.complaints.append(f"{self.page.url}: {text}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(self.portal.url).netloc:
            self.strangers.add(url)

    def go(self, path: str) -> Response:
        answer = self.page.goto(self.portal.url + path)
        assert answer is not None
        return answer

    def sign_in(self, key: str) -> "Visitor":
        """Become one of the cast with one click."""
        self.go("/account/login/")
        self.page.locator(f"button[name=key][value={key}]").click()
        self.page.wait_for_url("**/today/")
        return self

    def sign_in_with_password(self, email: str) -> "Visitor":
        self.go("/account/login/")
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(DEMONSTRATION_PASSWORD)
        self.page.locator("main form").first.locator("button[type=submit]").click()
        self.page.wait_for_url("**/today/")
        return self

    def sign_in_as(self, email: str) -> "Visitor":
        """Sign in whoever it is: with one click if the cast has them."""
        key = email.removesuffix("@hearth.example")
        return self.sign_in_with_password(email) if key.startswith("person-") else self.sign_in(key)

    def press(self, name: str) -> None:
        """Press the button, or follow the link that looks like one."""
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(chromium: Browser, portal: Portal) -> Iterator[Visit]:
    """Return what opens a browser of its own for somebody; at the end none may have complained or gone elsewhere."""
    visitors: list[Visitor] = []

    def open_browser(key: str = "", *, screen: ViewportSize = DESK, scripts: bool = True) -> Visitor:
        context = chromium.new_context(viewport=screen, java_script_enabled=scripts, locale="en-GB")
        visitor = Visitor(context, portal)
        visitors.append(visitor)
        return visitor.sign_in(key) if key else visitor

    yield open_browser
    for visitor in visitors:
        visitor.context.close()
    assert [said for visitor in visitors for said in visitor.complaints] == []
    assert {url for visitor in visitors for url in visitor.strangers} == set()
