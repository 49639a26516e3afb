"""Words of closed lists without translating the whole list for each row, and rows made without ceremony."""

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.base import ModelState
from django.utils.translation import get_language

Row = TypeVar("Row", bound=models.Model)


def as_read(model: type[Row], db: str | None, names: Collection[str], values: Collection[Any]) -> Row:
    """Return the row that these columns were read of, the others to be read when somebody asks for them.

    What Django's ``from_db`` returns, without setting each field by its descriptor and asking who listens: of two
    hundred positions that was a fifth of the page.
    """
    row = model.__new__(model)
    row.__dict__ = {"_state": ModelState(), **dict(zip(names, values, strict=True))}
    row._state.adding, row._state.db = False, db
    return row


def know(row: models.Model, name: str, other: models.Model) -> None:
    """Let ``row`` know the row that its foreign key ``name`` means; the descriptor would set the key again, too."""
    row._state.fields_cache[name] = other


class Labelled(models.Model):
    """A row whose ``get_…_display`` looks its one value up, and which is made quickly of what was read.

    Django's own makes a new table of every choice at every call and, to do so, translates each of them: on a list of
    twenty rows that was a fifth of the page.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_: Any) -> Self:
        """Make the row. Nobody listens to the making of ours (``tests/portal/frame/test_labels.py``)."""
        return as_read(cls, db, field_names, values)

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> str | None:
        return _word(field, getattr(self, field.attname), get_language())


@lru_cache(maxsize=4096)
def _word(field: "models.Field[Any, Any]", value: Any, language: str | None) -> str | None:
    """Return the word for one value in one language: two hundred positions say the same four words."""
    label = _labels(field).get(value, value)
    return None if label is None else str(label)


@cache
def _labels(field: "models.Field[Any, Any]") -> dict[Any, Any]:
    """Return the choices of ``field`` by value; the labels stay lazy, for the next reader's language."""
    return dict(field.flatchoices)
