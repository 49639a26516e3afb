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
        ("", None),
    ],
)
def test_a_day_is_read_however_publishers_write_it(printed: str, expected: date | None) -> None:
    assert day(printed) == expected


@pytest.mark.parametrize("printed", ["31/13/2023", "2023-02-30", "soon", "9", "2023"])
def test_a_day_is_refused_when_it_is_none(printed: str) -> None:
    with pytest.raises(NotRead):
        day(printed)


@pytest.mark.parametrize(("printed", "expected"), [("3", 3), ("3.0", 3), ("1,200", 1200), ("", None)])
def test_a_whole_number_is_read_when_it_is_one(printed: str, expected: int | None) -> None:
    assert whole_number(printed) == expected


@pytest.mark.parametrize("printed", ["-1", "3.5", "three", "1e9", "99999999999"])
def test_a_whole_number_is_refused_when_it_is_none(printed: str) -> None:
    with pytest.raises(NotRead):
        whole_number(printed)


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
