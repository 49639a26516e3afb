"""What the ledger can record: every kind of act, registered by the app that performs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

Facts = Callable[[Any], Mapping[str, Any]]


class UnknownKind(LookupError):
    """Nobody registered this kind of ledger entry."""


@dataclass(frozen=True)
class Kind:
    """One kind of act: of which record, with which facts, in which words."""

    name: str
    label: str
    facts: Facts
    describe: "str | Promise"
    public: Callable[[Any], bool] | None = None
    one_per_row: Callable[[], "models.QuerySet[Any]"] | None = None
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    @property
    def model(self) -> type[models.Model]:
        """Return the model the acts are about."""
        return apps.get_model(self.label)

    def rows(self) -> "models.QuerySet[Any]":
        """Return all live rows, with what ``facts`` reads beside them already joined."""
        rows = self.model._base_manager.all()
        if self.related:
            rows = rows.select_related(*self.related)
        return rows.prefetch_related(*self.prefetched) if self.prefetched else rows


KINDS: dict[str, Kind] = {}


def ledger_kind(
    kind: str,
    model: str,
    facts: Facts,
    *,
    describe: "str | Promise",
    public: Callable[[Any], bool] | None = None,
    one_per_row: Callable[[], "models.QuerySet[Any]"] | None = None,
    related: tuple[str, ...] = (),
    prefetched: tuple[str, ...] = (),
) -> None:
    """Register a kind of ledger entry, in an app's ``ready()``.

    ``facts(row)`` must say only what never changes after the act: it is computed again from the live
    row at every verification, and a difference is reported as tampering. A later act on the same row
    (the end of a term) is a kind of its own. No floats, no sets, no translated words; numbers of rows
    rather than names that may change.

    ``public(row)`` says whether strangers may see the facts (nobody may, when left out).
    ``one_per_row()`` returns the rows of which each must have exactly one entry of this kind.
    ``related`` and ``prefetched`` name what ``facts`` follows, so that verifying costs no query per row.
    """
    if kind in KINDS and KINDS[kind].label != model:
        msg = f"ledger kind {kind!r} is already registered for {KINDS[kind].label}"
        raise ValueError(msg)
    KINDS[kind] = Kind(kind, model, facts, describe, public, one_per_row, related, prefetched)


def kind_named(name: str) -> Kind:
    """Return the registered kind, or say which name nobody knows."""
    try:
        return KINDS[name]
    except KeyError:
        msg = f"no ledger kind {name!r} is registered"
        raise UnknownKind(msg) from None
