"""Horizontal bars, each with its name above it, so that long names stay readable on a phone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.ui.charts.scales import Number, Scale, Tick, Words, fitted, nice_marks, plain, px, slug

WIDTH = 420
ROW = 44
THICK = 18


@dataclass(frozen=True)
class Bar:
    """One value; ``value`` is None where it is suppressed or missing, and ``words`` then say so."""

    label: str
    value: Number | None
    words: str = ""
    highlight: bool = False


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its place."""

    label: str
    short_label: str
    words: str
    x: str
    y: str
    width: str
    height: str
    label_y: str
    words_x: str
    words_y: str
    fill: str


@dataclass(frozen=True)
class BarChart:
    """What ``ui/charts/bar.html`` draws."""

    id: str
    title: str
    description: str
    width: int
    height: int
    bars: list[DrawnBar]
    ticks: list[Tick]
    axis_y: str
    unit: str = ""
    head: tuple[str, str] = field(default=("", ""))


def bar_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    description: str = "",
    unit: str = "",
    head: tuple[str, str] = ("", ""),
    words: Words = plain,
) -> BarChart:
    """Place ``bars`` on a scale from zero; the longest leaves room for its words at its end."""
    marks = nice_marks([bar.value for bar in bars])
    scale = Scale(marks[0], marks[-1], 4, WIDTH - 64)
    zero = scale.at(0)
    any_highlight = any(bar.highlight for bar in bars)
    drawn = []
    for index, bar in enumerate(bars):
        top = index * ROW + 6
        end = scale.at(bar.value) if bar.value is not None else zero
        drawn.append(
            DrawnBar(
                label=bar.label,
                short_label=fitted(bar.label, WIDTH - 8),
                words=bar.words or (words(bar.value) if bar.value is not None else "–"),
                x=px(min(zero, end)),
                y=px(top + 18),
                width=px(abs(end - zero)),
                height=px(THICK),
                label_y=px(top + 12),
                words_x=px(max(zero, end) + 6),
                words_y=px(top + 18 + THICK - 4),
                fill="muted" if any_highlight and not bar.highlight else "1",
            )
        )
    bottom = len(bars) * ROW + 8
    return BarChart(
        id=slug(title),
        title=title,
        description=description or described(bars, drawn),
        width=WIDTH,
        height=bottom + 22,
        bars=drawn,
        ticks=[Tick(px(scale.at(mark)), words(mark)) for mark in marks],
        axis_y=px(bottom),
        unit=unit,
        head=head,
    )


def described(bars: Sequence[Bar], drawn: Sequence[DrawnBar]) -> str:
    """Say every value in one sentence; a picture is never the only way to a number."""
    return "; ".join(f"{bar.label}: {place.words}" for bar, place in zip(bars, drawn, strict=True))
