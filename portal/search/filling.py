"""Keeping the words in line with the records: after every commit, and once more by the timer."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from portal.models import SearchEntry
from portal.search.kinds import Source, Trigger
from portal.search.sources import SOURCES

AT_A_TIME = 500
LONGEST_TEXT = 60_000
_PAUSED: ContextVar[bool] = ContextVar("search_paused", default=False)


@contextmanager
def paused() -> Iterator[None]:
    """Leave the words alone, for whoever writes very much and rebuilds them afterwards."""
    token = _PAUSED.set(True)
    try:
        yield
    finally:
        _PAUSED.reset(token)


def connect() -> None:
    """Listen to the models whose rows carry words."""
    for source in SOURCES:
        for number, trigger in enumerate(source.triggers):
            listen = _listener(source, trigger)
            uid = f"portal.search.{source.kind}.{number}"
            post_save.connect(listen, sender=trigger.model, weak=False, dispatch_uid=uid)
            post_delete.connect(listen, sender=trigger.model, weak=False, dispatch_uid=uid)


def _listener(source: Source, trigger: Trigger) -> Callable[..., None]:
    def changed(sender: Any, instance: models.Model, **kwargs: Any) -> None:
        saved = kwargs.get("update_fields")
        if (
            _PAUSED.get()
            or kwargs.get("raw")
            or (saved is not None and trigger.fields and trigger.fields.isdisjoint(saved))
        ):
            return
        keys = list(trigger.records(instance))
        transaction.on_commit(lambda: refresh(source, keys) and None, robust=True)

    return changed


def refresh(source: Source, keys: Collection[int]) -> int:
    """Write the words of these records anew; a record that is gone or has none loses its entry."""
    done = 0
    for some in _chunks(keys):
        entries = [
            SearchEntry(
                kind=source.kind,
                object_id=document.object_id,
                title=document.title[:300],
                text=document.text[:LONGEST_TEXT],
                url=document.url,
                at=document.at,
            )
            for document in source.documents(some)
        ]
        kept = [entry.object_id for entry in entries]
        SearchEntry.objects.filter(kind=source.kind, object_id__in=some).exclude(object_id__in=kept).delete()
        SearchEntry.objects.bulk_create(  # no history: portal.SearchEntry has none
            entries,
            update_conflicts=True,
            unique_fields=["kind", "object_id"],
            update_fields=["title", "text", "url", "at"],
        )
        done += len(entries)
    return done


def rebuild() -> int:
    """Make every entry anew; return how many there are."""
    known = [source.kind for source in SOURCES]
    SearchEntry.objects.exclude(kind__in=known).delete()
    done = 0
    for source in SOURCES:
        _drop_surplus(source)
        done += refresh(source, list(source.held().values_list("pk", flat=True)))
    return done


def catch_up() -> int:
    """Add entries for records that have none, take away those of records that are gone; return how many."""
    done = 0
    for source in SOURCES:
        done += _drop_surplus(source)
        done += refresh(source, list(_lacking(source)))
    return done


def missing() -> int:
    """Count what ``catch_up`` would look at."""
    return sum(_lacking(source).count() + _surplus(source).count() for source in SOURCES)


def _lacking(source: Source) -> "models.QuerySet[Any, Any]":
    have = SearchEntry.objects.filter(kind=source.kind, object_id=models.OuterRef("pk"))
    return source.held().exclude(models.Exists(have)).order_by("pk").values_list("pk", flat=True)


def _surplus(source: Source) -> "models.QuerySet[SearchEntry]":
    return SearchEntry.objects.filter(kind=source.kind).exclude(object_id__in=source.held().values("pk"))


def _drop_surplus(source: Source) -> int:
    return _surplus(source).delete()[0]


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    rows = list(keys)
    return (rows[start : start + AT_A_TIME] for start in range(0, len(rows), AT_A_TIME))
