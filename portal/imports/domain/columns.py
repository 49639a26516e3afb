"""Columns of a published table: their headings, and how a printed value becomes a typed one."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.imports.domain.problems import Problem

# Spreadsheets count days from here (with 1900 taken for a leap year, hence the 30th).
DAY_ZERO = date(1899, 12, 30)
SERIAL_DAYS = range(10_000, 80_000)


class NotRead(Exception):
    """The printed value is not of the column's kind; the message says what is expected."""


@dataclass(frozen=True)
class Column:
    """One column: its heading as published, spellings of other editions, whether it must be there and be filled."""

    key: str
    heading: str
    parse: Callable[[str], Any]
    also: tuple[str, ...] = ()
    required: bool = True
    blank: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Return every heading by which the column is known, folded; where several stand, the first counts."""
        return tuple(fold(each) for each in (self.heading, *self.also))


@dataclass(frozen=True)
class Record:
    """One row of a table with typed values, knowing where it stood."""

    row: int
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


def fold(text: str) -> str:
    """Return a heading as compared: without case and with single spaces."""
    return " ".join(text.replace("’", "'").split()).casefold()


def locate(columns: Sequence[Column], cells: Sequence[str]) -> tuple[dict[str, int], list[Column]]:
    """Return where each column stands in a row of headings, and the required ones that are not there."""
    places = {fold(cell): index for index, cell in reversed(list(enumerate(cells)))}
    found: dict[str, int] = {}
    missing: list[Column] = []
    for column in columns:
        index = next((places[heading] for heading in column.headings if heading in places), None)
        if index is not None:
            found[column.key] = index
        elif column.required:
            missing.append(column)
    return found, missing


def parse_row(
    columns: Sequence[Column], places: Mapping[str, int], row: int, cells: Sequence[str]
) -> tuple[Record, list[Problem]]:
    """Return the typed row and whatever is wrong with it; a wrong value is None in the record."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in columns:
        index = places.get(column.key)
        text = cells[index].strip() if index is not None and index < len(cells) else ""
        if not text and not column.blank and index is not None:
            problems.append(Problem(_("is empty."), _("Fill it in."), row, column.heading))
            values[column.key] = None
            continue
        try:
            values[column.key] = column.parse(text)
        except NotRead as refusal:
            problems.append(Problem(str(refusal), _("Correct it and try again."), row, column.heading, text))
            values[column.key] = None
    return Record(row, values), problems


def text(value: str) -> str:
    """Return the words with single spaces."""
    return " ".join(value.split())


def whole_number(value: str) -> int | None:
    """Return a number without fractions, or None for an empty cell."""
    if not value:
        return None
    plain = re.sub(r"\.0+$", "", value)
    # A comma stands between thousands: "1,5" is no fifteen.
    if not re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2}", plain):
        raise NotRead(_("should be a whole number."))
    return int(plain.replace(",", ""))


def year(value: str) -> int:
    """Return a year of four digits."""
    if not re.fullmatch(r"(19|20)[0-9]{2}", value):
        raise NotRead(_("should be a year of four digits."))
    return int(value)


def day(value: str) -> date | None:
    """Return a date written 2023-03-31 or 31/03/2023, or counted in days as spreadsheets do."""
    if not value:
        return None
    iso = re.match(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})(T[0-9:.]+Z?)?$", value)
    british = re.match(r"^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$", value)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        raise NotRead(_("is not a day of the calendar.")) from None
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", value) and int(float(value)) in SERIAL_DAYS:
        return DAY_ZERO + timedelta(days=int(float(value)))
    raise NotRead(_("should be a date such as 31/03/2023."))


def code(pattern: str, expected: object) -> Callable[[str], str]:
    """Return a parser for codes of one shape; ``expected`` says which, in words."""

    def parse(value: str) -> str:
        if value and not re.fullmatch(pattern, value):
            raise NotRead(str(expected))
        return value

    return parse


def choice(spellings: Mapping[str, str], what: object) -> Callable[[str], str]:
    """Return a parser for a closed list in any spelling of case and spaces; ``what`` names the list."""
    folded = {fold(spelling): value for spelling, value in spellings.items()}

    def parse(value: str) -> str:
        if not value:
            return ""
        if fold(value) not in folded:
            raise NotRead(_("is not a known %(what)s.") % {"what": what})
        return folded[fold(value)]

    return parse
