"""A dot plot: several values of one thing on one line, so that two years or two groups can be told apart. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.ui.charts.scales import Number, Scale, Tick, Words, fitted, nice_marks, plain, px, slug

WIDTH = 420
ROW = 42
KEY = 26


@dataclass(frozen=True)
class Dot:
    """One value of a row; its place in the row decides its colour and its shape."""

    value: Number | None
    words: str = ""


@dataclass(frozen=True)
class DotRow:
    """One thing and its values, in the order of the key."""

    label: str
    dots: Sequence[Dot]


@dataclass(frozen=True)
class DrawnDot:
    """A mark with its place: shape 1 is round, 2 square, 3 a diamond."""

    x: str
    y: str
    number: int
    words: str
    shape: str


@dataclass(frozen=True)
class DrawnRow:
    """A row with the line that joins its marks."""

    label: str
    short_label: str
    label_y: str
    y: str
    start: str
    end: str
    dots: list[DrawnDot]
    cells: list[str]


@dataclass(frozen=True)
class DotChart:
    """What ``ui/charts/dot.html`` draws."""

    id: str
    title: str
    description: str
    width: int
    height: int
    key: list[DrawnDot]
    columns: list[str]
    rows: list[DrawnRow]
    ticks: list[Tick]
    axis_y: str
    unit: str = ""


def shape(number: int, x: float, y: float, size: float = 6.5) -> str:
    """Return the mark as path data; the shape says what the colour says."""
    if number % 3 == 1:
        radius, across = px(size), px(2 * size)
        arcs = f"a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0 -{across} 0Z"
        return f"M{px(x - size)} {px(y)}{arcs}"
    if number % 3 == 2:
        side = size * 0.9
        return f"M{px(x - side)} {px(y - side)}h{px(2 * side)}v{px(2 * side)}h{px(-2 * side)}Z"
    side = size * 1.25
    return f"M{px(x)} {px(y - side)}L{px(x + side)} {px(y)}L{px(x)} {px(y + side)}L{px(x - side)} {px(y)}Z"


def dot_chart(
    title: str,
    key: Sequence[str],
    rows: Sequence[DotRow],
    *,
    description: str = "",
    unit: str = "",
    from_zero: bool = True,
    words: Words = plain,
) -> DotChart:
    """Place ``rows`` on one scale, with the key above them."""
    marks = nice_marks([dot.value for row in rows for dot in row.dots], from_zero=from_zero)
    scale = Scale(marks[0], marks[-1], 12, WIDTH - 16)
    drawn = [_row(row, index, scale, words) for index, row in enumerate(rows)]
    bottom = KEY + len(rows) * ROW + 6
    step = (WIDTH - 24) / max(len(key), 1)
    return DotChart(
        id=slug(title),
        title=title,
        description=description or "; ".join(_said(row, key) for row in drawn),
        width=WIDTH,
        height=bottom + 22,
        key=[
            DrawnDot(
                px(12 + i * step + 14), px(17), i % 6 + 1, fitted(name, step - 20), shape(i + 1, 12 + i * step, 12)
            )
            for i, name in enumerate(key)
        ],
        columns=list(key),
        rows=drawn,
        ticks=[Tick(px(scale.at(mark)), words(mark)) for mark in marks],
        axis_y=px(bottom),
        unit=unit,
    )


def _row(row: DotRow, index: int, scale: Scale, words: Words) -> DrawnRow:
    top = KEY + index * ROW
    y = top + 28
    places = [scale.at(dot.value) for dot in row.dots if dot.value is not None]
    cells = [dot.words or (words(dot.value) if dot.value is not None else "–") for dot in row.dots]
    return DrawnRow(
        label=row.label,
        short_label=fitted(row.label, WIDTH - 8),
        label_y=px(top + 14),
        y=px(y),
        start=px(min(places, default=scale.start)),
        end=px(max(places, default=scale.start)),
        dots=[
            DrawnDot(px(scale.at(dot.value)), px(y), i % 6 + 1, cells[i], shape(i + 1, scale.at(dot.value), y))
            for i, dot in enumerate(row.dots)
            if dot.value is not None
        ],
        cells=cells,
    )


def _said(row: DrawnRow, key: Sequence[str]) -> str:
    return f"{row.label}: " + ", ".join(f"{name} {cell}" for name, cell in zip(key, row.cells, strict=False))
