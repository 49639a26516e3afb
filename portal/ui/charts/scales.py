"""Scales, ticks and numbers as SVG wants them. Pure."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Number = int | float
Words = Callable[[Number], str]

# One letter of the 14 px labels is about this wide; labels are cut in the geometry, never in the table.
LETTER = 7.2


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: str
    words: str


@dataclass(frozen=True)
class Scale:
    """Maps values between ``low`` and ``high`` to places between ``start`` and ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: Number) -> float:
        """Return the place of ``value``; a scale without extent puts everything at its start."""
        if self.high == self.low:
            return self.start
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)


def nice_step(extent: float, wanted: int) -> float:
    """Return the step of 1, 2 or 5 times a power of ten that gives about ``wanted`` marks."""
    if extent <= 0:
        return 1.0
    rough = extent / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next((factor * power for factor in (1, 2, 5) if factor * power >= rough * 0.999), 10 * power)


def nice_marks(values: Iterable[Number | None], *, wanted: int = 4, from_zero: bool = True) -> list[float]:
    """Return round marks that cover ``values``, from zero unless told otherwise; never fewer than two."""
    known = [float(value) for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if from_zero:
        low, high = min(0.0, low), max(0.0, high)
    if low == high:
        high = low + 1.0
    step = nice_step(high - low, wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def plain(value: Number) -> str:
    """Write a number for people: 1,250 · 3.5 · 7."""
    rounded = round(float(value), 2)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"


def px(value: Number) -> str:
    """Write a number for SVG: one decimal at most, a point whatever the language."""
    text = f"{float(value):.1f}"
    return text.removesuffix(".0").replace("-0", "0") if text in {"-0.0"} else text.removesuffix(".0")


def fitted(words: str, room: float) -> str:
    """Cut ``words`` to what fits into ``room``; the table and the description keep them whole."""
    letters = max(int(room / LETTER), 2)
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def slug(words: str) -> str:
    """Return an id made of ``words``."""
    return "chart-" + (re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "untitled")
