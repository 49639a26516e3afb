"""A network report as a file: five formats of one model, with the same numbers, words and points in each.

They are written when they are asked for, from a content that never changes; the hash of that content is in the ledger.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

from peerreview.domain.aggregates import NetworkReport
from peerreview.domain.reports import split
from peerreview.domain.standards_layout import harmless, printable
from peerreview.enums.aggregates import AggregateFormat
from peerreview.queries import aggregatewords as words
from peerreview.queries.reportfiles import Row, add_sheet, add_table, saved

TYPST = Path(__file__).parent / "aggregate.typ"


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called in a header, and how it is written."""

    media_type: str
    write: Callable[[NetworkReport, datetime], bytes]


def laid_out(report: NetworkReport) -> dict[str, Any]:
    """Return a report as page, PDF, DOCX and XLSX lay it out: words and tables, no rule left to the template."""
    return {
        "labels": dict(words.labels()),
        "about": words.about(report),
        "in_short": words.in_short(report),
        "how": words.how_to_read(report),
        "summary": split(report.summary),
        "plain_summary": split(report.plain_summary),
        "section_heads": words.section_heads(),
        "section_rows": words.section_rows(report),
        "standard_heads": words.standard_heads(report),
        "sections": [
            {
                "title": f"{section.code} {section.title}",
                "rows": [words.standard_row(one, report) for one in section.standards],
            }
            for section in report.sections
        ],
        "compares": words.comparing(report),
        "points": _points(report.points),
        "last_points": _points(report.last_points),
    }


def _points(points: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"heading": f"{one.n}. {one.text}", "fields": words.point_fields(one)} for one in points]


def as_json(report: NetworkReport, at: datetime) -> bytes:
    """Write the content itself."""
    return json.dumps(report.as_content(), ensure_ascii=False, indent=2).encode()


def as_csv(report: NetworkReport, at: datetime) -> bytes:
    """Write one table: each row says of which part it is; words that a spreadsheet would calculate are harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows_of(report):
        writer.writerow([harmless(str(cell)) for cell in row])
    # The mark tells spreadsheets that the letters are UTF-8.
    return f"\ufeff{out.getvalue()}".encode()


def rows_of(report: NetworkReport) -> list[Row]:
    """Return the whole report as rows that begin with their part."""
    out, named = laid_out(report), words.labels()
    rows: list[Row] = [(named["part"], named["name"], named["value"])]
    rows += [(named["about"], label, text) for label, text in out["about"]]
    for name in ("in_short", "summary", "plain_summary", "how", "compares"):
        rows += [(named[name], "", text) for text in out[name]]
    rows.append((named["sections"], *out["section_heads"]))
    rows += [(named["sections"], *row) for row in out["section_rows"]]
    rows.append((named["standards"], *out["standard_heads"]))
    rows += [(named["standards"], *row) for section in out["sections"] for row in section["rows"]]
    for name in ("points", "last_points"):
        for one in out[name]:
            rows.append((named[name], one["heading"], ""))
            rows += [(named[name], label, text) for label, text in one["fields"]]
    return rows


def as_xlsx(report: NetworkReport, at: datetime) -> bytes:
    """Write tables: every cell is text, nothing is ever calculated."""
    out, named = laid_out(report), words.labels()
    book = Workbook()
    book.remove(book.worksheets[0])
    front: list[Row] = [(named["title"], ""), *out["about"]]
    for name in ("in_short", "summary", "plain_summary", "how", "compares"):
        front += [(named[name], text) for text in out[name]]
    add_sheet(book.create_sheet(named["about"]), front)
    add_sheet(book.create_sheet(named["section"]), [out["section_heads"], *out["section_rows"]])
    rows = [row for section in out["sections"] for row in section["rows"]]
    add_sheet(book.create_sheet(named["standard"]), [out["standard_heads"], *rows])
    for name in ("points", "last_points"):
        table: list[Row] = [(named[name], "")]
        for one in out[name]:
            table += [(one["heading"], ""), *one["fields"]]
        # A sheet's name has thirty-one letters at most.
        add_sheet(book.create_sheet(named[name][:31]), table)
    book.properties.title, book.properties.creator = named["title"], ""
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    return saved(book, at)


def as_docx(report: NetworkReport, at: datetime) -> bytes:
    """Write a document with headings."""
    out, named = laid_out(report), words.labels()
    document = Document()
    document.core_properties.title = printable(named["title"])
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = at.replace(tzinfo=None)
    document.add_heading(printable(named["title"]), 0)
    for label, text in out["about"]:
        document.add_paragraph(printable(f"{label}: {text}"))
    for name in ("in_short", "summary", "plain_summary"):
        if out[name]:
            document.add_heading(named[name], 1)
        for text in out[name]:
            document.add_paragraph(printable(text))
    for name in ("points", "last_points"):
        if out[name]:
            document.add_heading(named[name], 1)
        for one in out[name]:
            document.add_heading(printable(one["heading"]), 2)
            for label, text in one["fields"]:
                document.add_paragraph(printable(f"{label}: {text}"))
    document.add_heading(named["sections"], 1)
    add_table(document, out["section_heads"], out["section_rows"])
    document.add_heading(named["standards"], 1)
    for section in out["sections"]:
        document.add_heading(printable(section["title"]), 2)
        add_table(document, out["standard_heads"], section["rows"])
    for name in ("compares", "how"):
        if out[name]:
            document.add_heading(named[name], 1)
        for text in out[name]:
            document.add_paragraph(printable(text), style="List Bullet")
    return saved(document, at)


def as_pdf(report: NetworkReport, at: datetime) -> bytes:
    """Write a tagged PDF; the words go in as data and are never read as markup."""
    import typst  # noqa: PLC0415 - may be missing on a platform without its wheel; then only the PDF is

    made: bytes = typst.compile(
        TYPST.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(laid_out(report), ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )
    return made


FORMATS = {
    AggregateFormat.PDF: Format("application/pdf", as_pdf),
    AggregateFormat.DOCX: Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
    AggregateFormat.XLSX: Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    AggregateFormat.CSV: Format("text/csv; charset=utf-8", as_csv),
    AggregateFormat.JSON: Format("application/json", as_json),
}
