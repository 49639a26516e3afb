"""Measuring a page and its floor in turn, and counting its queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.load.client import HOST, Asked, Slice, ask, load
from tests.load.pages import ETAGS, Make, Page
from tests.load.serving import Server
from tests.load.table import Line


@dataclass(frozen=True)
class Method:
    """How long and how often, and how long it is asked before that; a small run is short."""

    clients: int
    seconds: float
    rounds: int
    warming: float = 0.1


def queries_of(page: Page) -> int:
    """Count what a page asks the database, the second time it is asked: what is kept for all is kept by then."""
    counts = []
    for turn in range(2):
        asked = page.page(0, turn)
        browser = Client(SERVER_NAME=HOST, headers=dict(asked.headers))
        for part in asked.cookie.split("; "):
            if part:
                browser.cookies[part.partition("=")[0]] = part.partition("=")[2]
        with CaptureQueriesContext(connection) as seen:
            if asked.body is None:
                answer = browser.get(asked.path)
            else:
                kind = "application/x-www-form-urlencoded"
                answer = browser.post(asked.path, asked.body, content_type=kind)
        if answer.status_code != asked.status:
            raise RuntimeError(f"{asked.path} answered {answer.status_code}, not {asked.status}")
        counts.append(len(seen))
    return counts[-1]


def measure(page: Page, server: Server, hundred: Server, method: Method) -> Iterator[Line]:
    """Measure ``page`` and its floor in turn; the middle of the ratios counts, so that one disturbed turn does not."""
    _know_what_is_shown(page, server)
    # The first second opens connections and prepares statements on each: no page of a server that has run is like that.
    for make in (page.floor, page.page):
        if make is not None:
            load(server.port, make, clients=method.clients, seconds=method.warming)
    rates, floors, ratios, slow = [], [], [], []
    for _ in range(method.rounds):
        floor = _burst(server, page.floor, method).rate if page.floor else 0.0
        burst = _burst(server, page.page, method)
        rates.append(burst.rate)
        slow.append(burst.p95())
        if floor:
            floors.append(floor)
            ratios.append(burst.rate / floor)
    measured, required, reached = "–", "–", None
    if page.p95_ms:
        late = median(slow) * 1000
        measured, required, reached = f"p95 {late:.0f} ms", f"≤ {page.p95_ms:.0f} ms", page.p95_ms / late
    elif ratios:
        measured = f"{median(ratios):.2f}"
        if page.share:
            required, reached = f"≥ {page.share:g} × floor", median(ratios) / page.share
    yield Line(
        page.name,
        page.data,
        queries=queries_of(page),
        most_queries=page.queries,
        rate=median(rates),
        floor=median(floors) if floors else None,
        measured=measured,
        required=required,
        reached=reached,
    )
    if page.growth:
        yield _growth(page, server, hundred, method)


def _growth(page: Page, server: Server, hundred: Server, method: Method) -> Line:
    """Compare the same page over a hundred rows and over all of them: in time, and in the processor's time."""
    costs, busier = [], []
    load(hundred.port, page.page, clients=method.clients, seconds=method.warming)
    for _ in range(method.rounds):
        few, few_cpu = _with_cpu(hundred, page.page, method)
        many, many_cpu = _with_cpu(server, page.page, method)
        costs.append(few.rate / many.rate)
        busier.append(many_cpu / few_cpu if few_cpu else 1.0)
    return Line(
        f"  {page.name}: all for 100 rows",
        page.data,
        rate=None,
        measured=f"{median(costs):.2f} ×, CPU {median(busier):.2f} ×",
        required=f"≤ {page.growth:g} ×",
        reached=page.growth / median(costs),
    )


def _with_cpu(server: Server, make: Make, method: Method) -> tuple[Slice, float]:
    before = server.cpu()
    burst = _burst(server, make, method)
    return burst, (server.cpu() - before) / burst.done


def _burst(server: Server, make: Make, method: Method) -> Slice:
    return load(server.port, make, clients=method.clients, seconds=method.seconds)


def _know_what_is_shown(page: Page, server: Server) -> None:
    """Warm the page and its floor, and learn the mark of a fragment that is asked for again."""
    for make in (page.floor, page.page):
        if make is None:
            continue
        asked = make(0, 0)
        if asked.status == 304:
            plain = Asked(asked.path, asked.cookie)
            ETAGS[asked.path] = ask(server.port, plain).headers["etag"]
            asked = make(0, 0)
        answer = ask(server.port, asked)
        if answer.status != asked.status:
            raise RuntimeError(f"{asked.path} answered {answer.status}, not {asked.status}: {answer.body[:300]!r}")
