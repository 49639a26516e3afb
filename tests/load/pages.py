"""Which pages are measured, against which floor, with which budget: the table of the quality page, line by line."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from governance.models import Proposal
from tests.load.client import Asked
from tests.load.world import World, cookie

Make = Callable[[int, int], Asked]
TOKEN = "l" * 64
LONG, LONGER = "NW-P-90001", "NW-P-90002"
_TURN = itertools.count()


@dataclass(frozen=True)
class Page:
    """One line of the table: a page, its floor, and what is asked of it."""

    name: str
    data: str
    page: Make
    floor: Make | None = None
    share: float = 0.0
    queries: int | None = None
    # The same page over a hundred rows: at full length it may cost this many times as much.
    growth: float = 0.0
    p95_ms: float = 0.0
    counted: "Callable[[], None] | None" = field(default=None, compare=False)


def same(path: str, who: str = "", **headers: str) -> Make:
    """Ask one address as one person again and again."""
    asked = Asked(path, who, tuple(headers.items()))
    return lambda client, turn: asked


def fresh(path: str) -> Make:
    """Ask so that no page kept whole can be the answer: each time with another query."""
    return lambda client, turn: Asked(f"{path}?fresh={next(_TURN)}")


def lists(world: World, size: int) -> list[Page]:
    """Return the lists, each beside a plain list of the same rows."""
    reader, administrator = cookie(world.reader), cookie(world.administrator)
    manager, data = cookie(world.manager), f"{size} rows"
    about = (
        ("proposals", same("/proposals/", reader), same("/floor/list/proposals/", reader)),
        ("decisions, a visitor", fresh("/decisions/"), fresh("/floor/list/decisions/")),
        ("decisions, a trustee", same("/decisions/", reader), same("/floor/list/decisions/", reader)),
        ("services, a visitor", fresh("/services/"), fresh("/floor/list/services/")),
        ("services, the register", same("/services/register/", manager), same("/floor/list/services/", manager)),
        ("people", same("/people/", administrator), same("/floor/list/people/", administrator)),
    )
    return [Page(f"list of {name}", data, page, floor, 0.6, 10, growth=1.3) for name, page, floor in about]


def proposals(world: World) -> list[Page]:
    """Return the long proposal's pages."""
    reader, at = cookie(world.reader), f"/proposals/{LONG}/"
    first, kept = same(f"/floor/first-fifty/{LONG}/", reader), same(f"/floor/fragment/{LONG}/", reader)
    data = "200 positions, 500 comments, 30 versions"
    return [
        Page("proposal", data, same(at, reader), first, 0.8, 12),
        Page("proposal", "the same, 5,000 comments", same(f"/proposals/{LONGER}/", reader), first, 0.8, 12),
        Page("proposal: positions, drawn again", data, same(f"{at}round/others/", reader), first, 0, 12),
        Page("proposal: positions, unchanged (304)", data, unchanged(f"{at}round/others/", reader), kept, 0.5, 12),
        Page("proposal: state and text, drawn again", data, same(f"{at}state/", reader, **HTMX), kept, 0.5, 12),
    ]


HTMX = {"HX-Request": "true"}
ETAGS: dict[str, str] = {}


def unchanged(path: str, who: str) -> Make:
    """Ask whether a fragment has changed; the mark of what is known is filled in once the server runs."""
    return lambda client, turn: Asked(path, who, (("If-None-Match", ETAGS.get(path, "")),), status=304)


def histories(world: World, versions: int, middle: datetime) -> list[Page]:
    """Return the timeline of a long-lived record, and the record as it stood in the middle of its life."""
    chair, at, data = cookie(world.chair), f"/proposals/{LONG}/history/", f"{versions} versions"
    floor, day = same(f"/floor/history/{LONG}/", chair), timezone.localdate(middle)
    return [
        Page("timeline", data, same(at, chair), floor, 0.8, None),
        Page("as it stood on a day", data, same(f"{at}?on={day.isoformat()}", chair), floor, 0.8, None),
    ]


def people(world: World, size: int) -> list[Page]:
    """Return the busiest person's day, and the search."""
    chair, reader = cookie(world.chair), cookie(world.reader)
    rows = Proposal.objects.count()
    return [
        Page(
            "Today, the busiest person",
            f"{rows} proposals",
            same("/today/", chair),
            same("/floor/list/proposals/", chair),
            0.5,
            15,
        ),
        *(
            Page(f"search, {found}", f"{size} records", same(f"/search/?q={word}", reader), None, 0, 12, p95_ms=300)
            for found, word in (
                ("one in a thousand found", "kingfishers"),
                ("one in ten found", "otters"),
                ("most found", "reference"),
            )
        ),
    ]


def public() -> list[Page]:
    """Return public pages, kept whole and drawn afresh."""
    smallest, kept = same("/floor-page/"), same("/floor/cached/")
    pages = {"home": "/", "guidance": "/guidance/", "a guidance page": GUIDANCE, "standards": "/standards/"}
    found = [Page(f"{name}, cached", "a visitor", same(path), kept, 0.8, 0) for name, path in pages.items()]
    return found + [
        Page(f"{name}, not cached", "a visitor", fresh(path), smallest, 0.7, 10) for name, path in pages.items()
    ]


GUIDANCE = "/guidance/blocks-and-stand-asides/"


def writes(world: World) -> list[Page]:
    """Return taking a position, each client another trustee of the same round, beside a bare write with history."""
    who = [f"{cookie(person)}; csrftoken={TOKEN}" for person in world.trustees[20:28]]

    def position(client: int, turn: int) -> Asked:
        body = f"csrfmiddlewaretoken={TOKEN}&stance=reservations&reason=Because+{next(_TURN)}"
        return Asked(f"/proposals/{LONG}/position/", who[client % 8], body=body.encode(), status=302)

    def write(client: int, turn: int) -> Asked:
        body = f"csrfmiddlewaretoken={TOKEN}".encode()
        return Asked("/floor/write/NW-P-00060/", who[client % 8], body=body, status=204)

    return [Page("taking a position", "200 positions, history, ledger, notices", position, write, 0.6)]


def only_floors(world: World) -> list[Page]:
    """Return the floors that stand on their own, for the table."""
    reader = cookie(world.reader)
    return [
        Page("floor: bare view", "a visitor", same("/floor/bare/")),
        Page("floor: bare view, signed in", "a trustee", same("/floor/bare/", reader)),
        Page("floor: one row by the ORM", "a visitor", same("/floor/row/1/")),
    ]
