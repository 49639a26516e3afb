"""Charts are arithmetic: scales that cover the values, gaps that stay gaps, numbers SVG can read."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ui.charts import Bar, Dot, DotRow, Series, bar_chart, dot_chart, line_chart, small_multiples
from portal.ui.charts.scales import Scale, fitted, nice_marks, plain, px, slug
from tests.portal.ui.golden import tree
from tests.thorough import examples

numbers = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False).map(lambda value: round(value, 2))


@settings(max_examples=examples(60))
@given(st.lists(numbers | st.none(), max_size=12))
def test_marks_cover_every_value_and_zero_in_even_steps(values: list[float | None]) -> None:
    marks = nice_marks(values)
    known = [value for value in values if value is not None]
    assert marks[0] <= min([0.0, *known]) + 1e-6
    assert marks[-1] >= max([0.0, *known]) - 1e-6
    assert 2 <= len(marks) <= 12
    steps = {round(after - before, 6) for before, after in pairwise(marks)}
    assert len(steps) == 1


@settings(max_examples=examples(40))
@given(st.lists(numbers, min_size=1, max_size=8))
def test_bars_stay_inside_the_picture(values: list[float]) -> None:
    chart = bar_chart("Finding", [Bar(f"b{i}", value) for i, value in enumerate(values)])
    for bar in chart.bars:
        assert 0 <= float(bar.x) <= chart.width
        assert 0 <= float(bar.x) + float(bar.width) <= chart.width
        assert 0 <= float(bar.y) + float(bar.height) <= chart.height


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "0"), (-0.0, "0"), (1.25, "1.2"), (10.0, "10"), (100, "100"), (-3.06, "-3.1")]
)
def test_number_for_svg_is_short_and_has_a_point(value: float, expected: str) -> None:
    assert px(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(1250, "1,250"), (3.5, "3.5"), (7.0, "7"), (0, "0")])
def test_number_for_people_is_plain(value: float, expected: str) -> None:
    assert plain(value) == expected


def test_scale_without_extent_puts_everything_at_its_start() -> None:
    assert Scale(3, 3, 10, 90).at(3) == 10


def test_long_name_is_cut_in_the_picture_and_whole_in_the_table() -> None:
    name = "Participation of young people in everything that concerns them at any time of day"
    html = render_to_string("ui/charts/bar.html", {"chart": bar_chart("Finding", [Bar(name, 3)])})
    assert f">{fitted(name, 412)}<" in html
    assert f'<th scope="row" class="govuk-table__header">{name}</th>' in html


def test_missing_value_breaks_the_line_and_says_what_the_source_says() -> None:
    chart = line_chart("Finding", ["2023", "2024", "2025"], [Series("England", [1, None, 3], {1: "c"})])
    assert chart.series[0].path.count("M") == 2
    assert chart.series[0].cells == ["1", "c", "3"]


def test_suppressed_bar_has_no_length_and_keeps_its_letter() -> None:
    chart = bar_chart("Finding", [Bar("a", None, "c"), Bar("b", 5)])
    assert (chart.bars[0].width, chart.bars[0].words) == ("0", "c")


def test_names_at_the_ends_of_lines_do_not_cover_one_another() -> None:
    chart = line_chart("Finding", ["1", "2"], [Series(name, [1, 5]) for name in "abc"])
    places = sorted(float(one.label_y) for one in chart.series)
    assert all(after - before >= 15.9 for before, after in pairwise(places))


def test_small_multiples_share_one_scale() -> None:
    charts = small_multiples([("a", [Series("x", [1, 2])]), ("b", [Series("x", [50, 90])])], ["1", "2"])
    assert charts[0].y_ticks == charts[1].y_ticks


def test_description_says_every_value_of_bars_and_dots() -> None:
    assert bar_chart("Finding", [Bar("a", 1), Bar("b", None)]).description == "a: 1; b: –"
    dots = dot_chart("Finding", ["2025", "2026"], [DotRow("a", [Dot(1), Dot(2)])])
    assert dots.description == "a: 2025 1, 2026 2"


@pytest.mark.parametrize(
    ("template", "chart"),
    [
        ("bar", bar_chart("A finding", [Bar("a", 1), Bar("b", 2.5, highlight=True)])),
        ("line", line_chart("A finding", ["1", "2"], [Series("a", [1, 2]), Series("b", [2, None])])),
        ("dot", dot_chart("A finding", ["1", "2"], [DotRow("a", [Dot(1), Dot(None)])])),
        ("bar", bar_chart("Nothing yet", [])),
    ],
)
def test_chart_is_a_named_picture_with_a_table(template: str, chart: object) -> None:
    html = render_to_string(f"ui/charts/{template}.html", {"chart": chart, "csv_href": "/x.csv"})
    tree(html)
    assert 'role="img"' in html
    assert "<table" in html
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.search(r'role="img" aria-labelledby="([^"]+)"', html)[1].split()) <= set(ids)  # type: ignore[index]


def test_id_is_made_of_the_finding() -> None:
    assert slug("Rates rose — again!") == "chart-rates-rose-again"
    assert slug("…") == "chart-untitled"
