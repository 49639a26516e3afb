"""How an edition is laid out in a table: what the columns are called, and a row for every standard.

One layout serves spreadsheets and CSV; documents and JSON say the same things in their own shape. What a file says is
kept as ``Said`` with its place until everything in it has been checked.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from peerreview.domain.standards_text import EditionText, StandardText

ABOUT_COLUMNS = ("set", "edition", "edition_name", "in_force_from", "introduction", "change_note")
SECTION_COLUMNS = ("section", "section_title", "section_summary")
STANDARD_COLUMNS = (
    "code", "lineage", "type", "core", "level", "text", "plain_text", "guidance", "evidence_hint", "applies_to",
    "nations", "rests_on", "also_speaks_to", "sources",
)  # fmt: skip
COLUMNS = (*ABOUT_COLUMNS, *SECTION_COLUMNS, *STANDARD_COLUMNS)
NEEDED_COLUMNS = ("section", "code", "type", "text", "applies_to", "rests_on")
# What a document's three columns do not hold stands in a second table of three columns: code, what, words.
DOCUMENT_COLUMNS = ("code", "text", "guidance")
DETAIL_COLUMNS = ("code", "what", "words")
DOCUMENT_DETAILS = tuple(name for name in STANDARD_COLUMNS if name not in DOCUMENT_COLUMNS)

FORMULA = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class Place:
    """Where in a file: the sheet, table or part, and the row."""

    sheet: str = ""
    row: int | None = None


@dataclass
class Said:
    """What a file says of one thing: its fields as text, by column, each with the place it stands at."""

    place: Place
    fields: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def put(self, name: str, text: str, place: Place | None = None) -> None:
        """Keep a field; what is empty is not said."""
        if text.strip():
            self.fields[name] = text
            self.places[name] = place or self.place

    def at(self, name: str) -> Place:
        """Return where a field stands, or the whole entry when the field is missing."""
        return self.places.get(name, self.place)


@dataclass
class SaidSection:
    """A section and its standards, as a file says them."""

    about: Said
    standards: list[Said] = field(default_factory=list)


@dataclass
class SaidEdition:
    """A whole file."""

    about: Said
    sections: list[SaidSection] = field(default_factory=list)


def harmless(cell: str) -> str:
    """Keep a spreadsheet from reading words as a formula; ``as_meant`` takes exactly this away again."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def as_meant(cell: str) -> str:
    """Return a cell of a CSV file as it was before it was made harmless."""
    return cell[1:] if ESCAPED.match(cell) else cell


def printable(text: str) -> str:
    """Leave out what no XML file can hold: characters that mean nothing on paper."""
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"})


def about_fields(text: EditionText) -> dict[str, str]:
    """Return what is said once of an edition, in the order of the columns."""
    day = text.effective_from.isoformat() if text.effective_from else ""
    said = (text.set_code, str(text.number), text.label, day, text.introduction, text.change_note)
    return dict(zip(ABOUT_COLUMNS, said, strict=True))


def standard_fields(one: StandardText) -> dict[str, str]:
    """Return one standard as its columns print it: closed lists with semicolons, sources one a line."""
    links: dict[str, list[str]] = {"primary": [], "secondary": []}
    for value, strength in one.values:
        links[strength].append(value)
    return {
        "code": one.code,
        "lineage": one.lineage,
        "type": str(one.type),
        "core": "yes" if one.core else "no",
        "level": one.level,
        "text": one.text,
        "plain_text": one.plain_text,
        "guidance": one.guidance,
        "evidence_hint": one.evidence_hint,
        "applies_to": "; ".join(one.applies_to),
        "nations": "; ".join(one.nations),
        "rests_on": "; ".join(links["primary"]),
        "also_speaks_to": "; ".join(links["secondary"]),
        "sources": "\n".join(one.sources),
    }


def table_rows(text: EditionText) -> Iterator[tuple[str, ...]]:
    """Give the rows under the headings: what is said once of the edition or a section stands in its first row."""
    about = about_fields(text)
    for section in text.sections:
        summary = section.summary
        for fields in [standard_fields(one) for one in section.standards] or [{}]:
            row = {
                **about,
                "section": section.code,
                "section_title": section.title,
                "section_summary": summary,
                **fields,
            }
            yield tuple(row.get(name, "") for name in COLUMNS)
            about, summary = {"edition": str(text.number)}, ""
