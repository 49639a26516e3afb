"""What was measured, against what is required, as a table."""

from dataclasses import dataclass
from typing import TextIO

COLUMNS = ("page or act", "data", "queries", "req/s", "floor", "ratio", "required", "verdict")


@dataclass(frozen=True)
class Line:
    """One measurement. ``measured`` and ``required`` are written as they are read; ``reached`` compares them.

    ``reached`` is how far the requirement is met: 1 and more is met. Under that a small run only says so,
    for it is short and its machine may be busy; what is counted exactly (``exact``) is never excused.
    """

    name: str
    data: str = "–"
    queries: int | None = None
    most_queries: int | None = None
    rate: float | None = None
    floor: float | None = None
    measured: str = "–"
    required: str = "–"
    reached: float | None = None
    exact: bool = False

    @property
    def asks_too_often(self) -> bool:
        """Say whether the budget of queries is exceeded."""
        return self.queries is not None and self.most_queries is not None and self.queries > self.most_queries

    def fails(self, *, small: bool) -> bool:
        """Say whether the run has failed by this line.

        Queries are the same on every machine, so they always count. Speeds of a small run, on a machine that others
        use at the same time, are shown and judged in words; only a full run fails by them.
        """
        under = self.reached is not None and self.reached < 1
        return self.asks_too_often or (under and (self.exact or not small))

    def verdict(self, *, small: bool) -> str:
        """Say in a word how it went."""
        if self.fails(small=small):
            return "TOO MANY QUERIES" if self.asks_too_often else "FAILED"
        if self.reached is not None and self.reached < 1:
            return "under"
        return "met" if self.reached is not None or self.most_queries is not None else "–"

    def cells(self, *, small: bool) -> tuple[str, ...]:
        """Return the cells as text."""
        queries = "–" if self.queries is None else str(self.queries)
        if self.most_queries is not None:
            queries += f" of {self.most_queries}"
        return (
            self.name,
            self.data,
            queries,
            "–" if self.rate is None else f"{self.rate:.0f}",
            "–" if self.floor is None else f"{self.floor:.0f}",
            self.measured,
            self.required,
            self.verdict(small=small),
        )


def show(lines: list[Line], out: TextIO, *, small: bool) -> None:
    """Print the table in the form README.md keeps."""
    rows = [COLUMNS, *(line.cells(small=small) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    rule = tuple("-" * width for width in widths)
    for row in (rows[0], rule, *rows[1:]):
        out.write("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |\n")
