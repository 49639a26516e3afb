"""Word by word: nothing is lost, phrases stay whole, and long texts are answered in time."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.history.diff import Op, word_diff
from tests.thorough import examples

WORD = st.sampled_from(["the", "board", "agrees", "not", "to", " ", "\n", ", ", ".", "Siân", "\t", "a", "b"])
TEXT = st.lists(WORD, max_size=60).map("".join) | st.text(max_size=80)


def spelled(ops: list[Op], *kinds: str) -> str:
    return "".join(op.text for op in ops if op.kind in kinds)


@settings(max_examples=examples(150), deadline=None)
@given(old=TEXT, new=TEXT)
def test_a_difference_spells_both_texts(old: str, new: str) -> None:
    ops = word_diff(old, new)
    assert spelled(ops, "same", "deleted") == old
    assert spelled(ops, "same", "inserted") == new
    assert all(op.text for op in ops)
    assert all(one.kind != other.kind for one, other in pairwise(ops))


@settings(max_examples=examples(30), deadline=None)
@given(text=TEXT)
def test_equal_texts_differ_nowhere(text: str) -> None:
    assert word_diff(text, text) == ([Op("same", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "ops"),
    [
        ("", "", []),
        ("", "new", [("inserted", "new")]),
        ("old", "", [("deleted", "old")]),
        (
            "The board meets monthly.",
            "The board meets quarterly.",
            [("same", "The board meets "), ("deleted", "monthly"), ("inserted", "quarterly"), ("same", ".")],
        ),
        ("a b", "a  b", [("same", "a"), ("deleted", " "), ("inserted", "  "), ("same", "b")]),
        ("to be", "to not be", [("same", "to "), ("inserted", "not "), ("same", "be")]),
        (
            "within six months of notice",
            "within twelve weeks of notice",
            [
                ("same", "within "),
                ("deleted", "six months"),
                ("inserted", "twelve weeks"),
                ("same", " of notice"),
            ],
        ),
    ],
)
def test_a_difference_reads_as_people_would_mark_it(old: str, new: str, ops: list[tuple[str, str]]) -> None:
    assert [tuple(op) for op in word_diff(old, new)] == ops


LONG = " ".join(f"word{i % 997} of clause {i}." for i in range(12_000))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LONG, LONG.replace("clause 600.", "part 600.").replace("word5 ", "term5 ")),
        (LONG, LONG[::-1]),
        ("a " * 40_000, "a b " * 30_000),
        ("a. b. " * 20_000, "b. a. c. " * 15_000),
        ("x" * 500_000, "y" * 500_000),
    ],
    ids=["many small edits", "nothing alike", "one word for ever", "short sentences", "one long word"],
)
def test_a_long_text_is_answered_in_time(old: str, new: str) -> None:
    began = time.process_time()
    ops = word_diff(old, new)
    assert time.process_time() - began < 3
    assert spelled(ops, "same", "deleted") == old
    assert spelled(ops, "same", "inserted") == new
