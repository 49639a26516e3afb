"""Office Open XML documents (DOCX): headings, paragraphs and tables in their order, read with the same limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, parse
from django.utils.translation import gettext as _

from portal.imports.domain.problems import refuse
from portal.imports.tables.limits import Limits, open_archive

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Words:
    """A paragraph with its number in the document; a heading says so."""

    number: int
    text: str
    heading: bool


@dataclass(frozen=True)
class Grid:
    """A table with its number in the document."""

    number: int
    rows: tuple[tuple[str, ...], ...]


def blocks(path: str, limits: Limits) -> Iterator[Words | Grid]:
    """Give what stands in the body, in order; empty paragraphs are counted and left out."""
    with open_archive(path, limits) as archive:
        try:
            with archive.open("word/document.xml") as content:
                root = parse(content, forbid_dtd=True).getroot()
        except DefusedXmlException:
            raise refuse(_("holds declarations that no document needs."), _("Do not import it.")) from None
        except (ParseError, BadZipFile, KeyError, EOFError, OSError, ValueError):
            raise refuse(
                _("is damaged or not complete."), _("Save it again in the program you wrote it with.")
            ) from None
    paragraphs = tables = rows = 0
    body = root.find(f"{MAIN}body") if root is not None else None
    for element in body if body is not None else ():
        if element.tag == f"{MAIN}p":
            paragraphs += 1
            text = _text(element)
            if text.strip():
                yield Words(paragraphs, text, _is_heading(element))
        elif element.tag == f"{MAIN}tbl":
            tables += 1
            grid = Grid(tables, tuple(_row(row) for row in element.iter(f"{MAIN}tr")))
            rows += len(grid.rows)
            if rows > limits.rows:
                raise refuse(_("has more than %(limit)d rows.") % {"limit": limits.rows}, _("Is it the right file?"))
            yield grid


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{MAIN}pPr/{MAIN}pStyle")
    outline = paragraph.find(f"{MAIN}pPr/{MAIN}outlineLvl")
    return outline is not None or (style is not None and style.get(f"{MAIN}val", "").casefold().startswith("heading"))


def _row(row: Any) -> tuple[str, ...]:
    return tuple("\n".join(_text(each) for each in cell.findall(f"{MAIN}p")) for cell in row.findall(f"{MAIN}tc"))


def _text(paragraph: Any) -> str:
    # What was struck out while changes were tracked is "delText" and not read.
    pieces = {f"{MAIN}br": "\n", f"{MAIN}cr": "\n", f"{MAIN}tab": "\t", f"{MAIN}noBreakHyphen": "-"}
    found: list[str] = []
    for run in paragraph.iter(f"{MAIN}r"):
        for piece in run:
            found.append((piece.text or "") if piece.tag == f"{MAIN}t" else pieces.get(piece.tag, ""))
    return "".join(found)
