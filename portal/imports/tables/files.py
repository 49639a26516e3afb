"""Which sort of file is it, by what is inside and not by its name; and which of its sheets holds the table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from portal.imports.domain.columns import Column, Record, fold, locate, parse_row
from portal.imports.domain.problems import FileRefused, Problem, refuse
from portal.imports.tables import delimited, opendocument, workbook
from portal.imports.tables.limits import LIMITS, Limits
from portal.imports.tables.rows import Row, Sheet

CSV, ODS, XLSX = "csv", "ods", "xlsx"
READERS: dict[str, Callable[[str, Limits], Iterator[Sheet]]] = {
    CSV: delimited.sheets,
    ODS: opendocument.sheets,
    XLSX: workbook.sheets,
}
# Publishers put titles and notes above the headings.
HEADINGS_WITHIN = 25
KNOWN_BEGINNINGS = {
    b"MZ": "a program",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (XLS)",
    b"\x7fELF": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
}


@dataclass(frozen=True)
class Table:
    """The rows of one table with typed values, the lines above its headings, and what is wrong with it."""

    sheet: str
    above: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def kind_of(path: str, file_name: str, limits: Limits = LIMITS) -> str:
    """Say whether a file is CSV, ODS or XLSX; refuse what is neither, or not what its name says."""
    file = Path(path)
    if file.is_dir():
        raise refuse(_("is a folder."), _("Name the file itself."))
    if not file.is_file():
        raise refuse(_("is not there."), _("Check the path and the spelling."))
    size = file.stat().st_size
    if size == 0:
        raise refuse(_("is empty."), _("Download it again from the publisher."))
    if size > limits.file_bytes:
        raise refuse(
            _("is larger than %(limit)d MB.") % {"limit": limits.file_bytes // (1024 * 1024)},
            _("Is it the published file?"),
        )
    found = _by_content(file)
    said = Path(file_name).suffix.casefold().removeprefix(".")
    if said in READERS and said != found:
        raise refuse(
            _("is called .%(said)s but holds %(found)s.") % {"said": said, "found": found.upper()},
            _("Give it its right ending, or choose the right file."),
        )
    return found


def _by_content(file: Path) -> str:
    with file.open("rb") as opened:
        start = opened.read(8192)
    expected = _("Choose the published CSV, ODS or XLSX file.")
    for beginning, what in KNOWN_BEGINNINGS.items():
        if start.startswith(beginning):
            raise refuse(_("is %(what)s, not a table.") % {"what": what}, expected)
    if start.startswith(b"PK"):
        return _packed(file, expected)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(_("is UTF-16 text."), _("Save the file as “CSV UTF-8” and try again."), row=1)
    if b"\x00" in start:
        raise refuse(_("is not a table."), expected)
    return CSV


def _packed(file: Path, expected: str) -> str:
    try:
        with ZipFile(file) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise refuse(_("is damaged or not complete."), _("Download it again from the publisher.")) from None
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return ODS
    if "xl/workbook.xml" in names:
        return XLSX
    raise refuse(_("is an archive, not a table."), expected)


def read_table(
    path: str,
    file_name: str,
    columns: Sequence[Column],
    *,
    prefer: str = "",
    limits: Limits = LIMITS,
) -> Table:
    """Find the sheet that has the columns and return its rows; ``prefer`` settles it when several have."""
    reader = READERS[kind_of(path, file_name, limits)]
    tables: list[Table] = []
    nearest: list[Column] | None = None
    for sheet in reader(path, limits):
        above: list[str] = []
        for row in sheet.rows:
            places, missing = locate(columns, row.cells)
            if not missing:
                table = _typed(sheet, tuple(above), row, places, columns)
                if prefer and fold(sheet.name).startswith(fold(prefer)):
                    return _filled(table)
                tables.append(table)
                break
            if nearest is None or len(missing) < len(nearest):
                nearest = missing
            above.append(row.cells[0])
            if len(above) >= HEADINGS_WITHIN:
                break
    if not tables:
        raise _no_headings(columns, nearest)
    if len(tables) > 1:
        names = ", ".join(table.sheet for table in tables)
        raise refuse(_("has several sheets that fit: %(names)s.") % {"names": names}, _("Leave only one of them."))
    return _filled(tables[0])


def _filled(table: Table) -> Table:
    if not table.records:
        raise refuse(_("has headings but no rows."), _("Download it again from the publisher."))
    return table


def _typed(
    sheet: Sheet, above: tuple[str, ...], heading: Row, places: dict[str, int], columns: Sequence[Column]
) -> Table:
    records: list[Record] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        record, wrong = parse_row(columns, places, row.number, row.cells)
        records.append(record)
        problems.extend(wrong)
    return Table(sheet.name, (*above, *heading.cells[:1]), tuple(records), tuple(problems))


def _no_headings(columns: Sequence[Column], missing: list[Column] | None) -> FileRefused:
    """Name the missing columns when most of the headings are there; otherwise say it is another file."""
    required = [column for column in columns if column.required]
    if missing is not None and len(missing) <= len(required) / 2:
        return FileRefused(
            Problem(_("is missing."), _("Choose the file with all its published columns."), None, column.heading)
            for column in missing
        )
    headings = ", ".join(column.heading for column in required)
    return refuse(_("has no table with the expected headings."), _("Expected: %(headings)s.") % {"headings": headings})
