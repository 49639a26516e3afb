"""What is wrong with a file is said with its place, what stands there and what to do about it."""

import pytest

from portal.imports.domain.problems import FileRefused, Problem, refuse

PLACES = [
    (Problem("is no table."), "The file"),
    (Problem("is missing.", column="Name"), "Column “Name”"),
    (Problem("is there twice.", row=7), "Row 7"),
    (Problem("is empty.", row=7, column="Name"), "Row 7, column “Name”"),
    (Problem("is empty.", sheet="Homes"), "Homes"),
    (Problem("is empty.", column="Name", sheet="Homes"), "Homes, Column “Name”"),
    (Problem("is there twice.", row=7, sheet="Homes"), "Homes, Row 7"),
    (Problem("is empty.", row=7, column="Name", sheet="Homes"), "Homes, Row 7, column “Name”"),
]


@pytest.mark.parametrize(("problem", "place"), PLACES)
def test_a_problem_says_where_it_is_and_comes_back_from_what_is_kept_of_it(problem: Problem, place: str) -> None:
    assert problem.place == place
    assert str(problem) == f"{place}: {problem.message}"
    assert Problem.from_json(problem.as_json()) == problem


def test_a_problem_says_what_stands_there_and_what_to_do() -> None:
    problem = Problem("should be a whole number.", "Correct it.", 7, "Places", "many")
    assert str(problem) == "Row 7, column “Places”: should be a whole number. (it says “many”) Correct it."


def test_no_more_of_a_cell_is_shown_or_kept_than_a_line() -> None:
    problem = Problem("is too long.", value="x" * 81)
    assert str(problem) == f"The file: is too long. (it says “{'x' * 80}”)"
    assert problem.as_json()["value"] == "x" * 80


def test_a_refusal_holds_every_problem_and_says_the_first_three() -> None:
    refusal = FileRefused(Problem("is wrong.", row=row) for row in range(1, 5))
    assert [problem.row for problem in refusal.problems] == [1, 2, 3, 4]
    assert str(refusal) == "Row 1: is wrong.; Row 2: is wrong.; Row 3: is wrong."
    one = refuse("is empty.", "Fill it in.", row=7, column="Name", value=" ")
    assert one.problems == (Problem("is empty.", "Fill it in.", 7, "Name", " "),)
