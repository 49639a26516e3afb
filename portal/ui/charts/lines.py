"""Lines over time: gaps stay gaps, each series has its own dash and its name at its end. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.ui.charts.scales import Number, Scale, Tick, Words, fitted, nice_marks, plain, px, slug

WIDTH = 420
HEIGHT = 240
SMALL = (270, 180)
LEFT, RIGHT, TOP, BOTTOM = 44, 104, 14, 28


@dataclass(frozen=True)
class Series:
    """One line; None where there is no value, with what the source says of it in ``words`` by place."""

    label: str
    values: Sequence[Number | None]
    words: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DrawnPoint:
    """One value with its place."""

    x: str
    y: str
    words: str


@dataclass(frozen=True)
class DrawnSeries:
    """A line: its stretches as path data, its points, the place of its name."""

    label: str
    short_label: str
    number: int
    path: str
    points: list[DrawnPoint]
    cells: list[str]
    label_x: str
    label_y: str


@dataclass(frozen=True)
class LineChart:
    """What ``ui/charts/line.html`` draws."""

    id: str
    title: str
    description: str
    width: int
    height: int
    series: list[DrawnSeries]
    steps: list[str]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    left: str
    right: str
    bottom: str
    unit: str = ""
    named: bool = True


def line_chart(
    title: str,
    steps: Sequence[str],
    series: Sequence[Series],
    *,
    description: str = "",
    unit: str = "",
    from_zero: bool = True,
    words: Words = plain,
    marks: Sequence[float] | None = None,
    named: bool = True,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> LineChart:
    """Place ``series`` over ``steps``; ``marks`` fixes the scale, so that several charts can share one."""
    width, height = size
    used = list(marks or nice_marks([v for one in series for v in one.values], from_zero=from_zero))
    right = width - (RIGHT if named else 14)
    across = Scale(0, max(len(steps) - 1, 1), LEFT, right)
    up = Scale(used[0], used[-1], height - BOTTOM, TOP)
    drawn = [_drawn(one, number, across, up, words) for number, one in enumerate(series, start=1)]
    every = max(1, -(-len(steps) // (5 if width == WIDTH else 3)))
    chosen = [i for i in range(len(steps)) if (len(steps) - 1 - i) % every == 0]
    return LineChart(
        id=slug(title),
        title=title,
        description=description or "; ".join(_said(one, steps) for one in drawn),
        width=width,
        height=height,
        series=_apart(drawn),
        steps=list(steps),
        x_ticks=[Tick(px(across.at(i)), steps[i]) for i in chosen],
        y_ticks=[Tick(px(up.at(mark)), words(mark)) for mark in used],
        left=px(LEFT),
        right=px(right),
        bottom=px(height - BOTTOM),
        unit=unit,
        named=named,
    )


def small_multiples(
    charts: Sequence[tuple[str, Sequence[Series]]],
    steps: Sequence[str],
    *,
    unit: str = "",
    words: Words = plain,
) -> list[LineChart]:
    """Return one small chart each for ``(title, series)``, all on one scale so that they may be compared."""
    marks = nice_marks([v for _title, series in charts for one in series for v in one.values])
    return [
        line_chart(title, steps, series, unit=unit, words=words, marks=marks, named=False, size=SMALL)
        for title, series in charts
    ]


def _drawn(one: Series, number: int, across: Scale, up: Scale, words: Words) -> DrawnSeries:
    pieces: list[str] = []
    points: list[DrawnPoint] = []
    cells: list[str] = []
    pen_is_down = False
    for i, value in enumerate(one.values):
        said = one.words.get(i) or (words(value) if value is not None else "–")
        cells.append(said)
        if value is None:
            pen_is_down = False
            continue
        x, y = px(across.at(i)), px(up.at(value))
        pieces.append(f"{'L' if pen_is_down else 'M'}{x} {y}")
        pen_is_down = True
        points.append(DrawnPoint(x, y, said))
    last = points[-1] if points else DrawnPoint(px(across.end), px(up.start), "")
    return DrawnSeries(
        label=one.label,
        short_label=fitted(one.label, RIGHT - 12),
        number=(number - 1) % 6 + 1,
        path="".join(pieces),
        points=points,
        cells=cells,
        label_x=px(float(last.x) + 8),
        label_y=px(float(last.y) + 5),
    )


def _apart(series: list[DrawnSeries], room: float = 16) -> list[DrawnSeries]:
    """Move the names at the ends of the lines apart where they would cover one another."""
    placed: dict[int, float] = {}
    below = float("-inf")
    for i in sorted(range(len(series)), key=lambda i: float(series[i].label_y)):
        below = max(float(series[i].label_y), below + room)
        placed[i] = below
    return [DrawnSeries(**{**one.__dict__, "label_y": px(placed[i])}) for i, one in enumerate(series)]


def _said(one: DrawnSeries, steps: Sequence[str]) -> str:
    if not one.points:
        return f"{one.label}: –"
    known = [(step, cell) for step, cell in zip(steps, one.cells, strict=False) if cell != "–"]
    (first_step, first), (last_step, last) = known[0], known[-1]
    return f"{one.label}: {first} ({first_step}), {last} ({last_step})"
