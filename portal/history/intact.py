"""Verifying history: does every record still say what its last history row says?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Max, Model, OuterRef

from portal.history.as_of import history_rows
from portal.history.records import models_with_history
from portal.history.verifying import Finding

BATCH = 1000


def verify_history() -> Iterator[Finding]:
    """Yield every record that differs from its last history row, in constant memory, three queries a thousand.

    "Last" is the one last written: an act may be recorded late, with the time at which it was done.
    """
    for model in models_with_history():
        yield from _verify_live(model)
        yield from _verify_gone(model)


def _verify_live(model: type[Model]) -> Iterator[Finding]:
    fields = [field.attname for field in history_rows(model).model.tracked_fields]
    key = model._meta.pk.attname
    rows = model._base_manager.order_by("pk")
    after: Any = None
    while True:
        batch = rows if after is None else rows.filter(pk__gt=after)
        live = {row[key]: row for row in batch.values(*fields)[:BATCH]}
        if not live:
            return
        last = _last_rows(model, list(live), fields)
        for pk, row in live.items():
            yield from _compare(model, pk, row, last.get(pk))
        after = max(live)


def _last_rows(model: type[Model], keys: list[Any], fields: list[str]) -> dict[Any, dict[str, Any]]:
    key = model._meta.pk.attname
    history = history_rows(model).order_by()
    last_ids = history.filter(**{f"{key}__in": keys}).values(key).annotate(last=Max("history_id")).values("last")
    rows = history.filter(history_id__in=[row["last"] for row in last_ids])
    return {row[key]: row for row in rows.values("history_type", *fields)}


def _compare(model: type[Model], pk: Any, live: dict[str, Any], last: dict[str, Any] | None) -> Iterator[Finding]:
    where = f"{model._meta.label} {pk}"
    if last is None:
        yield Finding("no history", where, "has no history")
    elif last["history_type"] == "-":
        yield Finding("returned", where, "is there, although its newest history row says it was deleted")
    elif names := [name.removesuffix("_id") for name, value in live.items() if value != last[name]]:
        yield Finding("differs", where, f"differs from its newest history row in {', '.join(names)}")


def _verify_gone(model: type[Model]) -> Iterator[Finding]:
    key = model._meta.pk.attname
    history = history_rows(model).order_by()
    orphans = history.filter(~Exists(model._base_manager.filter(pk=OuterRef(key))))
    last = orphans.values(key).annotate(last=Max("history_id")).values("last")
    gone = history.filter(history_id__in=last).exclude(history_type="-")
    for pk in gone.order_by(key).values_list(key, flat=True).iterator():
        yield Finding("gone", f"{model._meta.label} {pk}", "is gone, although its history does not say it was deleted")
