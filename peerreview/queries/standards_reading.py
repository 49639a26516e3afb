"""Reading a file of standards: spreadsheet, CSV, document or JSON, told apart by what is inside."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from peerreview.domain.standards_layout import (
    ABOUT_COLUMNS,
    COLUMNS,
    DETAIL_COLUMNS,
    DOCUMENT_COLUMNS,
    DOCUMENT_DETAILS,
    NEEDED_COLUMNS,
    SECTION_COLUMNS,
    Place,
    Said,
    SaidEdition,
    SaidSection,
    as_meant,
)
from peerreview.queries.standards_json import read_json
from portal.imports.domain.columns import fold
from portal.imports.domain.problems import FileRefused, Problem, refuse
from portal.imports.tables import delimited, document, opendocument, workbook
from portal.imports.tables.files import CSV, HEADINGS_WITHIN, ODS, kind_of
from portal.imports.tables.limits import MIB, Limits
from portal.imports.tables.rows import Row, Sheet

DOCX, JSON = "docx", "json"
# The largest set in force is 200 KB; ten times a hundred standards still fit.
LIMITS = Limits(file_bytes=5 * MIB, unpacked_bytes=60 * MIB, rows=2_000, columns=60)


def read(path: str, file_name: str) -> tuple[SaidEdition, list[Problem]]:
    """Return what a file says, with what is wrong with its shape; FileRefused when it cannot be read at all."""
    kind = _kind(path, file_name)
    if kind == JSON:
        return read_json(Path(path).read_bytes())
    if kind == DOCX:
        return _Document().read(document.blocks(path, LIMITS))
    faults: list[Problem] = []
    if kind == CSV:
        sheets: Iterable[Sheet] = delimited.sheets(path, LIMITS, faults)
    else:
        sheets = (opendocument if kind == ODS else workbook).sheets(path, LIMITS)
    said, problems = _read_tables(sheets, escaped=kind == CSV, faults=faults)
    return said, [*faults, *problems]


def _kind(path: str, file_name: str) -> str:
    file, said = Path(path), Path(file_name).suffix.casefold()
    if file.is_file() and 0 < file.stat().st_size <= LIMITS.file_bytes:
        with file.open("rb") as opened:
            start = opened.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
        found = JSON if start[:1] in (b"{", b"[") else DOCX if start.startswith(b"PK") and _is_document(file) else ""
        if found and said in {".csv", ".xlsx", ".ods", ".docx", ".json"} and said != f".{found}":
            raise refuse(
                _("is called %(said)s but holds %(found)s.") % {"said": said, "found": found.upper()},
                _("Give it its right ending, or choose the right file."),
            )
        if found:
            return found
        if said in {".docx", ".json"}:
            raise refuse(_("does not hold what its ending says."), _("Choose the right file."))
    return kind_of(path, file_name, LIMITS)


def _is_document(file: Path) -> bool:
    try:
        with ZipFile(file) as archive:
            return "word/document.xml" in archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return False


class _Table:
    """Rows under headings: one a standard; the edition and the sections said once, in their first row."""

    def __init__(self, sheet: Sheet, *, escaped: bool) -> None:
        self.sheet, self.escaped = sheet, escaped
        self.problems: list[Problem] = []
        self.said = SaidEdition(Said(Place(self._name)))

    @property
    def _name(self) -> str:
        return _("Sheet “%(name)s”") % {"name": self.sheet.name} if self.sheet.name else ""

    def headings(self, row: Row) -> list[str]:
        names = [fold(cell).replace(" ", "_") for cell in row.cells]
        if not {"code", "text"} <= set(names):
            return []
        for name in sorted(set(NEEDED_COLUMNS) - set(names)):
            self._wrong(row.number, name, _("is missing."), _("Add the column; the template has it."))
        for place, name in enumerate(names):
            if name and name not in COLUMNS:
                self._wrong(row.number, row.cells[place], _("is not a column of this layout."), _("Take it out."))
            elif name in names[:place] and name:
                self._wrong(row.number, name, _("is there twice."), _("Leave one of them."))
        return names

    def row(self, names: Sequence[str], row: Row) -> None:
        place = Place(self._name, row.number)
        for number, cell in enumerate(row.cells[len(names) :], start=len(names) + 1):
            if cell.strip():
                self._wrong(row.number, str(number), _("has no heading."), _("Move it under one."), cell)
        cells = [as_meant(cell) if self.escaped else cell for cell in row.cells]
        fields = {name: cell for name, cell in zip(names, cells, strict=False) if name in COLUMNS and cell.strip()}
        for name in ABOUT_COLUMNS:
            self._once(self.said.about, name, fields.get(name, ""), place)
        section = self._section(fields, place)
        standard = Said(place)
        for name, cell in fields.items():
            if name not in ABOUT_COLUMNS and name not in SECTION_COLUMNS:
                standard.put(name, cell)
        if standard.fields:
            section.standards.append(standard)

    def _section(self, fields: dict[str, str], place: Place) -> SaidSection:
        """Return the section a row belongs to: the one above it when the row names none or the same."""
        code = fields.get("section", "").strip()
        last = self.said.sections[-1] if self.said.sections else None
        if last is None or (code and code != last.about.fields.get("section", "").strip()):
            last = SaidSection(Said(place))
            self.said.sections.append(last)
        for name in SECTION_COLUMNS:
            self._once(last.about, name, fields.get(name, ""), place)
        return last

    def _once(self, about: Said, name: str, cell: str, place: Place) -> None:
        if cell.strip() and about.fields.get(name, cell).strip() != cell.strip():
            where = Problem("", row=about.at(name).row).place
            self._wrong(
                place.row,
                name,
                _("says something else than before (%(where)s).") % {"where": where},
                _("Say it once; lower rows may leave it empty."),
                cell,
            )
        elif name not in about.fields:
            about.put(name, cell, place)

    def _wrong(self, row: int | None, column: str, message: str, remedy: str, value: str = "") -> None:
        self.problems.append(Problem(message, remedy, row, column, value, self._name))


def _read_tables(
    sheets: Iterable[Sheet], *, escaped: bool, faults: Iterable[Problem]
) -> tuple[SaidEdition, list[Problem]]:
    for sheet in sheets:
        table = _Table(sheet, escaped=escaped)
        names: list[str] = []
        for count, row in enumerate(sheet.rows):
            if names:
                table.row(names, row)
            elif count < HEADINGS_WITHIN:
                names = table.headings(row)
        if names:
            return table.said, table.problems
    if known := list(faults):
        # The row of the headings itself may be the one that cannot be read.
        raise FileRefused(known)
    raise refuse(
        _("has no table with the columns code and text."),
        _("Start from the template, or from an export of an edition."),
    )


class _Document:
    """Headings are sections; below each its summary, a table of standards and a table of their details."""

    def __init__(self) -> None:
        self.said = SaidEdition(Said(Place(_("The document"))))
        self.problems: list[Problem] = []
        self.by_code: dict[str, Said] = {}
        self.tables = 0

    def read(self, blocks: Iterable[document.Words | document.Grid]) -> tuple[SaidEdition, list[Problem]]:
        for block in blocks:
            if isinstance(block, document.Grid):
                self._table(block)
            elif block.heading:
                self._heading(block)
            elif self.said.sections and not self.said.sections[-1].standards:
                about = self.said.sections[-1].about
                before = about.fields.get("section_summary", "")
                place = Place(_("Paragraph %(number)d") % {"number": block.number})
                about.put("section_summary", f"{before}\n{block.text}" if before else block.text, place)
        if not self.tables:
            raise refuse(
                _("has no table with the headings Code, Text and Guidance."),
                _("Start from the template for documents."),
            )
        return self.said, self.problems

    def _heading(self, block: document.Words) -> None:
        place = Place(_("Paragraph %(number)d") % {"number": block.number})
        code, _blank, title = block.text.strip().partition(" ")
        section = SaidSection(Said(place))
        section.about.put("section", code.rstrip(".:"))
        section.about.put("section_title", title)
        self.said.sections.append(section)

    def _table(self, grid: document.Grid) -> None:
        sheet = _("Table %(number)d") % {"number": grid.number}
        headings = tuple(fold(cell) for cell in grid.rows[0]) if grid.rows else ()
        rows = [(Place(sheet, number), row) for number, row in enumerate(grid.rows[1:], start=2)]
        if headings == DOCUMENT_COLUMNS:
            self.tables += 1
            self._standards(sheet, rows)
        elif headings == DETAIL_COLUMNS:
            self._details(rows)
        elif headings == ("about", "words"):
            for place, row in rows:
                self._about(place, row)
        else:
            self._wrong(
                Place(sheet, 1),
                "",
                _("has other headings than Code, Text, Guidance."),
                _("Correct the headings of the table, or take it out."),
                " | ".join(grid.rows[0])[:80] if grid.rows else "",
            )

    def _standards(self, sheet: str, rows: Iterable[tuple[Place, Sequence[str]]]) -> None:
        if not self.said.sections:
            self._wrong(
                Place(sheet),
                "",
                _("stands under no heading."),
                _("Put a heading such as “1 What we believe” above it."),
            )
            self.said.sections.append(SaidSection(Said(Place(sheet), {"section": "1", "section_title": "?"})))
        for place, row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(DOCUMENT_COLUMNS):
                message = _("has %(count)d cells, not three.") % {"count": len(row)}
                self._wrong(place, "", message, _("Take merged and split cells apart."))
            standard = Said(place)
            for name, cell in zip(DOCUMENT_COLUMNS, row, strict=False):
                standard.put(name, cell)
            self.said.sections[-1].standards.append(standard)
            self.by_code.setdefault(standard.fields.get("code", "").strip(), standard)

    def _details(self, rows: Iterable[tuple[Place, Sequence[str]]]) -> None:
        for place, row in rows:
            code, what, words = (*(cell.strip() for cell in row[:2]), row[2]) if len(row) > 2 else ("", "", "")
            name = fold(what).replace(" ", "_")
            standard = self.by_code.get(code)
            if standard is None:
                self._wrong(place, "code", _("is no code of a standard above."), _("Correct the code."), code)
            elif name not in DOCUMENT_DETAILS:
                allowed = ", ".join(DOCUMENT_DETAILS)
                self._wrong(place, "what", _("is not a known detail."), _("Use one of: %s.") % allowed, what)
            elif name in standard.fields:
                self._wrong(place, "what", _("is said twice of this standard."), _("Leave one of them."), what)
            else:
                standard.put(name, words, place)

    def _about(self, place: Place, row: Sequence[str]) -> None:
        name = fold(row[0]).replace(" ", "_")
        if name not in ABOUT_COLUMNS or len(row) < 2:
            allowed = ", ".join(ABOUT_COLUMNS)
            self._wrong(place, "about", _("is not known."), _("Use one of: %s.") % allowed, row[0])
        else:
            self.said.about.put(name, row[1], place)

    def _wrong(self, place: Place, column: str, message: str, remedy: str, value: str = "") -> None:
        self.problems.append(Problem(message, remedy, place.row, column, value, place.sheet))
