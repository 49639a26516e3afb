"""Charts worked out in plain Python and drawn by ``ui/charts/*.html``: values in, geometry out."""

from portal.ui.charts.bars import Bar, BarChart, bar_chart
from portal.ui.charts.dots import Dot, DotChart, DotRow, dot_chart
from portal.ui.charts.lines import LineChart, Series, line_chart, small_multiples

__all__ = [
    "Bar",
    "BarChart",
    "Dot",
    "DotChart",
    "DotRow",
    "LineChart",
    "Series",
    "bar_chart",
    "dot_chart",
    "line_chart",
    "small_multiples",
]
