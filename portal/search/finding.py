"""The search itself: words and permission in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from portal.models import SearchEntry
from portal.search import words as wording
from portal.search.matching import MOST, seen
from portal.search.sources import BY_KIND, SOURCES
from portal.search.words import Words

if TYPE_CHECKING:
    from django.utils.functional import Promise
    from django.utils.safestring import SafeString

    from portal.search.kinds import Reader

A_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One result as it is shown."""

    kind: "str | Promise"
    title: "SafeString"
    excerpt: "SafeString"
    url: str
    at: datetime | None


@dataclass(frozen=True)
class Kind:
    """One filter: how many of the results are of this kind, and whether there are more than are shown."""

    key: str
    label: "str | Promise"
    count: int
    more: bool


@dataclass(frozen=True)
class Found:
    """One page of results."""

    words: Words
    hits: list[Hit]
    kinds: list[Kind]
    total: int
    page: int
    pages: int
    more: bool = False


def search(reader: "Reader", typed: str, at: datetime, *, kind: str = "", page: int = 1) -> Found:
    """Return what ``reader`` may find by these words, the newest ``MOST`` of each kind: titles first, then the newest.

    Order and counts depend on nothing the reader may not see: there is no score in which hidden records weigh.
    """
    words = wording.read(typed)
    if not words:
        return Found(words, [], [], 0, 1, 1)
    asked = seen(reader, words, at)
    page = max(page, 1)
    counts, keys = _asked(asked, kind, page)
    shown = {name: min(count, MOST) for name, count in counts.items()}
    total = shown.get(kind, 0) if kind else sum(shown.values())
    pages = max(1, -(-total // A_PAGE))
    if page > pages:
        page = pages
        counts, keys = _asked(asked, kind, page)
    kinds = [
        Kind(source.kind, source.label, shown[source.kind], counts[source.kind] > MOST)
        for source in SOURCES
        if source.kind in counts
    ]
    more = any(one.more for one in kinds if not kind or one.key == kind)
    rows = SearchEntry.objects.in_bulk(keys)
    return Found(words, [_hit(rows[key], words) for key in keys if key in rows], kinds, total, page, pages, more)


COUNTED_AND_PAGE = """
WITH seen (id, kind, object_id, at, in_title) AS MATERIALIZED ({seen}),
nth (id, kind, object_id, at, in_title, nth) AS (
    SELECT seen.*, row_number() OVER (PARTITION BY kind ORDER BY at DESC NULLS LAST, object_id) FROM seen
)
SELECT 0 AS place, kind, count(*) AS value FROM nth WHERE nth <= %s GROUP BY kind
UNION ALL
SELECT * FROM (
    SELECT row_number() OVER (ORDER BY in_title DESC, at DESC NULLS LAST, kind, object_id) AS place, kind, id AS value
    FROM nth WHERE nth <= %s AND {kind} ORDER BY place LIMIT %s OFFSET %s
) AS page
"""


def _asked(seen: tuple[str, tuple[Any, ...]], kind: str, page: int) -> tuple[dict[str, int], list[int]]:
    """Return how many of each kind may be seen and the keys of one page in their order: matches are asked once."""
    inner, values = seen
    asked = COUNTED_AND_PAGE.format(seen=inner, kind="kind = %s" if kind else "1 = 1")
    with connection.cursor() as cursor:
        cursor.execute(asked, [*values, MOST + 1, MOST, *([kind] if kind else []), A_PAGE, (page - 1) * A_PAGE])
        rows = cursor.fetchall()
    counts = {kind: value for place, kind, value in rows if not place}
    return counts, [value for place, _kind, value in sorted(rows) if place]


def _hit(row: SearchEntry, words: Words) -> Hit:
    label = BY_KIND[row.kind].label
    return Hit(label, wording.marked(row.title, words), wording.excerpt(row.text, words), row.url, row.at)
