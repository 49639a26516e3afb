"""The kinds of import the portal knows, by their short names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from portal.imports.domain.columns import Column
from portal.imports.domain.plans import Plan
from portal.imports.tables.files import Table

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Source:
    """A table with what is known of the file it came from."""

    table: Table
    file_name: str
    options: Mapping[str, str]
    at: datetime


@dataclass(frozen=True)
class ImportKind:
    """One kind: its columns, and the function that says what a table would change."""

    slug: str
    title: "StrPromise"
    explanation: "StrPromise"
    columns: Sequence[Column]
    plan: Callable[[Source], Plan]
    # The sheet to take when several have the columns.
    prefer: str = ""
    # The option that names the edition when the file does not, and how it is asked for.
    option: str = ""
    option_label: "StrPromise | str" = ""


_KINDS: dict[str, Callable[[], ImportKind]] = {}


def register(slug: str, make: Callable[[], ImportKind]) -> None:
    """Add a kind; it is made when first asked for, after every model is loaded."""
    _KINDS[slug] = partial(_once, {}, make)


def _once(made: dict[str, ImportKind], make: Callable[[], ImportKind]) -> ImportKind:
    if "kind" not in made:
        made["kind"] = make()
    return made["kind"]


def kind_called(slug: str) -> ImportKind:
    """Return a kind by its short name; KeyError when nobody registered it."""
    return _KINDS[slug]()


def kinds() -> list[ImportKind]:
    """Return every kind in the order of registration."""
    return [make() for make in _KINDS.values()]
