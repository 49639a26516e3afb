"""What became of each standard: the suggestions as a table, and what is wrong with an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.domain.lineage import Answer, Fault, Line, faults, likeness, lineages, suggest
from peerreview.enums.standards import MappingKind as Kind

KNOCK = "Adults knock and wait before they come into a child's room"
MEAL = "Adults and children sit down to eat together every evening"
BOTH = f"{KNOCK} and {MEAL.lower()}"
OTHER = "The manager publishes figures about money each spring"


def line(code: str, text: str, lineage: str = "") -> Line:
    return Line(code, lineage, text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([("1", KNOCK)], [("1", KNOCK)], [("1", "1", "same", "high", "same_code_same_words")]),
        ([("1", KNOCK)], [("2", KNOCK)], [("2", "1", "same", "high", "same_words_moved")]),
        ([("1", KNOCK)], [("1", f"{KNOCK} at night")], [("1", "1", "reworded", "high", "same_code_similar")]),
        (
            [("1", KNOCK)],
            [("1", "Adults knock before they come into the room of any child")],
            [("1", "1", "reworded", "medium", "same_code_similar")],
        ),
        ([("1", KNOCK)], [("4", f"{KNOCK} at night")], [("4", "1", "reworded", "medium", "similar_moved")]),
        (
            [("1", KNOCK)],
            [("1", OTHER)],
            [("1", "", "new", "low", "same_code_other_words"), ("", "1", "retired", "medium", "nothing_similar")],
        ),
        ([], [("1", OTHER)], [("1", "", "new", "medium", "nothing_similar")]),
        (
            [("1", BOTH)],
            [("1", KNOCK), ("2", MEAL)],
            [("1", "1", "split", "medium", "one_of_parts"), ("2", "1", "split", "medium", "one_of_parts")],
        ),
        ([("1", KNOCK), ("2", MEAL)], [("1", BOTH)], [("1", "1 2", "merged", "medium", "holds_several")]),
        (
            [("1", KNOCK), ("2", MEAL)],
            [("1", MEAL), ("2", KNOCK)],
            [("1", "2", "same", "high", "same_words_moved"), ("2", "1", "same", "high", "same_words_moved")],
        ),
    ],
)
def test_suggestion_says_what_happened_how_sure_and_why(
    before: list[tuple[str, str]], after: list[tuple[str, str]], expected: list[tuple[str, ...]]
) -> None:
    found = suggest([line(*one) for one in before], [line(*one) for one in after])
    assert [(one.after, " ".join(one.before), one.kind, one.confidence, one.reason) for one in found] == expected


def test_lineage_named_in_the_file_counts_more_than_likeness() -> None:
    found = suggest([line("1", KNOCK, "a"), line("2", OTHER, "b")], [line("7", f"{OTHER} and autumn", "a")])
    assert next((one.before, one.kind, one.reason) for one in found) == (("1",), Kind.REWORDED, "same_lineage")


SOME = [line("1", KNOCK, "a"), line("2", MEAL, "b")]


@pytest.mark.parametrize(
    ("after", "answers", "fault"),
    [
        ([line("1", KNOCK)], [], Fault.NOT_ANSWERED),
        ([line("1", KNOCK)], [Answer("1", ("9",), Kind.SAME)], Fault.UNKNOWN_CODE),
        ([line("1", KNOCK)], [Answer("1", (), Kind.SAME)], Fault.NEEDS_ONE),
        ([line("1", KNOCK)], [Answer("1", ("1", "2"), Kind.REWORDED)], Fault.NEEDS_ONE),
        ([line("1", KNOCK)], [Answer("1", ("1",), Kind.NEW)], Fault.NEEDS_NONE),
        ([line("1", KNOCK)], [Answer("1", ("1", "1"), Kind.MERGED)], Fault.NEEDS_SEVERAL),
        ([line("1", MEAL)], [Answer("1", ("1",), Kind.SAME)], Fault.WORDS_DIFFER),
        ([line("1", KNOCK)], [Answer("1", ("1",), Kind.REWORDED)], Fault.WORDS_AGREE),
        ([line("1", MEAL)], [Answer("1", ("1",), Kind.SPLIT)], Fault.SPLIT_ALONE),
        (
            [line("1", KNOCK), line("3", MEAL)],
            [Answer("1", ("1",), Kind.SAME), Answer("3", ("1",), Kind.REWORDED)],
            Fault.USED_TWICE,
        ),
    ],
)
def test_answer_that_contradicts_itself_is_named(after: list[Line], answers: list[Answer], fault: Fault) -> None:
    assert fault in [found for _code, found, _about in faults(SOME, after, answers)]


TEXTS = st.text("abcd ", min_size=1, max_size=40)
EDITIONS = st.dictionaries(st.sampled_from("123456"), TEXTS, max_size=6).map(
    lambda found: [line(code, text, f"line-{text}-{code}") for code, text in found.items()]
)


@given(EDITIONS, EDITIONS)
def test_suggestions_taken_as_they_are_are_without_fault_and_give_each_its_own_lineage(
    before: list[Line], after: list[Line]
) -> None:
    found = suggest(before, after)
    answers = [Answer(one.after, one.before, one.kind) for one in found if one.after]
    assert faults(before, after, answers) == []
    # Nothing of the last edition is forgotten.
    assert {code for one in found for code in one.before} == {one.code for one in before}
    given_lineages = lineages(before, after, answers, fresh={one.code: f"fresh-{one.code}" for one in after})
    assert len(set(given_lineages.values())) == len(after)


def test_lineage_stays_with_what_comes_from_it_and_with_nothing_else() -> None:
    after = [line("1", OTHER, "a"), line("2", f"{MEAL} now"), line("3", KNOCK, "own")]
    answers = [Answer("1", (), Kind.NEW), Answer("2", ("2",), Kind.REWORDED), Answer("3", (), Kind.NEW)]
    found = lineages(SOME, after, answers, fresh={"1": "fresh-1", "2": "fresh-2", "3": "fresh-3"})
    assert found == {"1": "fresh-1", "2": "b", "3": "own"}


def test_likeness_is_of_words_in_order_and_not_of_letters() -> None:
    assert likeness(KNOCK, KNOCK.upper()) == 1
    assert likeness(KNOCK, OTHER) < 0.3
