"""Words of closed lists, without translating the whole list for each row."""

from functools import cache, lru_cache
from typing import Any

from django.db import models
from django.utils.translation import get_language


class Labelled(models.Model):
    """A row whose ``get_…_display`` looks its one value up.

    Django's own makes a new table of every choice at every call and, to do so, translates each of them: on a list of
    twenty rows that was a fifth of the page.
    """

    class Meta:
        abstract = True

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
