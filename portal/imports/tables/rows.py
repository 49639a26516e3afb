"""A table as read from a file: numbered rows of printed values."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.imports.domain.problems import refuse
from portal.imports.tables.limits import Limits


@dataclass(frozen=True)
class Row:
    """A row that is not empty, with its number as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file, read once from top to bottom; a CSV file is one sheet without a name."""

    name: str
    rows: Iterator[Row]


def checked(cells: list[str], number: int, limits: Limits) -> Row | None:
    """Return the row without trailing empty cells, or None when it is empty; refuse what is too large."""
    while cells and not cells[-1].strip():
        cells.pop()
    if not cells:
        return None
    if len(cells) > limits.columns:
        raise refuse(
            _("has %(count)d columns, more than %(limit)d.") % {"count": len(cells), "limit": limits.columns},
            _("Is it the published file?"),
            row=number,
        )
    if any(len(cell) > limits.cell for cell in cells):
        raise refuse(_("has a cell that is far too long."), _("Is it the published file?"), row=number)
    return Row(number, tuple(cells))


def limited(rows: Iterator[Row], limits: Limits) -> Iterator[Row]:
    """Pass rows on until there are more than any published table has."""
    for count, row in enumerate(rows, start=1):
        if count > limits.rows:
            raise refuse(_("has more than %(limit)d rows.") % {"limit": limits.rows}, _("Is it the published file?"))
        yield row
