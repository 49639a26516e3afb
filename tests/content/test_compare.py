"""Numbers follow the order, anchors follow the paragraph; what changed is said in words."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.compare import Change, compare
from content.paragraphs import paragraphs
from tests.factories.content import key, stream
from tests.thorough import examples

LETTERS = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7)


def numbered(*texts: str) -> list[Any]:
    return paragraphs(stream(*texts))


def test_paragraphs_are_numbered_without_the_headings() -> None:
    found = numbered("a: One.", "heading: Then", "b: Two.")
    assert [(one.number, one.anchor[:2]) for one in found] == [(1, "p-"), (None, "s-"), (2, "p-")]


def test_anchors_stay_when_paragraphs_are_reordered() -> None:
    before = {one.key: one.anchor for one in numbered("a: One.", "b: Two.", "c: Three.")}
    after = {one.key: one.anchor for one in numbered("c: Three.", "a: One.", "x: New.", "b: Two.")}
    assert all(after[block] == anchor for block, anchor in before.items())


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        (["a: One."], ["a: One."], [("same", 1)]),
        (["a: One."], ["a: One more."], [("changed", 1)]),
        (["a: One."], ["a: One.", "b: Two."], [("same", 1), ("inserted", 2)]),
        (["a: One.", "b: Two."], ["b: Two."], [("deleted", None), ("same", 1)]),
        (
            ["a: One.", "b: Two.", "c: Three."],
            ["b: Two.", "c: Three.", "a: One."],
            [("same", 1), ("same", 2), ("moved", 3)],
        ),
    ],
)
def test_each_paragraph_is_said_to_be_what_became_of_it(older: list[str], newer: list[str], expected: Any) -> None:
    found = compare(numbered(*older), numbered(*newer)).paragraphs
    assert [(line.change.value, line.after.number if line.after else None) for line in found] == expected


def test_every_difference_has_words_beside_the_colour() -> None:
    lines = compare(numbered("a: One.", "b: Two."), numbered("a: One more.", "c: It's new.")).paragraphs
    assert [line.label for line in lines] == [
        "Paragraph 1: changed",
        "Paragraph 2: added",
        "Paragraph 2 of the earlier version: taken out",
    ]


@settings(max_examples=examples(40), deadline=None)
@given(LETTERS, LETTERS)
def test_no_paragraph_is_lost_or_told_twice(older: list[str], newer: list[str]) -> None:
    before = numbered(*(f"{name}: {name} stands." for name in older))
    after = numbered(*(f"{name}: {name} stands." for name in newer))
    lines = compare(before, after).paragraphs
    assert [line.after.key for line in lines if line.after] == [key(name) for name in newer]
    gone = [line.before.key for line in lines if line.change == Change.DELETED and line.before]
    assert sorted(gone) == sorted(key(name) for name in older if name not in newer)


@settings(max_examples=examples(30), deadline=None)
@given(st.text(alphabet="ab '’.", max_size=30), st.text(alphabet="ab '’.", max_size=30))
def test_the_pieces_spell_both_texts(old: str, new: str) -> None:
    before, after = numbered(f"a: x{old}x"), numbered(f"a: x{new}x")
    (line,) = compare(before, after).paragraphs
    assert "".join(op.text for op in line.ops if op.kind != "inserted") == before[0].text
    assert "".join(op.text for op in line.ops if op.kind != "deleted") == after[0].text
