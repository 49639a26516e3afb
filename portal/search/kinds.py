"""What a kind of record tells the search."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import Promise

    from portal.people.models import User

    Reader = User | AnonymousUser


@dataclass(frozen=True)
class Document:
    """The words of one record."""

    object_id: int
    title: str
    text: str
    url: str
    at: datetime | None = None


@dataclass(frozen=True)
class Trigger:
    """Saving or deleting a row of this model changes the words of these records."""

    model: type[Model]
    records: Callable[[Any], Iterable[int]]
    # When only other fields were saved, nothing changes.
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """One kind of record.

    ``visible`` returns the records a reader may find, asked anew in every search and joined in its one query; None
    when the reader may not even know of the kind. ``held`` returns every record that has words to be found by.
    """

    kind: str
    label: "str | Promise"
    visible: "Callable[[Reader, datetime], QuerySet[Any] | None]"
    held: Callable[[], QuerySet[Any]]
    documents: Callable[[Collection[int]], Iterable[Document]]
    triggers: tuple[Trigger, ...]


def own(row: Model) -> tuple[int]:
    """Return the row's own key: the trigger of most kinds."""
    return (row.pk,)
