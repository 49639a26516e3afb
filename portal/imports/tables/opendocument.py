"""OpenDocument spreadsheets, read as a stream: 40 MB of XML pass through a few hundred kilobytes of memory."""

from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _

from portal.imports.domain.problems import refuse
from portal.imports.tables.limits import Limits, open_archive
from portal.imports.tables.rows import Row, Sheet, checked, limited

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
# Sheets are padded with "repeated" emptiness to the edge; beyond this nothing is expanded.
REPEATED_AT_MOST = 1_000


def sheets(path: str, limits: Limits) -> Iterator[Sheet]:
    """Give the sheets in order; each must be read (or left) before the next."""
    with open_archive(path, limits) as archive:
        try:
            with archive.open("content.xml") as content:
                events = iter(iterparse(content, events=("start", "end"), forbid_dtd=True))
                for event, element in events:
                    if event == "start" and element.tag == f"{TABLE}table":
                        ended: list[bool] = []
                        rows = _rows(events, element, limits, ended)
                        yield Sheet(element.get(f"{TABLE}name", ""), limited(rows, limits))
                        if not ended:
                            _leave(events)
        except DefusedXmlException:
            raise refuse(_("holds declarations that no table needs."), _("Do not import it.")) from None
        except (ParseError, BadZipFile, KeyError, EOFError, OSError):
            raise refuse(_("is damaged or not complete."), _("Download it again from the publisher.")) from None


def _leave(events: Iterator[tuple[str, Any]]) -> None:
    """Pass over the rest of a sheet that nobody wants."""
    for event, element in events:
        if event == "end":
            if element.tag == f"{TABLE}table-row":
                element.clear()
            elif element.tag == f"{TABLE}table":
                return


def _rows(events: Iterator[tuple[str, Any]], table: Any, limits: Limits, ended: list[bool]) -> Iterator[Row]:
    number = 1
    for event, element in events:
        if event != "end":
            continue
        if element.tag == f"{TABLE}table":
            table.clear()
            ended.append(True)
            return
        if element.tag == f"{TABLE}table-row":
            repeated = int(element.get(f"{TABLE}number-rows-repeated", "1"))
            row = checked(_cells(element), number, limits)
            element.clear()
            if row is not None:
                for offset in range(min(repeated, limits.rows + 1)):
                    yield Row(number + offset, row.cells)
            number += repeated


def _cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in CELLS:
            continue
        value = _value(cell)
        repeated = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        cells.extend([value] * min(repeated, REPEATED_AT_MOST if value else 1_000 - min(len(cells), 999)))
    return cells


def _value(cell: Any) -> str:
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        return str(cell.get(f"{OFFICE}date-value", ""))
    if kind in {"float", "percentage", "currency"}:
        number = str(cell.get(f"{OFFICE}value", ""))
        return number.removesuffix(".0")
    paragraphs = ["".join(_words(each)) for each in cell if each.tag == f"{TEXT}p"]
    return "\n".join(paragraphs)


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " "
        else:
            yield from _words(child)
        yield child.tail or ""
