"""Comma-separated values in UTF-8, with or without a byte-order mark."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from portal.imports.domain.problems import FileRefused, Problem, refuse
from portal.imports.tables.limits import Limits
from portal.imports.tables.rows import Row, Sheet, checked, limited

# After so many the file is put aside: each is looked for anew to the end of the file.
MOST_FAULTS = 100


def sheets(path: str, limits: Limits, faults: list[Problem] | None = None) -> Iterator[Sheet]:
    """Give the one table of a CSV file.

    A row that cannot be read refuses the file; where ``faults`` is given it is put there instead, and reading goes on.
    """
    content = Path(path).read_bytes()
    try:
        # Not "utf-8-sig": it counts bytes from behind the mark, and a fault would be named three bytes too early.
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _not_utf8(content, error) from None
    yield Sheet("", limited(_rows(text, limits, faults), limits))


def _rows(text: str, limits: Limits, faults: list[Problem] | None) -> Iterator[Row]:
    lines = list(io.StringIO(text, newline=""))
    width, number = 0, 1
    while number <= len(lines):
        reader = csv.reader(lines[number - 1 :], strict=True)
        begun = number
        try:
            for cells in reader:
                row = checked(list(cells), number, limits)
                if row is not None:
                    width = width or len(cells)
                    if fault := _wrong_width(cells, row, width):
                        _report(fault, faults)
                    else:
                        yield row
                number = begun + reader.line_num
            return
        except csv.Error as error:
            _report(_broken(error, number), faults)
            # What comes after the row that cannot be read is read as if it began there.
            number += 1


def _wrong_width(cells: list[str], row: Row, width: int) -> Problem | None:
    if len(cells) == width or (len(cells) < width and row.number == 1):
        return None
    more = len(cells) > width
    return Problem(
        _("has %(count)d cells under %(width)d headings.") % {"count": len(cells), "width": width},
        _("Look for a comma that is not inside quotation marks.") if more else _("The row seems to be cut off."),
        row=row.number,
    )


def _broken(error: csv.Error, number: int) -> Problem:
    if "unexpected end" in str(error):
        return Problem(
            _("opens a quotation mark that is never closed."),
            _("Close it at the end of its cell. A quotation mark inside a cell is written twice."),
            row=number,
        )
    return Problem(
        _("cannot be read as comma-separated values: %(error)s.") % {"error": error},
        _("Look for a single quotation mark inside a cell: it is written twice there, and the cell stands in marks."),
        row=number,
    )


def _report(fault: Problem, faults: list[Problem] | None) -> None:
    if faults is None:
        raise FileRefused([fault])
    faults.append(fault)
    if len(faults) >= MOST_FAULTS:
        raise FileRefused(faults)


def _not_utf8(content: bytes, error: UnicodeDecodeError) -> FileRefused:
    """Say at which byte, in which row and column the text stops being UTF-8."""
    at = error.start
    start = content.rfind(b"\n", 0, at) + 1
    row = content.count(b"\n", 0, at) + 1
    heading = content.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip()
    headings = next(csv.reader([heading]), [])
    before = next(csv.reader([content[start:at].decode("utf-8", errors="replace")]), [""])
    index = max(len(before), 1) - 1
    column = headings[index] if index < len(headings) else str(index + 1)
    return refuse(
        _("is not UTF-8 text: byte %(byte)d (0x%(value)02X) does not belong there.")
        % {"byte": at, "value": content[at]},
        _("Save the file as “CSV UTF-8” and try again."),
        row=row,
        column=column,
    )
