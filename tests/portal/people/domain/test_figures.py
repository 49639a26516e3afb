from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.people.domain.figures import MARKS, Figure, NotAFigure, format_figure, parse_figure, reporting_year
from tests.thorough import examples


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("0", Figure(Decimal(0))),
        ("83530", Figure(Decimal(83530))),
        ("83,530", Figure(Decimal(83530))),
        ("c", Figure(None, "c")),
        ("Z", Figure(None, "z")),
        ("x", Figure(None, "x")),
        (":", Figure(None, ":")),
        (" low ", Figure(None, "low")),
    ],
)
def test_a_figure_is_a_number_or_a_letter_as_printed(printed: str, expected: Figure) -> None:
    assert parse_figure(printed) == expected


@pytest.mark.parametrize("printed", ["", "-", "..", "n/a", "1.5", "-3", "c5", "1 2"])
def test_a_figure_is_refused_when_it_is_neither(printed: str) -> None:
    with pytest.raises(NotAFigure):
        parse_figure(printed)


def test_a_figure_cannot_be_both_or_neither() -> None:
    with pytest.raises(NotAFigure):
        Figure(Decimal(3), "c")
    with pytest.raises(NotAFigure):
        Figure(None)


figures = st.one_of(
    st.integers(0, 999_999_999).map(lambda number: Figure(Decimal(number))),
    st.sampled_from(MARKS).map(lambda mark: Figure(None, mark)),
)
rates = st.one_of(
    st.integers(0, 99_999_999).map(lambda number: Figure(Decimal(number) / 100)),
    st.sampled_from(MARKS).map(lambda mark: Figure(None, mark)),
)


@settings(max_examples=examples(80))
@given(figures)
def test_reading_what_was_printed_gives_the_same_figure(figure: Figure) -> None:
    assert parse_figure(format_figure(figure)) == figure


@settings(max_examples=examples(80))
@given(rates)
def test_reading_a_printed_rate_gives_the_same_rate(figure: Figure) -> None:
    assert parse_figure(format_figure(figure), fractions=True) == figure


@settings(max_examples=examples(80))
@given(st.text(max_size=8))
def test_no_text_becomes_nought_unless_it_says_nought(printed: str) -> None:
    try:
        figure = parse_figure(printed)
    except NotAFigure:
        return
    assert (figure.number == 0) == (printed.strip().replace(",", "").strip("0") == "" and figure.mark == "")


def test_a_reporting_year_ends_on_31_march() -> None:
    assert reporting_year(2024) == (date(2023, 4, 1), date(2024, 4, 1))
