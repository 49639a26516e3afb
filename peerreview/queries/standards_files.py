"""An edition as a file: every format says the same, and each can be imported again."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocumentObject
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from peerreview.domain.standards_layout import (
    COLUMNS,
    DETAIL_COLUMNS,
    DOCUMENT_COLUMNS,
    DOCUMENT_DETAILS,
    about_fields,
    harmless,
    printable,
    standard_fields,
    table_rows,
)
from peerreview.domain.standards_text import EditionText, SectionText, StandardText

WIDE = {"text", "plain_text", "guidance", "evidence_hint", "introduction", "change_note", "section_summary"}


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called in a header, and how it is written."""

    media_type: str
    write: Callable[[EditionText, Mapping[str, str]], bytes]


def as_csv(text: EditionText, published: Mapping[str, str]) -> bytes:
    """Write one row a standard; words that a spreadsheet would take for a formula are made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in table_rows(text))
    # The mark tells spreadsheets that the letters are UTF-8.
    return f"\ufeff{out.getvalue()}".encode()


def as_xlsx(text: EditionText, published: Mapping[str, str]) -> bytes:
    """Write the same rows as a workbook, every cell as text: nothing in it is ever calculated."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "Standards"
    for number, row in enumerate((COLUMNS, *table_rows(text)), start=1):
        for place, words in enumerate(row, start=1):
            if words:
                cell = sheet.cell(number, place)
                cell.value = printable(words)
                # openpyxl takes words that begin with "=" for a formula.
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=number == 1)
    for place, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 50 if name in WIDE else 16
    sheet.freeze_panes = "A2"
    book.properties.title = printable(text.set_title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(text: EditionText, published: Mapping[str, str]) -> bytes:
    """Write a document to read and to edit: a heading a section, and below it tables of three columns."""
    document = Document()
    document.core_properties.title = printable(text.set_title)
    document.add_heading(printable(text.set_title) or text.set_code, 0)
    about = [(name.replace("_", " ").capitalize(), words) for name, words in about_fields(text).items() if words]
    _table(document, ("About", "Words"), about)
    for section in text.sections:
        document.add_heading(f"{section.code} {printable(section.title)}", 1)
        if section.summary:
            document.add_paragraph(printable(section.summary))
        if not section.standards:
            continue
        rows = [standard_fields(one) for one in section.standards]
        _table(document, DOCUMENT_COLUMNS, ([row[name] for name in DOCUMENT_COLUMNS] for row in rows))
        document.add_paragraph()
        details = [
            (row["code"], name.replace("_", " "), row[name]) for row in rows for name in DOCUMENT_DETAILS if row[name]
        ]
        _table(document, DETAIL_COLUMNS, details)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_json(text: EditionText, published: Mapping[str, str]) -> bytes:
    """Write the canonical content; the hash is of everything but ``published``."""
    content = {**text.as_content(), "published": dict(published)}
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


FORMATS = {
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
    "csv": Format("text/csv; charset=utf-8", as_csv),
    "json": Format("application/json", as_json),
}


def template_text(set_code: str, set_title: str, number: int, value: str) -> EditionText:
    """Return a small edition that shows every column, to be written over."""
    one = StandardText(
        code="1.1",
        lineage="",
        text=_("One expectation that can be tested."),
        plain_text=_("The same in words for young people."),
        type=2,
        core=False,
        guidance=_("What good looks like."),
        evidence_hint=_("Where a visiting team might look."),
        applies_to=("home", "school"),
        nations=("england", "wales"),
        values=((value, "primary"),),
        sources=(_("A law or a guide, one a line"),),
    )
    section = SectionText("1", _("Title of the section"), _("What the section is about."), (one,))
    label = _("Edition %(number)d") % {"number": number}
    return EditionText(
        set_code,
        number,
        label,
        _("How to read this edition."),
        _("What changed, and why."),
        None,
        (section,),
        set_title,
    )


def _table(document: DocumentObject, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    rows = list(rows)
    table = document.add_table(rows=len(rows) + 1, cols=len(headings))
    table.style = "Table Grid"
    # ``table.cell`` looks the whole grid over each time: with hundreds of rows that takes seconds.
    for cells, words in zip(table.rows, [[name.capitalize() for name in headings], *rows], strict=True):
        for cell, text in zip(cells.cells, words, strict=True):
            cell.text = printable(text)
