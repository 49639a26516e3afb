import re
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


@pytest.mark.parametrize(
    "printed", ["", "-", "..", "n/a", "1.5", "-3", "c5", "1 2", "1,5", "12,34", "1,200,", "1234567890"]
)
def test_a_figure_is_refused_when_it_is_neither(printed: str) -> None:
    with pytest.raises(NotAFigure):
        parse_figure(printed)


@pytest.mark.parametrize(
    ("printed", "number"),
    [("7", "7"), ("7.5", "7.5"), ("70.25", "70.25"), ("1,070.5", "1070.5"), ("0.00", "0"), ("x", None)],
)
def test_a_rate_has_two_decimal_places_at_most(printed: str, number: str | None) -> None:
    assert parse_figure(printed, fractions=True).number == (None if number is None else Decimal(number))


@pytest.mark.parametrize("printed", ["", "7.125", "7.", ".5", "1,5", "7.1,2", "1234567", "-7.5"])
def test_a_rate_is_refused_when_it_is_none(printed: str) -> None:
    with pytest.raises(NotAFigure, match=f"^{re.escape(printed)}$"):
        parse_figure(printed, fractions=True)


def test_a_figure_is_counted_in_whole_numbers_and_a_letter_in_none() -> None:
    assert [Figure(Decimal(number)).whole for number in ("0", "7", "7.00")] == [0, 7, 7]
    assert {Figure(None, mark).whole for mark in MARKS} == {None}


@pytest.mark.parametrize(
    ("figure", "printed"),
    [("0", "0"), ("70", "70"), ("70.00", "70"), ("70.50", "70.5"), ("0.05", "0.05"), ("1000000", "1000000")],
)
def test_a_figure_is_printed_without_needless_noughts(figure: str, printed: str) -> None:
    assert format_figure(Figure(Decimal(figure))) == printed


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
