"""The search itself: words and permission in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, Case, Count, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.sql.compiler import SQLCompiler

from portal.models import SearchEntry
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


class Matches(Func):
    """Whether an entry holds the words: asked of the full-text index of whichever database there is."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, words: Words, *, title_only: bool = False) -> None:
        super().__init__(F("pk"))
        self.words, self.title_only = words, title_only

    def as_sqlite(self, compiler: SQLCompiler, connection: "BaseDatabaseWrapper", **extra: Any) -> Any:
        """Ask FTS5."""
        query = wording.for_sqlite(self.words, title_only=self.title_only)
        return self._within(compiler, "SELECT rowid FROM portal_search WHERE portal_search MATCH %s", query)

    def as_postgresql(self, compiler: SQLCompiler, connection: "BaseDatabaseWrapper", **extra: Any) -> Any:
        """Ask the GIN index."""
        query = wording.for_postgresql(self.words, title_only=self.title_only)
        asked = "SELECT id FROM portal_searchentry WHERE vector @@ to_tsquery('english', %s)"
        return self._within(compiler, asked, query)

    def _within(self, compiler: SQLCompiler, asked: str, query: str) -> tuple[str, list[Any]]:
        key, values = compiler.compile(self.source_expressions[0])
        return f"{key} IN ({asked})", [*values, query]


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


def allowed(reader: "Reader", at: datetime) -> Q:
    """Keep what ``reader`` may find at ``at``: each kind asks its own records, inside the same query."""
    cases = []
    for source in SOURCES:
        records = source.visible(reader, at)
        if records is not None:
            cases.append(When(kind=source.kind, then=_among(records.order_by())))
    # One CASE, asked of each match by its key. As ORs, SQLite would begin with everything visible instead of the words.
    return Q(Case(*cases, default=Value(False), output_field=BooleanField()))


def _among(records: QuerySet[Any]) -> Exists | Q:
    """Ask about one match, in the way each database does quickly and without statistics of a table just filled.

    SQLite looks every match up by its key; PostgreSQL hashes what is visible once and looks there.
    """
    if connection.vendor == "postgresql":
        return Q(object_id__in=records.values("pk"))
    return Exists(records.filter(pk=OuterRef("object_id")))


def search(reader: "Reader", typed: str, at: datetime, *, kind: str = "", page: int = 1) -> Found:
    """Return what ``reader`` may find by these words: titles first, then the newest.

    Order and counts depend on nothing the reader may not see: there is no score in which hidden records weigh.
    """
    words = wording.read(typed)
    if not words:
        return Found(words, [], [], 0, 1, 1)
    entries = SearchEntry.objects.filter(Matches(words)).filter(allowed(reader, at))
    counts = dict(entries.order_by().values_list("kind").annotate(n=Count("pk")))
    kinds = [Kind(source.kind, source.label, counts[source.kind]) for source in SOURCES if source.kind in counts]
    total = counts.get(kind, 0) if kind else sum(counts.values())
    pages = min(max(1, -(-total // A_PAGE)), LAST_PAGE)
    page = min(max(page, 1), pages)
    shown = entries.filter(kind=kind) if kind else entries
    return Found(words, [_hit(row, words) for row in _page(shown, words, page)], kinds, total, page, pages)


def _page(entries: QuerySet[SearchEntry], words: Words, page: int) -> QuerySet[SearchEntry]:
    start = (page - 1) * A_PAGE
    return entries.annotate(in_title=Matches(words, title_only=True)).order_by(
        "-in_title", F("at").desc(nulls_last=True), "kind", "object_id"
    )[start : start + A_PAGE]


def _hit(row: SearchEntry, words: Words) -> Hit:
    label = BY_KIND[row.kind].label
    return Hit(label, wording.marked(row.title, words), wording.excerpt(row.text, words), row.url, row.at)
