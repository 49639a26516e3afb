"""Published figures: a number or the letter printed in its place. Plain values, no database."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# As printed by the Department for Education; the first of each is what we print again.
MARKS = ("c", "z", "x", ":", "low")
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")


class NotAFigure(ValueError):
    """Neither a number nor one of the letters."""


@dataclass(frozen=True)
class Figure:
    """Exactly one of a number and a mark."""

    number: Decimal | None
    mark: str = ""

    def __post_init__(self) -> None:
        if (self.number is None) == (self.mark == ""):
            msg = "a figure is a number or a mark"
            raise NotAFigure(msg)

    @property
    def whole(self) -> int | None:
        """Return the number as a whole one; None for a mark."""
        return None if self.number is None else int(self.number)


def parse_figure(text: str, *, fractions: bool = False) -> Figure:
    """Read a printed figure. An empty cell is no figure: the publisher always prints something."""
    printed = text.strip()
    if printed.casefold() in MARKS:
        return Figure(None, printed.casefold())
    # A comma stands between thousands: "1,5" is no fifteen.
    whole, point, part = printed.partition(".")
    plain = (whole.replace(",", "") if GROUPED.fullmatch(whole) else whole) + point + part
    if fractions:
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", plain):
            raise NotAFigure(printed)
        return Figure(Decimal(plain).quantize(Decimal("0.01")))
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise NotAFigure(printed)
    return Figure(Decimal(plain))


def format_figure(figure: Figure) -> str:
    """Print a figure as the publisher does: no needless zeros, letters as they are."""
    if figure.number is None:
        return figure.mark
    return f"{figure.number.normalize():f}"


def reporting_year(year: int) -> tuple[date, date]:
    """Return the first day of a reporting year and the first day after it: 2024 ends on 31 March 2024."""
    return date(year - 1, 4, 1), date(year, 4, 1)
