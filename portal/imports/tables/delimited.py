"""Comma-separated values in UTF-8, with or without a byte-order mark."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from portal.imports.domain.problems import FileRefused, refuse
from portal.imports.tables.limits import Limits
from portal.imports.tables.rows import Row, Sheet, checked, limited


def sheets(path: str, limits: Limits) -> Iterator[Sheet]:
    """Give the one table of a CSV file."""
    content = Path(path).read_bytes()
    try:
        # Not "utf-8-sig": it counts bytes from behind the mark, and a fault would be named three bytes too early.
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _not_utf8(content, error) from None
    yield Sheet("", limited(_rows(text, limits), limits))


def _rows(text: str, limits: Limits) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    width = None
    number = 1
    try:
        for cells in reader:
            row = checked(list(cells), number, limits)
            if row is not None:
                width = len(cells) if width is None else width
                if len(cells) > width:
                    raise refuse(
                        _("has %(count)d cells under %(width)d headings.") % {"count": len(cells), "width": width},
                        _("Look for a comma that is not inside quotation marks."),
                        row=number,
                    )
                if len(cells) < width and row.number != 1:
                    raise refuse(
                        _("has %(count)d cells under %(width)d headings.") % {"count": len(cells), "width": width},
                        _("The row seems to be cut off."),
                        row=number,
                    )
                yield row
            number = reader.line_num + 1
    except csv.Error as error:
        raise refuse(
            _("cannot be read as comma-separated values: %(error)s.") % {"error": error},
            _("Look for a quotation mark that is not closed."),
            row=max(number, 1),
        ) from None


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
