"""The search itself: words and permission in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.sql.compiler import SQLCompiler

from governance.queries.standing import KeptFor
from portal.models import SearchEntry
from portal.people.permissions.roles import roles_of
from portal.search import words as wording
from portal.search.sources import BY_KIND, SOURCES
from portal.search.words import Words

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.utils.functional import Promise
    from django.utils.safestring import SafeString

    from portal.search.kinds import Reader

A_PAGE = 20
LAST_PAGE = 50
# Up to here PostgreSQL looks each match up by its key; beyond, it gathers what is visible once and looks there.
FEW = 5000


class Matches(Func):
    """Whether an entry holds the words: asked of the full-text index of whichever database there is."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, asked: str, *, first: bool = False) -> None:
        super().__init__(F("pk"))
        self.asked, self.first = asked, first

    def as_sqlite(self, compiler: SQLCompiler, connection: "BaseDatabaseWrapper", **extra: Any) -> Any:
        """Ask FTS5."""
        return self._within(compiler, "SELECT rowid FROM portal_search WHERE portal_search MATCH %s")

    def as_postgresql(self, compiler: SQLCompiler, connection: "BaseDatabaseWrapper", **extra: Any) -> Any:
        """Ask the GIN index."""
        asked = "SELECT id FROM portal_searchentry WHERE vector @@ to_tsquery('english', %s)"
        if not self.first:
            return self._within(compiler, asked)
        # As an array it is worked out first, and only those rows are asked whether they may be seen. As a subquery, a
        # planner that guesses too many matches asks that of the whole table.
        key, values = compiler.compile(self.source_expressions[0])
        return f"{key} = ANY(ARRAY({asked}))", [*values, self.asked]

    def _within(self, compiler: SQLCompiler, asked: str) -> tuple[str, list[Any]]:
        key, values = compiler.compile(self.source_expressions[0])
        return f"{key} IN ({asked})", [*values, self.asked]


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
    """One filter: how many of the results are of this kind."""

    key: str
    label: "str | Promise"
    count: int


@dataclass(frozen=True)
class Found:
    """One page of results."""

    words: Words
    hits: list[Hit]
    kinds: list[Kind]
    total: int
    page: int
    pages: int


def allowed(reader: "Reader", at: datetime, *, few: bool = True) -> Q:
    """Keep what ``reader`` may find at ``at``: each kind asks its own records, inside the same query."""
    cases = []
    for source in SOURCES:
        records = source.visible(reader, at)
        if records is not None:
            cases.append(When(kind=source.kind, then=_among(records.order_by(), few=few)))
    # One CASE, asked of each match by its key. As ORs, SQLite would begin with everything visible instead of the words.
    return Q(Case(*cases, default=Value(False), output_field=BooleanField()))


def _among(records: QuerySet[Any], *, few: bool) -> Exists | Q:
    """Ask about one match: by its key, or of everything visible gathered once."""
    return Exists(records.filter(pk=OuterRef("object_id"))) if few else Q(object_id__in=records.values("pk"))


def _are_few(words: Words) -> bool:
    """Say whether each match is better looked up by its key. SQLite always is; nobody is shown this number."""
    if connection.vendor != "postgresql":
        return True
    asked = "SELECT 1 FROM portal_searchentry WHERE vector @@ to_tsquery('english', %s) OFFSET %s LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(asked, [wording.for_postgresql(words), FEW])
        return cursor.fetchone() is None


def search(reader: "Reader", typed: str, at: datetime, *, kind: str = "", page: int = 1) -> Found:
    """Return what ``reader`` may find by these words: titles first, then the newest.

    Order and counts depend on nothing the reader may not see: there is no score in which hidden records weigh.
    """
    words = wording.read(typed)
    if not words:
        return Found(words, [], [], 0, 1, 1)
    asked = {"words": _asked_of(words), "titles": _asked_of(words, title_only=True)}
    seen = _SEEN.statement(reader, at, _are_few(words), roles_of(reader, at), **asked)
    page = min(max(page, 1), LAST_PAGE)
    counts, keys = _asked(seen, kind, page)
    total = counts.get(kind, 0) if kind else sum(counts.values())
    pages = min(max(1, -(-total // A_PAGE)), LAST_PAGE)
    if page > pages:
        page = pages
        counts, keys = _asked(seen, kind, page)
    kinds = [Kind(source.kind, source.label, counts[source.kind]) for source in SOURCES if source.kind in counts]
    rows = SearchEntry.objects.in_bulk(keys)
    return Found(words, [_hit(rows[key], words) for key in keys if key in rows], kinds, total, page, pages)


COUNTED_AND_PAGE = """
WITH seen (id, kind, object_id, at, in_title) AS MATERIALIZED ({seen})
SELECT 0 AS place, kind, count(*) AS value FROM seen GROUP BY kind
UNION ALL
SELECT * FROM (
    SELECT row_number() OVER (ORDER BY in_title DESC, at DESC NULLS LAST, kind, object_id) AS place, kind, id AS value
    FROM seen WHERE {kind} ORDER BY place LIMIT %s OFFSET %s
) AS page
"""


def _seen(
    reader: "Reader", at: datetime, few: bool, roles: frozenset[str], *, words: str, titles: str
) -> "QuerySet[Any, Any]":
    """Return the entries with these words that ``reader`` may find; ``roles`` are theirs, for they change the text."""
    if reader.is_authenticated:
        reader.__dict__.setdefault("_roles_at", {})[at] = roles
    entries = SearchEntry.objects.filter(Matches(words, first=True)).filter(allowed(reader, at, few=few))
    columns = entries.order_by().annotate(in_title=Matches(titles))
    return columns.values_list("pk", "kind", "object_id", "at", "in_title")


_SEEN = KeptFor(_seen)


def _asked_of(words: Words, *, title_only: bool = False) -> str:
    """Write the words as the full-text index of this database is asked."""
    write = wording.for_postgresql if connection.vendor == "postgresql" else wording.for_sqlite
    return write(words, title_only=title_only)


def _asked(seen: tuple[str, tuple[Any, ...]], kind: str, page: int) -> tuple[dict[str, int], list[int]]:
    """Return how many of each kind may be seen and the keys of one page in their order: matches are asked once."""
    inner, values = seen
    asked = COUNTED_AND_PAGE.format(seen=inner, kind="kind = %s" if kind else "1 = 1")
    with connection.cursor() as cursor:
        cursor.execute(asked, [*values, *([kind] if kind else []), A_PAGE, (page - 1) * A_PAGE])
        rows = cursor.fetchall()
    counts = {kind: value for place, kind, value in rows if not place}
    return counts, [value for place, _kind, value in sorted(rows) if place]


def _hit(row: SearchEntry, words: Words) -> Hit:
    label = BY_KIND[row.kind].label
    return Hit(label, wording.marked(row.title, words), wording.excerpt(row.text, words), row.url, row.at)
