"""What a theme may say, what an answer must say, and when those who were asked think it wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.themes import QUOTED, Lacks, lacking, owes_another, quotation
from portal.voices.enums.themes import AnswerKind, Right

DAY = date(2027, 1, 4)
FEW = st.lists(st.sampled_from(["abc", "de", "g’h"]), max_size=12)
PROMISES = {AnswerKind.DOING, AnswerKind.ASK_MORE}
SAID = "We’d like to stay up longer on Fridays. It's fair!"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They want longer evenings.", ""),
        ("Stay up longer on Fridays", "stay up longer on fridays"),
        ("They would like to STAY UP, longer; on fridays.", "like to stay up longer"),
        ("to stay up longer", ""),
        ("Fridays. It's fair! We’d like", ""),
        ("on Fridays it's fair", ""),
        ("longer on Fridays it's fair", "longer on fridays it's fair"),
        ("", ""),
    ],
)
def test_five_words_in_a_row_of_anybody_are_a_quotation(text: str, found: str) -> None:
    assert quotation(text, ["Too short.", SAID]) == found
    assert quotation(text, []) == ""


def test_a_quotation_is_found_at_the_end_of_a_long_text() -> None:
    before = " ".join(f"word{n}" for n in range(40))
    assert quotation(f"They say: {before} to stay up longer on", [f"It is said that {before[::-1]} {SAID}"]) == (
        "to stay up longer on"
    )


@given(FEW, FEW)
def test_quotation_is_found_if_and_only_if_five_words_stand_in_a_row(mine: list[str], theirs: list[str]) -> None:
    runs = {tuple(theirs[n : n + QUOTED]) for n in range(len(theirs) - QUOTED + 1)}
    expected = any(tuple(mine[n : n + QUOTED]) in runs for n in range(len(mine) - QUOTED + 1))
    assert bool(quotation("; ".join(mine).upper(), [" ".join(theirs)])) is expected


@pytest.mark.parametrize("kind", AnswerKind)
def test_an_answer_says_what_in_plain_words_and_who_and_a_promise_by_when(kind: AnswerKind) -> None:
    assert lacking(kind, "What and why.", "Plain.", DAY, "The board") == []
    by_when = [Lacks.BY_WHEN] if kind in PROMISES else []
    assert lacking(kind, "What and why.", "Plain.", None, "The board") == by_when
    assert lacking(kind, " \n", "", None, "\t") == [Lacks.TEXT, Lacks.EASY, Lacks.ROLE, *by_when]
    assert lacking(kind, "", "Plain.", DAY, "The board") == [Lacks.TEXT]
    assert lacking(kind, "What and why.", "", DAY, "The board") == [Lacks.EASY]
    assert lacking(kind, "What and why.", "Plain.", DAY, "") == [Lacks.ROLE]


# So many yes, partly, no; whether another answer is owed.
VOTES = [(0, 0, 0, False), (0, 0, 2, False), (0, 0, 3, True), (3, 0, 3, False), (2, 9, 3, True), (3, 0, 4, True)]


@pytest.mark.parametrize(("yes", "partly", "no", "owed"), VOTES)
def test_another_answer_is_owed_from_three_who_say_no_and_more_than_say_yes(
    yes: int, partly: int, no: int, owed: bool
) -> None:
    assert owes_another([Right.YES] * yes + [Right.PARTLY] * partly + [Right.NO] * no) is owed


@given(st.lists(st.sampled_from(list(Right)), max_size=12))
def test_more_no_never_makes_an_answer_good_and_more_yes_never_bad(said: list[Right]) -> None:
    if owes_another(said):
        assert owes_another([*said, Right.NO])
    else:
        assert not owes_another([*said, Right.YES])
    assert owes_another(said) is (said.count(Right.NO) >= 3 and said.count(Right.NO) > said.count(Right.YES))
