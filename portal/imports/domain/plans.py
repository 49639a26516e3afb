"""What an import would do: every change with its old and new values, before anything is written."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Protocol

from django.db import models

from portal.imports.domain.problems import Problem
from portal.imports.enums import Change

NOTHING = "–"


class Writes(Protocol):
    """The one way a plan writes: in bulk, with history, in the run's transaction."""

    at: datetime

    def create(self, rows: list[Any]) -> list[Any]: ...

    def update(self, rows: list[Any], fields: list[str]) -> None: ...


@dataclass(frozen=True)
class FieldChange:
    """One field: what it says now and what it would say."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Item:
    """One record that would change."""

    change: Change
    group: str
    title: str
    row: int | None = None
    fields: tuple[FieldChange, ...] = ()


@dataclass
class Plan:
    """Everything a file would change. ``write`` does it; a plan with problems cannot be written."""

    edition: str = ""
    items: list[Item] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # How many rows are written in all, owners and the like included: what progress is measured by.
    steps: int = 0
    write: Callable[[Writes], None] = lambda writes: None

    def counts(self) -> dict[str, int]:
        """Return how many records fall under each change, in the words other programs read."""
        found = Counter(item.change for item in self.items)
        changed = {change.value: found[change] for change in Change if change is not Change.UNCHANGED}
        return {**changed, "unchanged": self.unchanged, "errors": len(self.problems)}

    def digest(self) -> str:
        """Return a fingerprint of the changes: equal plans change the same records in the same way."""
        lines = [
            [item.change, item.group, item.title, [[f.field, f.old, f.new] for f in item.fields]] for item in self.items
        ]
        return sha256(json.dumps([self.edition, lines, self.unchanged]).encode()).hexdigest()


def shown(value: object) -> str:
    """Return a value as people read it in a diff."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "✓" if value else NOTHING
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value)


def differences(row: models.Model, values: dict[str, Any]) -> list[FieldChange]:
    """Return what would differ if ``values`` were set on ``row``, under the fields' own names for people."""
    changes = []
    for name, new in values.items():
        old = getattr(row, name)
        if old != new:
            changes.append(FieldChange(label_of(row, name), _words(row, name, old), _words(row, name, new)))
    return changes


def first_values(row: models.Model, names: Iterable[str]) -> tuple[FieldChange, ...]:
    """Return the fields of a new record that say something."""
    said = ((name, _words(row, name, getattr(row, name))) for name in names)
    return tuple(FieldChange(label_of(row, name), "", words) for name, words in said if words != NOTHING)


def label_of(row: models.Model | type[models.Model], name: str) -> str:
    """Return a field's own name for people."""
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


def _words(row: models.Model, name: str, value: Any) -> str:
    choices = getattr(row._meta.get_field(name), "flatchoices", None)
    return shown(dict(choices).get(value, value) if choices else value)
