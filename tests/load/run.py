"""One run from its beginning to its end: databases, data, servers, measurements."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.actions.positions import take_position
from governance.enums.rounds import Stance
from governance.models import Proposal, Round
from governance.models.standing import standing_of
from tests.load import acts, longlives, pages, rooms, serving, world
from tests.load.client import load
from tests.load.database import OwnDatabase
from tests.load.measuring import Method, measure
from tests.load.table import Line

HUNDRED = 100
# The CMS's own files are none of what a visitor fetches, and compressing them takes longer than all the rest.
NOT_COLLECTED = ["wagtail*", "rest_framework*", "drf_*", "django_filters*", "taggit*", "admin*"]
FIRST_LOADS = {"home": "/", "a guidance page": pages.GUIDANCE, "decisions": "/decisions/", "standards": "/standards/"}
Wanted = Callable[[str], bool]


class Run:
    """What a run needs to know of itself."""

    def __init__(self, size: int, small: bool, folder: Path, undo: ExitStack, tell: Callable[[str], None]) -> None:
        self.size, self.small, self.folder, self.undo, self.tell = size, small, folder, undo, tell
        self.has_redis = "Redis" in settings.CACHES["default"]["BACKEND"]
        # Without Redis every process keeps its own pages: one is then all that may serve.
        self.workers = 2 if self.has_redis and not small else 1
        self.method = Method(4, 0.2, 2) if small else Method(8, 1.5, 3, warming=0.7)
        self.load_before = os.getloadavg()[0]
        self.database_name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
        self.database_name += " and Redis" if self.has_redis else ", no Redis"
        undo.callback(self._forget_keys)

    def lines(self, wanted: Wanted) -> Iterator[Line]:
        """Do everything, and give each line of the table as it is measured."""
        self.tell("two databases of our own")
        few, full = OwnDatabase("few"), OwnDatabase("full")
        for database in (few, full):
            self.undo.callback(database.remove)
        few.make()
        world.build(HUNDRED)
        longlives.pages(1)
        few.settle()
        full.make()
        here = world.build(self.size)
        self.tell(f"lists of {self.size} rows")
        long = longlives.proposal_with(here, pages.LONG, 500)
        longlives.proposal_with(here, pages.LONGER, 5000)
        versions = 2000 if self.small else 10_000
        middle = longlives.long_history(here, long, versions)
        longlives.pages(2 if self.small else 20)
        records = self._records(here)
        full.settle()
        self.tell("data are there")
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=NOT_COLLECTED)
        servers = [
            serving.pages(name, database.url(), self.folder, self.workers)
            for name, database in (("few", few), ("full", full))
        ]
        for server in servers:
            self.undo.callback(server.stop)
        hundred, server = (one.wait() for one in servers)
        self.tell("the servers answer")
        all_pages = [
            *pages.only_floors(here),
            *pages.lists(here, self.size),
            *pages.proposals(here),
            *pages.people(here, records),
            *pages.histories(here, versions, middle),
            *pages.public(),
            *pages.writes(here),
        ]
        for page in all_pages:
            if wanted(page.name):
                yield from self._measured(page, server, hundred)
        self.tell("pages are measured")
        yield from self._memory(server, all_pages, wanted)
        yield from self._acts(few, full, server, here, long, wanted)

    def _measured(self, page: pages.Page, server: serving.Server, hundred: serving.Server) -> Iterator[Line]:
        """Measure one page; a page that does not answer as it must is a line of the table, not its end."""
        try:
            for line in measure(page, server, hundred, self.method):
                self.tell(" | ".join(line.cells(small=self.small)))
                yield line
        except (RuntimeError, OSError) as error:
            self.tell(f"{page.name}: {error}")
            yield Line(page.name, page.data, measured="it did not answer as it must", reached=0.0, exact=True)

    def _records(self, here: world.World) -> int:
        """Add comments until there are a hundred thousand records to search, and index all."""
        lacking = 0 if self.small else 100_000 - Proposal.objects.count() * 2
        if lacking > 0:
            world.comments(here, lacking)
        return world.index_for_search()

    def _memory(self, server: serving.Server, all_pages: list[pages.Page], wanted: Wanted) -> Iterator[Line]:
        name = "memory of a worker"
        if not wanted(name):
            return
        most = 100 if self.small else 1000
        reading = [page for page in all_pages if page.page(0, 0).status == 200]
        burst = load(
            server.port,
            lambda client, turn: reading[(turn * 4 + client) % len(reading)].page(client, turn),
            clients=4,
            seconds=60,
            most=most,
        )
        megabytes = server.memory()
        yield acts.limit(name, f"after {burst.done} pages and the above", megabytes, 250, "MB", exact=True)

    def _acts(
        self,
        few: OwnDatabase,
        full: OwnDatabase,
        server: serving.Server,
        here: world.World,
        long: Proposal,
        wanted: Wanted,
    ) -> Iterator[Line]:
        if wanted("taking a position, the act"):
            yield _act(here, long)
        if wanted("first load"):
            yield from acts.weight(server.port, FIRST_LOADS)
        if wanted("live room"):
            yield self._room(full, here, long)
        if wanted("ledger"):
            few.use()
            yield from acts.ledger(10_000 if self.small else 100_000)
            full.use()
        self.tell("ledger is measured")
        if wanted("register import"):
            yield from acts.register(few.url(), small=self.small)

    def _room(self, full: OwnDatabase, here: world.World, long: Proposal) -> Line:
        clients, rounds = (50, 10) if self.small else (500, 20)
        workers = 2 if self.has_redis else 1
        echo = serving.sockets("echo", "tests.load.echo:application", full.url(), self.folder, workers, "/")
        self.undo.callback(echo.stop)
        live = serving.sockets("live", "portal.asgi:application", full.url(), self.folder, workers, "/healthz")
        self.undo.callback(live.stop)
        bare = rooms.p95(rooms.echo_times(echo.wait().port, clients, rounds)) * 1000
        echo.stop()
        times, lost = rooms.room_times(
            live.wait().port, f"proposal:{long.pk}", world.cookie(here.reader), clients, rounds
        )
        live.stop()
        late = rooms.p95(times) * 1000
        return Line(
            "live room, events to every page",
            f"{clients} pages, {workers} process(es), {lost} lost",
            measured=f"p95 {late:.0f} ms, echo {bare:.0f} ms",
            required="none lost, ≤ 2 × echo",
            reached=0.0 if lost else 2 * bare / late,
        )

    def _forget_keys(self) -> None:
        if self.has_redis:
            client = caches["default"]._cache.get_client()  # type: ignore[attr-defined]
            for key in client.scan_iter(match=f"*{settings.PREFIX}*"):
                client.delete(key)


def _act(here: world.World, long: Proposal) -> Line:
    """Count the statements of the act itself, without the request around it."""
    # Read as the view reads it: what the act asks by itself is what counts.
    round = Round.objects.select_related("proposal__board", "rules", "version").get(proposal=long)
    standing_of(here.trustees[30], here.at)
    with CaptureQueriesContext(connection) as seen:
        take_position(round=round, by=here.trustees[30], stance=Stance.AGREE, reason="", at=here.at)
    return Line("taking a position, the act", "statements", queries=len(seen), most_queries=12)
