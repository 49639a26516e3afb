"""Small published files for tests: written by hand, so that the readers are not tested against their own kind."""

import csv
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Rows = Sequence[Sequence[object]]

REGISTER_SHEET = "Providers+places_at_31_Mar_2023"
REGISTER_HEADINGS = [
    "Web link", "URN", "Linked education URN", "Provision type", "Registration date", "Registration status", "Name",
    "Address 1", "Postcode", "Ofsted Region", "Government Office Region", "Local authority", "Sector", "Places",
    "Short-break-only children's home", "Multi-building children's home", "Organisation name",
]  # fmt: skip
LOOKED_AFTER_HEADINGS = [
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "la_name", "new_la_code", "population_type", "population_estimate", "children_count",
    "rate_per_10000",
]  # fmt: skip
NEIGHBOUR_HEADINGS = [
    "old_la_code", "la_name", "region_ind", "region_name",
    *(f"SN_{rank}{ending}" for rank in range(1, 11) for ending in ("", "P")),
]  # fmt: skip
ON_31_MARCH = "Children looked after on 31 March each year"


def service_row(urn: str = "SC100001", **changes: str) -> list[str]:
    """Return a row of the register: a redacted home in Bolton."""
    values = {
        "Web link": "Ofsted Social Care Provider Webpage",
        "URN": urn,
        "Provision type": "Children's home",
        "Registration date": "2019-05-02",
        "Registration status": "Active",
        "Name": "REDACTED",
        "Address 1": "REDACTED",
        "Postcode": "REDACTED",
        "Ofsted Region": "North West",
        "Government Office Region": "North West",
        "Local authority": "Bolton",
        "Sector": "Private",
        "Places": "4",
        "Organisation name": "Green Lanes Care Ltd",
    }
    named = {heading.split(" ")[0].casefold(): heading for heading in reversed(REGISTER_HEADINGS)}
    values |= {named.get(key, key): value for key, value in changes.items()}
    return [values.get(heading, "") for heading in REGISTER_HEADINGS]


def register(*rows: Sequence[object], sheet: str = REGISTER_SHEET) -> dict[str, Rows]:
    """Return the sheets of a register as published: another sheet first, titles above the headings."""
    titles = [["Children's social care data"], ["This worksheet contains one table"], ["Some cells are empty"]]
    return {"Cover": [["Cover sheet"]], sheet: [*titles, REGISTER_HEADINGS, *rows]}


def figure_row(
    year: int, number: str = "350", name: str = "Bolton", code: str = "E08000001", **changes: str
) -> list[str]:
    """Return a row of children looked after for one authority."""
    values = {
        "time_period": str(year),
        "time_identifier": "Reporting year",
        "geographic_level": "Local authority",
        "country_code": "E92000001",
        "country_name": "England",
        "region_code": "E12000002",
        "region_name": "North West",
        "old_la_code": number,
        "la_name": name,
        "new_la_code": code,
        "population_type": ON_31_MARCH,
        "population_estimate": "68000",
        "children_count": "640",
        "rate_per_10000": "94",
    } | changes
    return [values[heading] for heading in LOOKED_AFTER_HEADINGS]


def write_csv(path: Path, rows: Rows, *, mark: bool = True) -> Path:
    """Write comma-separated values as the publisher does, with a byte-order mark."""
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _ods_cell(value: object) -> str:
    text = str(value)
    if text == "":
        return "<table:table-cell/>"
    if len(text) == 10 and text[4] == text[7] == "-":
        return f'<table:table-cell office:value-type="date" office:date-value="{text}"/>'
    if text.isdigit():
        return f'<table:table-cell office:value-type="float" office:value="{text}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_content(sheets: dict[str, Rows], doctype: str = "") -> str:
    """Return content.xml, padded with repeated emptiness to the edge of the sheet as real files are."""
    tables = []
    for name, rows in sheets.items():
        lines = "".join(
            "<table:table-row>"
            + "".join(_ods_cell(value) for value in row)
            + '<table:table-cell table:number-columns-repeated="16363"/></table:table-row>'
            for row in rows
        )
        padding = (
            '<table:table-row table:number-rows-repeated="1044000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
        tables.append(f'<table:table table:name="{escape(name)}">{lines}{padding}</table:table>')
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content xmlns:office="{names}office:1.0" '
        f'xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0"><office:body><office:spreadsheet>'
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )


def write_ods(path: Path, sheets: dict[str, Rows], *, content: str = "") -> Path:
    """Write an OpenDocument spreadsheet."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content or ods_content(sheets))
    return path


def write_xlsx(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write an Office Open XML workbook with shared and inline strings."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    shared: list[str] = []
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for number, rows in enumerate(sheets.values(), start=1):
            lines = []
            for index, row in enumerate(rows, start=1):
                cells = []
                for column, value in enumerate(row):
                    if str(value) == "":
                        continue
                    shared.append(str(value))
                    reference = f"{chr(65 + column)}{index}"
                    cells.append(f'<c r="{reference}" t="s"><v>{len(shared) - 1}</v></c>')
                lines.append(f'<row r="{index}">{"".join(cells)}</row>')
            sheet = f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, start=1)
        )
        targets = "".join(
            f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)
        )
        strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{targets}</Relationships>')
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{strings}</sst>')
    return path
