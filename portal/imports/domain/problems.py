"""What is wrong with a file, said so that the person who sent it can put it right."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

VALUE_SHOWN = 80


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where, what it says, what is wrong with it, what to do."""

    message: str
    remedy: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    # The sheet, or the table of a document, where a file has several.
    sheet: str = ""

    @property
    def place(self) -> str:
        """Say where it is, in words."""
        if self.sheet:
            return f"{self.sheet}, {replace(self, sheet='').place}" if self.row or self.column else self.sheet
        if self.row is None:
            return _("Column “%(column)s”") % {"column": self.column} if self.column else _("The file")
        if not self.column:
            return _("Row %(row)d") % {"row": self.row}
        return _("Row %(row)d, column “%(column)s”") % {"row": self.row, "column": self.column}

    def __str__(self) -> str:
        value = _(" (it says “%(value)s”)") % {"value": self.value[:VALUE_SHOWN]} if self.value else ""
        return f"{self.place}: {self.message}{value} {self.remedy}".strip()

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with a run."""
        return {**asdict(self), "value": self.value[:VALUE_SHOWN]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Problem":
        """Make it again from what was kept."""
        return cls(**stored)


class FileRefused(Exception):
    """The file cannot be imported; nothing has been changed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems[:3]))


def refuse(message: str, remedy: str = "", *, row: int | None = None, column: str = "", value: str = "") -> FileRefused:
    """Make the refusal for a file with one thing wrong."""
    return FileRefused([Problem(message, remedy, row, column, value)])
