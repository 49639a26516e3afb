"""What may be said in public about numbers of services: nothing that singles one out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Fewer than this in one cell could be one known house; a total that such a cell could be worked out from goes too.
FEWEST_TOLD = 3


@dataclass(frozen=True)
class CountRow:
    """One row of a public table; None is a number that is withheld."""

    name: str
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class CountTable:
    """Services by row and column, with the small numbers and what would reveal them left out."""

    columns: tuple[str, ...]
    rows: tuple[CountRow, ...]
    totals: tuple[int | None, ...]
    total: int | None

    @property
    def withholds(self) -> bool:
        """Say whether anything is left out."""
        return any(cell is None for row in self.rows for cell in row.cells)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to count."""
        return self.total == 0


def told(count: int) -> int | None:
    """Return a count that may be told; nought may, one or two may not."""
    return count if count == 0 or count >= FEWEST_TOLD else None


def count_table(rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> CountTable:
    """Lay counts out; a total is told only when every cell it adds up is told, and a column of noughts is left away."""
    columns = [column for column in columns if any(counts.get((row, column)) for row in rows)]
    lines = []
    for row in rows:
        cells = tuple(told(counts.get((row, column), 0)) for column in columns)
        lines.append(CountRow(row, cells, _sum(cells)))
    totals = tuple(_sum(line.cells[index] for line in lines) for index in range(len(columns)))
    return CountTable(tuple(columns), tuple(lines), totals, _sum(totals))


def _sum(cells: Iterable[int | None]) -> int | None:
    total = 0
    for cell in cells:
        if cell is None:
            return None
        total += cell
    return total
