"""What changed between two states of a record, field by field, in words."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.formats import date_format, number_format, time_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.history.diff import Op, word_diff


@dataclass(frozen=True)
class RawChange:
    """A field and its two values as they are stored."""

    field: "models.Field[Any, Any]"
    old: Any
    new: Any

    def values(self) -> "tuple[tuple[models.Field[Any, Any], Any], ...]":
        """Return both values with the field that explains them."""
        return ((self.field, self.old), (self.field, self.new))


@dataclass(frozen=True)
class FieldChange:
    """A field's change as people read it."""

    name: str
    label: str
    old: str
    new: str
    prose: bool

    @cached_property
    def ops(self) -> tuple[Op, ...]:
        """Return its words, the same, inserted and deleted: compared only for what shows them."""
        if self.prose and self.old and self.new:
            return tuple(word_diff(self.old, self.new))
        return tuple(_whole(self.old, self.new))


def differences(row: Any, earlier: Any | None, *, show_first: bool = False) -> list[RawChange]:
    """Return the fields in which a history row differs from the state before it.

    The key and times the portal sets by itself are left out: they say nothing the row's own date does not.
    """
    kind: Any = type(row)
    fields = _telling(kind)
    if row.history_type == "+" and show_first:
        first = [RawChange(field, None, getattr(row, field.attname)) for field in fields]
        return [change for change in first if change.new not in (None, "")]
    if row.history_type != "~" or earlier is None:
        return []
    pairs = ((field, getattr(earlier, field.attname), getattr(row, field.attname)) for field in fields)
    return [RawChange(field, old, new) for field, old, new in pairs if old != new]


@cache
def _telling(model: Any) -> tuple[Any, ...]:
    # The same for every row of a kind, and a page asks it forty times.
    return tuple(field for field in model.tracked_fields if _tells(field))


def _tells(field: Any) -> bool:
    return not (field.primary_key or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


class Words:
    """Turns stored values into words; what foreign keys name is read beforehand, one query per kind of record."""

    def __init__(self, names: dict[tuple[type[models.Model], Any], str]) -> None:
        self.names = names
        # A page of forty changes speaks of a few fields, and says yes and no: each of these words is looked up once.
        self._fields: dict[models.Field[Any, Any], tuple[str, bool]] = {}
        self._plain: dict[bool, str] = {}

    @classmethod
    def for_values(cls, values: "Iterable[tuple[models.Field[Any, Any], Any]]") -> "Words":
        """Read the names of all records the values point to."""
        wanted: dict[tuple[type[models.Model], str], set[Any]] = {}
        for field, value in values:
            if isinstance(field, models.ForeignKey) and value is not None:
                wanted.setdefault((field.related_model, field.target_field.attname), set()).add(value)
        names: dict[tuple[type[models.Model], Any], str] = {}
        for (model, key), keys in wanted.items():
            # A name often says what it belongs to; joined here, it costs no query per name.
            joins = [f.name for f in model._meta.concrete_fields if f.is_relation and not f.null]
            for record in model._base_manager.select_related(*joins).filter(**{f"{key}__in": keys}):
                names[model, getattr(record, key)] = str(record)
        return cls(names)

    def change(self, change: RawChange) -> FieldChange:
        """Return the change as people read it."""
        field = change.field
        if field not in self._fields:
            prose = isinstance(field, models.TextField | models.CharField) and not field.flatchoices
            self._fields[field] = (capfirst(force_str(field.verbose_name)), prose)
        name, prose = self._fields[field]
        return FieldChange(field.name, name, self.value(field, change.old), self.value(field, change.new), prose)

    def value(self, field: "models.Field[Any, Any]", value: Any) -> str:
        """Return one stored value in words; nothing stored is no words."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            if value not in self._plain:
                self._plain[value] = _plain_words(value)
            return self._plain[value]
        if isinstance(field, models.ForeignKey):
            return self.names.get((field.related_model, value)) or _("record %(number)s, since deleted") % {
                "number": value
            }
        if field.flatchoices:
            return force_str(dict(field.flatchoices).get(value, value))
        return _plain_words(value)


def _plain_words(value: Any) -> str:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return date_format(timezone.localtime(value), "j F Y, H:i")
        case date():
            return date_format(value, "j F Y")
        case time():
            return time_format(value, "H:i")
        case str() | Promise():
            return str(value)
        case float():
            return number_format(value)
        case list() if all(isinstance(item, str | int) for item in value):
            return ", ".join(str(item) for item in value)
        case dict() | list():
            return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
        case _:
            return str(value)


def _whole(old: str, new: str) -> Iterator[Op]:
    if old:
        yield Op("deleted", old)
    if new:
        yield Op("inserted", new)
