"""What matches the words and may be seen: asked of the matches by their keys, or met on the way from the newest."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.sql.compiler import SQLCompiler

from governance.queries.standing import KeptFor
from portal.models import SearchEntry
from portal.people.permissions.roles import roles_of
from portal.search import words as wording
from portal.search.sources import SOURCES
from portal.search.words import Words

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from portal.search.kinds import Reader

# So many of each kind are shown, the newest: nobody reads further, and counting a hundred thousand takes a second.
MOST = 200
# Up to here PostgreSQL looks each match up by its key; beyond, it walks from the newest until it has enough.
FEW = 2000
# The words of one block in a hundred, always the same ones, say whether matches are few.
SAMPLE = 100
COLUMNS = ("pk", "kind", "object_id", "at", "in_title")


class Matches(Func):
    """Whether an entry holds the words: asked of the full-text index of whichever database there is."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, asked: str, *, first: bool = False, here: bool = False) -> None:
        super().__init__(F("pk"))
        self.asked, self.first, self.here = asked, first, here

    def as_sqlite(self, compiler: SQLCompiler, connection: "BaseDatabaseWrapper", **extra: Any) -> Any:
        """Ask FTS5."""
        return self._within(compiler, "SELECT rowid FROM portal_search WHERE portal_search MATCH %s")

    def as_postgresql(self, compiler: SQLCompiler, connection: "BaseDatabaseWrapper", **extra: Any) -> Any:
        """Ask the GIN index, or the entry that is ``here`` already."""
        key, values = compiler.compile(self.source_expressions[0])
        if self.here:
            table = key.removesuffix('"id"')
            # As a function no index knows it: the planner guesses wildly how many hold a begun word.
            return f"ts_match_vq({table}\"vector\", to_tsquery('english', %s))", [*values, self.asked]
        asked = "SELECT id FROM portal_searchentry WHERE vector @@ to_tsquery('english', %s)"
        if not self.first:
            return self._within(compiler, asked)
        # As an array it is worked out first, and only those rows are asked whether they may be seen. As a subquery, a
        # planner that guesses too many matches asks that of the whole table.
        return f"{key} = ANY(ARRAY({asked}))", [*values, self.asked]

    def _within(self, compiler: SQLCompiler, asked: str) -> tuple[str, list[Any]]:
        key, values = compiler.compile(self.source_expressions[0])
        return f"{key} IN ({asked})", [*values, self.asked]


def allowed(reader: "Reader", at: datetime) -> Q:
    """Keep what ``reader`` may find at ``at``: each kind asks its own records, inside the same query."""
    cases = [
        When(kind=source.kind, then=Exists(records.order_by().filter(pk=OuterRef("object_id"))))
        for source in SOURCES
        if (records := source.visible(reader, at)) is not None
    ]
    # One CASE, asked of each match by its key. As ORs, SQLite would begin with everything visible instead of the words.
    return Q(Case(*cases, default=Value(False), output_field=BooleanField()))


def seen(reader: "Reader", words: Words, at: datetime) -> tuple[str, tuple[Any, ...]]:
    """Return a statement for what ``reader`` may find by these words: all, or of each kind the newest ``MOST + 1``.

    What is shown of it is the same either way: how many match that may not be seen changes the way alone.
    """
    roles, asked = roles_of(reader, at), {"words": _asked_of(words), "titles": _asked_of(words, title_only=True)}
    if are_few(words):
        return _BY_KEY.statement(reader, at, roles, **asked)
    return _WALKED.statement(reader, at, roles, **asked)


def are_few(words: Words) -> bool:
    """Say whether each match is better looked up by its key. SQLite always is; nobody is shown what this rests on."""
    if connection.vendor != "postgresql":
        return True
    asked = (
        "SELECT count(*) FROM portal_searchentry TABLESAMPLE SYSTEM (%s) REPEATABLE (1)"
        " WHERE vector @@ to_tsquery('english', %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [100 / SAMPLE, wording.for_postgresql(words)])
        return bool(cursor.fetchone()[0] * SAMPLE < FEW)


def _by_key(reader: "Reader", at: datetime, roles: frozenset[str], *, words: str, titles: str) -> "QuerySet[Any, Any]":
    """Begin with the matches; ``roles`` are the reader's, for they change the text."""
    _hand_over(reader, at, roles)
    entries = SearchEntry.objects.filter(Matches(words, first=True)).filter(allowed(reader, at))
    return entries.order_by().annotate(in_title=Matches(titles)).values_list(*COLUMNS)


def _walked(reader: "Reader", at: datetime, roles: frozenset[str], *, words: str, titles: str) -> "QuerySet[Any, Any]":
    """Begin with the newest of each kind, until there are enough."""
    _hand_over(reader, at, roles)
    parts = []
    for source in SOURCES:
        records = source.visible(reader, at)
        if records is not None:
            # One after another, as they are met: what exists at all would be gathered first.
            mine = Subquery(records.order_by().filter(pk=OuterRef("object_id")).values("pk")[:1])
            entries = SearchEntry.objects.alias(mine=mine).filter(
                Matches(words, here=True), kind=source.kind, mine__isnull=False
            )
            newest = entries.order_by(F("at").desc(nulls_last=True), "object_id")
            parts.append(newest.annotate(in_title=Matches(titles, here=True)).values_list(*COLUMNS)[: MOST + 1])
    return parts[0].union(*parts[1:], all=True)


_BY_KEY, _WALKED = KeptFor(_by_key), KeptFor(_walked)


def _hand_over(reader: "Reader", at: datetime, roles: frozenset[str]) -> None:
    if reader.is_authenticated:
        reader.__dict__.setdefault("_roles_at", {})[at] = roles


def _asked_of(words: Words, *, title_only: bool = False) -> str:
    """Write the words as the full-text index of this database is asked."""
    write = wording.for_postgresql if connection.vendor == "postgresql" else wording.for_sqlite
    return write(words, title_only=title_only)
