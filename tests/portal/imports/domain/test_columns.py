from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.imports.domain.columns import (
    Column,
    NotRead,
    choice,
    code,
    day,
    fold,
    locate,
    parse_row,
    text,
    whole_number,
    year,
)
from tests.thorough import examples


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2023-03-31", date(2023, 3, 31)),
        ("2023-03-31T00:00:00", date(2023, 3, 31)),
        ("31/03/2023", date(2023, 3, 31)),
        ("1/2/2023", date(2023, 2, 1)),
        ("45016", date(2023, 3, 31)),
        ("45016.75", date(2023, 3, 31)),
        ("10000", date(1927, 5, 18)),
        ("", None),
    ],
)
def test_a_day_is_read_however_publishers_write_it(printed: str, expected: date | None) -> None:
    assert day(printed) == expected


@pytest.mark.parametrize("printed", ["31/13/2023", "2023-02-30", "soon", "9", "2023", "09999", "80000", "450160"])
def test_a_day_is_refused_when_it_is_none(printed: str) -> None:
    with pytest.raises(NotRead):
        day(printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("3", 3), ("3.0", 3), ("1,200", 1200), ("12,345,678", 12345678), ("1,200.00", 1200), ("", None)],
)
def test_a_whole_number_is_read_when_it_is_one(printed: str, expected: int | None) -> None:
    assert whole_number(printed) == expected


@pytest.mark.parametrize(
    "printed", ["-1", "3.5", "three", "1e9", "99999999999", "1,5", "12,34", ",200", "1,200,", "0.5"]
)
def test_a_whole_number_is_refused_when_it_is_none(printed: str) -> None:
    with pytest.raises(NotRead):
        whole_number(printed)


@pytest.mark.parametrize("printed", ["1899", "2100", "23", "2023.0", "", "year"])
def test_a_year_is_refused_when_it_is_none_of_these_two_centuries(printed: str) -> None:
    assert (year("1900"), year("2026"), year("2099")) == (1900, 2026, 2099)
    with pytest.raises(NotRead, match="four digits"):
        year(printed)


def test_a_code_and_a_choice_may_be_empty_and_nothing_else_than_they_are() -> None:
    three = code(r"[0-9]{3}", "should be three digits.")
    assert (three("350"), three("")) == ("350", "")
    for printed in ("35", "3500", "35a"):
        with pytest.raises(NotRead, match="three digits"):
            three(printed)
    assert choice({"Home": "home"}, "type")("") == ""
    assert text("  Elmbrook \n House ") == "Elmbrook House"


def test_a_choice_knows_a_value_in_every_spelling_of_case_blanks_and_apostrophes() -> None:
    parse = choice({"Children's home": "home"}, "type")
    assert {parse("Children's Home"), parse("children’s  home")} == {"home"}
    with pytest.raises(NotRead, match="not a known type"):
        parse("Lighthouse")


def test_headings_are_found_in_any_order_and_missing_ones_named() -> None:
    columns = [Column("a", "First", text), Column("b", "Second", text, also=("2nd",)), Column("c", "Third", text)]
    places, missing = locate(columns, ["2nd", "", " first "])
    assert places == {"a": 2, "b": 0}
    assert [column.heading for column in missing] == ["Third"]


def test_of_two_columns_that_could_be_meant_the_published_heading_counts_and_then_the_first() -> None:
    columns = [Column("a", "First", text, also=("1st", "One")), Column("b", "Second", text, required=False)]
    assert locate(columns, ["One", "1st", "First", "first"]) == ({"a": 2}, [])
    assert locate(columns, ["One", "1st"]) == ({"a": 1}, [])
    assert locate(columns, ["Second", "SECOND", "One"]) == ({"a": 2, "b": 0}, [])
    # Only what must be there is missed.
    assert locate(columns, ["Third"]) == ({}, [columns[0]])


def test_a_row_is_read_where_its_columns_stand_and_what_may_be_empty_is() -> None:
    columns = [
        Column("places", "Places", whole_number),
        Column("note", "Note", text, blank=True),
        Column("region", "Region", text, required=False),
    ]
    record, problems = parse_row(columns, {"note": 0, "places": 2}, 4, ["", "ignored", " 12 "])
    assert (record.row, record["places"], record["note"], record["region"]) == (4, 12, "", "")
    assert problems == []
    # A row that ends early has empty cells.
    record, problems = parse_row(columns, {"note": 0, "places": 2}, 5, ["x"])
    assert (record["places"], record["note"]) == (None, "x")
    assert [(problem.column, problem.message, problem.remedy) for problem in problems] == [
        ("Places", "is empty.", "Fill it in.")
    ]


def test_a_row_names_every_wrong_cell_with_what_it_says() -> None:
    columns = [
        Column("code", "Code", code(r"[0-9]{3}", "should be three digits.")),
        Column("places", "Places", whole_number, blank=True),
        Column("name", "Name", text),
    ]
    _record, problems = parse_row(columns, {"code": 0, "places": 1, "name": 2}, 7, ["35", "many"])
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [
        (7, "Code", "35"),
        (7, "Places", "many"),
        (7, "Name", ""),
    ]
    assert str(problems[1]) == (
        "Row 7, column “Places”: should be a whole number. (it says “many”) Correct it and try again."
    )


@settings(max_examples=examples(60))
@given(st.text(max_size=20))
def test_reading_a_cell_never_fails_in_another_way_than_refusing(printed: str) -> None:
    for parse in (day, whole_number, text, fold):
        with suppress(NotRead):
            parse(printed.strip())
