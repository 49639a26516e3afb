"""A report as a file: five formats of one model, with the same scores and recommendations in each (invariant 28)."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from docx import Document
from docx.document import Document as DocumentObject
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from peerreview.domain.reports import SMART, Report, split
from peerreview.domain.standards_layout import printable
from peerreview.enums.reports import FileFormat
from peerreview.queries import reportwords as words

MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
# One row of a table.
Row = Sequence[object]

TYPST = Path(__file__).parent / "report.typ"


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called in a header, and how it is written."""

    media_type: str
    write: Callable[[Report, datetime], bytes]


def as_html(report: Report, at: datetime) -> bytes:
    """Write a page that stands alone."""
    return render_to_string("peerreview/reports/document.html", {**laid_out(report), "at": at}).encode()


def as_json(report: Report, at: datetime) -> bytes:
    """Write the content itself."""
    return json.dumps(report.as_content(), ensure_ascii=False, indent=2).encode()


def as_pdf(report: Report, at: datetime) -> bytes:
    """Write a tagged PDF; the words go in as data and are never read as markup."""
    import typst  # noqa: PLC0415 - may be missing on a platform without its wheel; then only the PDF is

    data = json.dumps(laid_out(report), ensure_ascii=False)
    made: bytes = typst.compile(
        TYPST.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"report": data},
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )
    return made


def pdf_is_there() -> bool:
    """Say whether this machine can write PDF."""
    return find_spec("typst") is not None


def as_docx(report: Report, at: datetime) -> bytes:
    """Write a document with headings."""
    out = laid_out(report)
    named = words.labels()
    document = Document()
    document.core_properties.title = printable(named["title"])
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = at.replace(tzinfo=None)
    document.add_heading(printable(named["title"]), 0)
    for label, text in out["about"]:
        document.add_paragraph(printable(f"{label}: {text}"))
    if report.gap:
        document.add_heading(named["gap"], 1)
        document.add_paragraph(printable(report.gap))
        return saved(document, at)
    for name in ("summary", "plain_summary"):
        if out[name]:
            document.add_heading(named[name], 1)
            _paragraphs(document, out[name])
    document.add_heading(named["achievements"], 1)
    for text in report.achievements:
        document.add_paragraph(printable(text), style="List Bullet")
    document.add_heading(named["recommendations"], 1)
    for one in out["recommendations"]:
        document.add_heading(one["heading"], 2)
        for label, text in one["fields"]:
            document.add_paragraph(printable(f"{label}: {text}"))
    document.add_heading(named["counts"], 1)
    heads = [named["section"], "", *(named[part] for part in words.COUNTED)]
    add_table(document, heads, _count_rows(report))
    document.add_heading(named["sections"], 1)
    for section in out["sections"]:
        document.add_heading(printable(section["title"]), 2)
        add_table(
            document, [named["standard"], named["peers"], named["own"]], [row["cells"] for row in section["rows"]]
        )
        for row in section["rows"]:
            if row["notes"]:
                document.add_heading(row["code"], 3)
                for label, text in row["notes"]:
                    _paragraphs(document, split(f"{label}: {text}"))
    if out["dissents"]:
        document.add_heading(named["dissents"], 1)
        for role, text in out["dissents"]:
            document.add_paragraph(printable(f"{role}: {text}"))
    return saved(document, at)


def as_xlsx(report: Report, at: datetime) -> bytes:
    """Write tables: every cell is text or a number, nothing is ever calculated."""
    named = words.labels()
    book = Workbook()
    book.remove(book.worksheets[0])
    about = [*words.about(report), *([(named["gap"], report.gap)] if report.gap else [])]
    about += [(named[name], getattr(report, name)) for name in ("summary", "plain_summary") if getattr(report, name)]
    about += [(named["achievements"], text) for text in report.achievements]
    about += [(named["dissents"], f"{one.role}: {one.text}") for one in report.dissents]
    add_sheet(book.create_sheet(named["about"]), [(named["title"], ""), *about])
    heads = [named["section"], "", *(named[part] for part in words.COUNTED)]
    add_sheet(book.create_sheet(named["section"]), [heads, *_count_rows(report)])
    columns = ("standard", "section", "peers", "own", "commentary", "reason", "difference")
    rows: list[Sequence[object]] = [[*(named[name] for name in columns)]]
    for section in report.sections:
        for one in section.standards:
            scores = (words.score_words(one.score), words.own_words(one.own_score))
            notes = (one.commentary, one.reason, one.difference)
            rows.append((f"{one.code} {one.text}", section.title, *scores, *notes))
    add_sheet(book.create_sheet(named["standard"]), rows)
    fields = ("number", "strength", *SMART, "standards", "carried_from")
    table: list[Sequence[object]] = [[named[name] for name in fields]]
    for row in report.recommendations:
        said = (getattr(row, name) for name in SMART)
        table.append((row.n, words.strength(row), *said, ", ".join(row.standards), row.carried_from))
    add_sheet(book.create_sheet(named["recommendations"]), table)
    book.properties.title, book.properties.creator = named["title"], ""
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    return saved(book, at)


FORMATS = {
    FileFormat.HTML: Format("text/html; charset=utf-8", as_html),
    FileFormat.PDF: Format("application/pdf", as_pdf),
    FileFormat.DOCX: Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
    FileFormat.XLSX: Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    FileFormat.JSON: Format("application/json", as_json),
}


def laid_out(report: Report) -> dict[str, Any]:
    """Return a report as the page and the PDF lay it out: words and tables, no rule left to the template."""
    return {
        "labels": dict(words.labels()),
        "about": words.about(report),
        "gap": report.gap,
        "summary": split(report.summary),
        "plain_summary": split(report.plain_summary),
        "achievements": list(report.achievements),
        "recommendations": [
            {"heading": words.heading(one), "fields": words.smart(one)} for one in report.recommendations
        ],
        "counted": [words.labels()[part] for part in words.COUNTED],
        "counts": [[str(cell) for cell in row] for row in _count_rows(report)],
        "sections": [
            {
                "title": f"{section.code} {section.title}",
                "rows": [
                    {
                        "code": one.code,
                        "cells": [
                            f"{one.code} {one.text}",
                            words.score_words(one.score),
                            words.own_words(one.own_score),
                        ],
                        "notes": words.notes(one),
                    }
                    for one in section.standards
                ],
            }
            for section in report.sections
        ],
        "dissents": [(one.role, one.text) for one in report.dissents],
    }


def _count_rows(report: Report) -> list[list[object]]:
    named = words.labels()
    rows: list[list[object]] = []
    for name, peers, own in words.counts(report):
        rows += [[name, named["peers"], *peers], [name, named["own"], *own]]
    return rows


def _paragraphs(document: DocumentObject, texts: Iterable[str]) -> None:
    for text in texts:
        document.add_paragraph(printable(text))


def add_table(document: DocumentObject, headings: Sequence[str], rows: Iterable[Row]) -> None:
    """Add a table with its headings; every cell is text."""
    rows = list(rows)
    table = document.add_table(rows=len(rows) + 1, cols=len(headings))
    table.style = "Table Grid"
    # ``table.cell`` looks the whole grid over each time: with hundreds of rows that takes seconds.
    for cells, texts in zip(table.rows, [headings, *rows], strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = printable(str(text))


def add_sheet(sheet: Worksheet, rows: Iterable[Row]) -> None:
    """Fill a sheet; numbers stay numbers, everything else is text and never a formula."""
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = value if isinstance(value, int) else printable(str(value))
            if not isinstance(value, int):
                # openpyxl takes words that begin with "=" for a formula.
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
            sheet.column_dimensions[get_column_letter(place)].width = 34
    sheet.freeze_panes = "A2"


def saved(made: DocumentObject | Workbook, at: datetime) -> bytes:
    """Return a document or a workbook as bytes: the same words and the same time give the same bytes.

    Both libraries note the minute of writing, in the package and one of them inside it; ``at`` takes its place.
    """
    out, fixed = io.BytesIO(), io.BytesIO()
    made.save(out)
    day = (at.year, at.month, at.day, at.hour, at.minute, 0)
    with zipfile.ZipFile(out) as read, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as again:
        for name in read.namelist():
            content = read.read(name)
            if name == "docProps/core.xml":
                content = MODIFIED.sub(f"\\g<1>{at:%Y-%m-%dT%H:%M:%SZ}\\g<2>".encode(), content)
            again.writestr(zipfile.ZipInfo(name, day), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
