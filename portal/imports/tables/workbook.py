"""Office Open XML workbooks (XLSX): the same stream reading as for OpenDocument."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _

from portal.imports.domain.problems import refuse
from portal.imports.tables.limits import Limits, open_archive
from portal.imports.tables.rows import Row, Sheet, checked, limited

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def sheets(path: str, limits: Limits) -> Iterator[Sheet]:
    """Give the sheets in order. Dates come as the number of days, as the file holds them."""
    with open_archive(path, limits) as archive:
        try:
            shared = _shared_strings(archive)
            for name, part in _parts(archive):
                yield Sheet(name, limited(_rows(archive, part, shared, limits), limits))
        except DefusedXmlException:
            raise refuse(_("holds declarations that no table needs."), _("Do not import it.")) from None
        except (ParseError, BadZipFile, KeyError, EOFError, OSError, IndexError, ValueError):
            raise refuse(_("is damaged or not complete."), _("Download it again from the publisher.")) from None


def _elements(archive: ZipFile, part: str, tag: str) -> Iterator[Any]:
    with archive.open(part) as content:
        for _event, element in iterparse(content, events=("end",), forbid_dtd=True):
            if element.tag == tag:
                yield element
                element.clear()


def _shared_strings(archive: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    texts = _elements(archive, "xl/sharedStrings.xml", f"{MAIN}si")
    return ["".join(part.text or "" for part in each.iter(f"{MAIN}t")) for each in texts]


def _parts(archive: ZipFile) -> list[tuple[str, str]]:
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("xl", each.get("Target", "").removeprefix("/xl/")))
        for each in _elements(archive, "xl/_rels/workbook.xml.rels", f"{PACKAGE}Relationship")
    }
    found = _elements(archive, "xl/workbook.xml", f"{MAIN}sheet")
    return [(each.get("name", ""), targets[each.get(RELATION)]) for each in found]


def _rows(archive: ZipFile, part: str, shared: list[str], limits: Limits) -> Iterator[Row]:
    number = 0
    for element in _elements(archive, part, f"{MAIN}row"):
        number = int(element.get("r", number + 1))
        cells: list[str] = []
        for cell in element.iter(f"{MAIN}c"):
            index = _index(cell.get("r", ""), len(cells))
            if index > limits.columns:
                break
            cells.extend([""] * (index - len(cells)))
            cells.append(_value(cell, shared))
        row = checked(cells, number, limits)
        if row is not None:
            yield row


def _index(reference: str, otherwise: int) -> int:
    letters = re.match(r"^[A-Z]{1,3}", reference)
    if letters is None:
        return otherwise
    index = 0
    for letter in letters[0]:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _value(cell: Any, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
    value = cell.findtext(f"{MAIN}v") or ""
    if kind == "s":
        return shared[int(value)]
    return value.removesuffix(".0")
