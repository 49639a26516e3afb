"""Words of closed lists, without translating the whole list for each row."""

from functools import cache
from typing import Any

from django.db import models


class Labelled(models.Model):
    """A row whose ``get_…_display`` looks its one value up.

    Django's own makes a new table of every choice at every call and, to do so, translates each of them: on a list of
    twenty rows that was a fifth of the page.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> str | None:
        value = getattr(self, field.attname)
        label = _labels(field).get(value, value)
        return None if label is None else str(label)


@cache
def _labels(field: "models.Field[Any, Any]") -> dict[Any, Any]:
    """Return the choices of ``field`` by value; the labels stay lazy, for the next reader's language."""
    return dict(field.flatchoices)
