"""Which rows of several histories are the newest of all: one statement over all of them, which reads keys alone."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Case, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL

Keys = dict[int, list[int]]


def newest(wanted: "Sequence[QuerySet[Any]]", limit: int) -> Keys:
    """Return by place the keys of the newest rows of all."""
    text, values = _all_keys(wanted, limit)
    if not text:
        return {}
    found: Keys = defaultdict(list)
    with connections[wanted[0].db].cursor() as cursor:
        order = "ORDER BY history_date DESC, place DESC, history_id DESC"
        cursor.execute(f"{text} {order} LIMIT %s", [*values, limit])
        for place, _moment, key in cursor.fetchall():
            found[place].append(key)
    return found


def with_keys_beside(wanted: "Sequence[QuerySet[Any]]", limit: int) -> "QuerySet[Any]":
    """Read the newest rows of the first history whole; the newest of them brings along the keys of all others.

    Most pages of a life tell of the record itself: they then need no statement that finds what they tell of.
    """
    own, others = wanted[0], [rows.order_by("-history_date", "-history_id") for rows in wanted]
    text, values = _all_keys([own.none(), *others[1:]], limit)
    join = "STRING_AGG" if connections[own.db].vendor == "postgresql" else "GROUP_CONCAT"
    line = "CAST(place AS TEXT) || '|' || CAST(history_id AS TEXT) || '|' || CAST(history_date AS TEXT)"
    asked = f"(SELECT {join}({line}, ',') FROM ({text}) AS beside)"  # noqa: S608 - the ORM wrote it
    keys = RawSQL(asked, values, TextField())  # noqa: S611 - the same
    first = others[0].values("history_id")[:1]
    rows = others[0].annotate(
        keys_beside=Case(When(history_id__in=first, then=keys), default=Value(""), output_field=TextField())
    )
    page: QuerySet[Any] = rows[:limit]
    return page


def keys_of_page(rows: "Sequence[Any]", limit: int) -> Keys:
    """Return by place which rows are the newest of all, from what ``with_keys_beside`` read."""
    order = [(row.history_date, 0, row.history_id) for row in rows]
    for line in (rows[0].keys_beside or "").split(","):
        if line:
            place, key, moment = line.split("|")
            at = datetime.fromisoformat(moment)
            order.append((at if at.tzinfo else at.replace(tzinfo=UTC), int(place), int(key)))
    found: Keys = defaultdict(list)
    for _moment, place, key in sorted(order, reverse=True)[:limit]:
        found[place].append(key)
    return found


def _all_keys(wanted: "Sequence[QuerySet[Any]]", limit: int) -> tuple[str, list[Any]]:
    """Write the statement that finds the newest of each; nothing when none can have a row."""
    parts: list[str] = []
    values: list[Any] = []
    for place, rows in enumerate(wanted):
        try:
            text, given = rows.values_list("history_date", "history_id")[:limit].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {place} AS place, part.* FROM ({text}) AS part")  # noqa: S608 - the ORM wrote it
        values += given
    return " UNION ALL ".join(parts), values
