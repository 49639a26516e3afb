"""The hash of a text, and what changed between two."""

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.domain.versions import (
    ClauseInput,
    Wording,
    canonical_content,
    compare,
    content_hash,
    stamp_of,
    tidied,
    tidy,
)
from tests.thorough import examples

LETTERS = st.text("ab e\u0301é'<\"\n.", max_size=12)


def wording(*clauses: tuple[int, str], title: str = "Beds", summary: str = "Why now") -> Wording:
    return Wording(title, summary, tuple(ClauseInput(f"Clause {key}", text, key) for key, text in clauses))


@st.composite
def wordings(draw: st.DrawFn, keys: tuple[int, ...] = (1, 2, 3, 4)) -> Wording:
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, max_size=len(keys)))
    clauses = tuple(ClauseInput(draw(LETTERS), draw(LETTERS), key) for key in chosen)
    return tidied(Wording(draw(LETTERS), draw(LETTERS), clauses))


def test_hash_can_be_computed_by_a_stranger_from_the_published_text() -> None:
    text = wording((7, "One bed is kept free."))
    content = {
        "title": "Beds",
        "summary": "Why now",
        "clauses": [{"heading": "Clause 7", "text": "One bed is kept free."}],
    }
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert content_hash(text) == sha256(plain.encode()).hexdigest()


def test_hash_is_the_same_for_another_boards_copy_of_the_text() -> None:
    ours = Wording("Beds", "Why", (ClauseInput("A", "b", 1),))
    theirs = Wording("Beds", "Why", (ClauseInput("A", "b", 99),))
    assert content_hash(ours) == content_hash(theirs)


@pytest.mark.parametrize(
    "other",
    [
        wording((1, "One bed."), (2, "Two"), title="Bed"),
        wording((1, "One bed."), (2, "Two"), summary="Why now?"),
        wording((1, "One bed"), (2, "Two")),
        wording((2, "Two"), (1, "One bed.")),
        wording((1, "One bed.")),
        wording((1, "One bed."), (2, "Two"), (3, "")),
    ],
    ids=["title", "summary", "full stop", "order", "left out", "added"],
)
def test_hash_differs_when_anything_differs(other: Wording) -> None:
    assert content_hash(other) != content_hash(wording((1, "One bed."), (2, "Two")))


def test_hash_cannot_be_moved_across_the_border_of_two_fields() -> None:
    one = Wording("T", "S", (ClauseInput("ab", "c"),))
    other = Wording("T", "S", (ClauseInput("a", "bc"),))
    assert content_hash(one) != content_hash(other)


@settings(max_examples=examples(60), deadline=None)
@given(wordings(), wordings())
def test_hash_is_equal_exactly_when_the_content_is(one: Wording, other: Wording) -> None:
    said = [(it.title, it.summary, [(c.heading, c.text) for c in it.clauses]) for it in (one, other)]
    assert (content_hash(one) == content_hash(other)) is (said[0] == said[1])
    assert tidied(one) == one
    assert json.loads(canonical_content(one))["title"] == one.title


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  one \r\ntwo\t\r\n\r\n", "one\ntwo"),
        ("a\rb", "a\nb"),
        ("Sia\u0302n", "Siân"),
        ("\n\n", ""),
        ("  indented\n  too", "indented\n  too"),
    ],
)
def test_text_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_stamp_differs_when_clauses_changed_places_or_somebody_changed_what_it_is() -> None:
    one, other = ClauseInput("", "same", 1), ClauseInput("", "same", 2)
    marks = {
        stamp_of(Wording("T", "S", (one, other)), "ordinary"),
        stamp_of(Wording("T", "S", (other, one)), "ordinary"),
        stamp_of(Wording("T", "S", (one, other)), "urgent"),
        stamp_of(Wording("T", "S", (one,)), "ordinary"),
    }
    assert len(marks) == 4


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([(1, "a"), (2, "b")], [(1, "a"), (2, "b")], "1 same, 2 same"),
        ([(1, "a"), (2, "b")], [(1, "a"), (2, "c")], "1 same, 2 changed"),
        ([(1, "a"), (2, "b")], [(2, "b")], "1 left_out, 2 same"),
        ([(1, "a"), (2, "b"), (3, "c")], [(1, "a"), (3, "c")], "1 same, 2 left_out, 3 same"),
        ([(1, "a")], [(9, "n"), (1, "a")], "9 added, 1 same"),
        ([(1, "a"), (2, "b"), (3, "c")], [(3, "c"), (1, "a"), (2, "b")], "3 same moved, 1 same, 2 same"),
        ([(1, "a"), (2, "b")], [(2, "x"), (1, "a")], None),
        ([], [(1, "a")], "1 added"),
        ([(1, "a")], [], "1 left_out"),
    ],
)
def test_comparison_says_what_became_of_each_clause(
    old: list[tuple[int, str]], new: list[tuple[int, str]], expected: str | None
) -> None:
    changes = compare(wording(*old), wording(*new)).clauses
    if expected is None:
        assert sum(change.moved for change in changes) == 1
        return
    assert ", ".join(f"{it.key} {it.kind}{' moved' if it.moved else ''}" for it in changes) == expected


@settings(max_examples=examples(60), deadline=None)
@given(wordings(), wordings())
def test_comparison_spells_both_texts_whatever_changed(old: Wording, new: Wording) -> None:
    found = compare(old, new)

    def spelt(ops: list, without: str) -> str:
        return "".join(op.text for op in ops if op.kind != without)

    assert (spelt(found.title, "inserted"), spelt(found.title, "deleted")) == (old.title, new.title)
    now = [change for change in found.clauses if change.kind != "left_out"]
    assert [change.key for change in now] == [clause.key for clause in new.clauses]
    assert [spelt(change.text, "deleted") for change in now] == [clause.text for clause in new.clauses]
    before = {change.key: spelt(change.text, "inserted") for change in found.clauses if change.kind != "added"}
    assert before == {clause.key: clause.text for clause in old.clauses}
    assert found.same is (old == new)


@given(wordings())
def test_text_put_to_another_board_has_the_same_words_and_no_clause_of_ours(text: Wording) -> None:
    copy = text.without_keys()
    assert content_hash(copy) == content_hash(text)
    assert {clause.key for clause in copy.clauses} <= {None}
