"""When an amendment still fits, what taking it in means, and what became of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.amendments import (
    STEPS,
    Change,
    Conflict,
    Fate,
    Merged,
    change_hash,
    changes_nothing,
    clause_hash,
    clause_of,
    fate,
    may_step,
    merge,
    replay,
    resolved,
    still_fits,
)
from governance.domain.versions import ClauseInput, Wording
from governance.enums.amendments import AmendmentKind as K
from governance.enums.amendments import AmendmentState as S
from governance.enums.amendments import StepKind as Step


def text(*clauses: tuple[int | None, str]) -> Wording:
    return Wording("Beds", "Why now", tuple(ClauseInput(f"H{key}", words, key) for key, words in clauses))


def read(wording: Wording) -> list[tuple[int | None, str]]:
    return [(clause.key, clause.text) for clause in wording.clauses]


BASE = text((1, "one"), (2, "two"), (3, "three"))
REPLACE = Change(K.REPLACE, clause=2, heading="H2", text="TWO")
DELETE = Change(K.DELETE, clause=2)
INSERT = Change(K.INSERT, after=2, heading="New", text="new")
FIRST = Change(K.INSERT, heading="New", text="new")


@pytest.mark.parametrize(
    ("change", "newest", "fits"),
    [
        (REPLACE, BASE, True),
        (REPLACE, text((2, "two"), (1, "changed")), True),
        (REPLACE, text((1, "one"), (2, "two."), (3, "three")), False),
        (REPLACE, text((1, "one"), (3, "three")), False),
        (DELETE, text((1, "changed"), (2, "two")), True),
        (DELETE, text((1, "one")), False),
        (INSERT, text((3, "three"), (2, "two")), True),
        (INSERT, text((2, "TWO")), False),
        (INSERT, text((1, "one")), False),
        (FIRST, text((7, "all is new")), True),
        (Change(K.REPLACE, text="x"), BASE, False),
    ],
)
def test_amendment_fits_while_its_clause_reads_the_same(change: Change, newest: Wording, fits: bool) -> None:
    assert still_fits(change, BASE, newest) is fits


def test_another_heading_alone_outdates_an_amendment() -> None:
    newest = Wording("Beds", "Why now", (ClauseInput("Other", "two", 2),))
    assert not still_fits(REPLACE, BASE, newest)


@pytest.mark.parametrize(
    ("change", "working", "reads"),
    [
        (REPLACE, BASE, [(1, "one"), (2, "TWO"), (3, "three")]),
        (REPLACE, text((2, "two"), (1, "edited")), [(2, "TWO"), (1, "edited")]),
        (REPLACE, text((2, "TWO")), [(2, "TWO")]),
        (DELETE, BASE, [(1, "one"), (3, "three")]),
        (DELETE, text((1, "one")), [(1, "one")]),
        (INSERT, BASE, [(1, "one"), (2, "two"), (None, "new"), (3, "three")]),
        (INSERT, text((2, "two"), (9, "added before"), (3, "three")), [
            (2, "two"), (9, "added before"), (None, "new"), (3, "three"),
        ]),
        (FIRST, BASE, [(None, "new"), (1, "one"), (2, "two"), (3, "three")]),
        (FIRST, text(), [(None, "new")]),
    ],
)  # fmt: skip
def test_amendment_goes_into_a_working_copy_that_leaves_its_clause_alone(
    change: Change, working: Wording, reads: list[tuple[int | None, str]]
) -> None:
    outcome = merge(change, BASE, working)
    assert isinstance(outcome, Merged)
    assert read(outcome.wording) == reads
    assert (outcome.wording.title, outcome.wording.summary) == (working.title, working.summary)


@pytest.mark.parametrize(
    ("change", "working"),
    [
        (REPLACE, text((2, "edited"))),
        (REPLACE, text((1, "one"))),
        (DELETE, text((2, "edited"))),
        (INSERT, text((2, "edited"))),
        (INSERT, text((1, "one"))),
    ],
)
def test_amendment_to_a_clause_that_somebody_wrote_is_a_conflict_with_all_sides(
    change: Change, working: Wording
) -> None:
    outcome = merge(change, BASE, working)
    assert isinstance(outcome, Conflict)
    assert outcome.base == clause_of(BASE, 2)
    assert outcome.theirs == clause_of(working, 2)
    assert (outcome.yours is None) == (change.kind is K.DELETE)


@pytest.mark.parametrize(
    ("change", "working", "words", "reads"),
    [
        (REPLACE, text((1, "one"), (2, "edited")), "both", [(1, "one"), (2, "both")]),
        (REPLACE, text((1, "one"), (2, "edited")), "", [(1, "one")]),
        (REPLACE, text((1, "one"), (3, "three")), "back", [(1, "one"), (2, "back"), (3, "three")]),
        (REPLACE, text((3, "three")), "back", [(2, "back"), (3, "three")]),
        (DELETE, text((2, "edited"), (3, "three")), "", [(3, "three")]),
        (INSERT, text((2, "edited"), (3, "three")), "new", [(2, "edited"), (None, "new"), (3, "three")]),
        (INSERT, text((3, "three")), "new", [(None, "new"), (3, "three")]),
    ],
)
def test_words_chosen_after_a_conflict_stand_in_their_place(
    change: Change, working: Wording, words: str, reads: list[tuple[int | None, str]]
) -> None:
    assert read(resolved(change, BASE, working, "", words)) == reads


@pytest.mark.parametrize(
    ("change", "made", "published", "became"),
    [
        (REPLACE, None, text((2, "TWO")), Fate.WORD_FOR_WORD),
        (REPLACE, None, text((2, "Two")), Fate.IN_OTHER_WORDS),
        (REPLACE, None, BASE, Fate.TAKEN_OUT),
        (REPLACE, None, text((1, "one")), Fate.OVERTAKEN),
        (DELETE, None, text((1, "one")), Fate.WORD_FOR_WORD),
        (DELETE, None, BASE, Fate.TAKEN_OUT),
        (DELETE, None, text((2, "edited")), Fate.OVERTAKEN),
        (INSERT, 9, Wording("", "", (ClauseInput("New", "new", 9),)), Fate.WORD_FOR_WORD),
        (INSERT, 9, text((9, "newer")), Fate.IN_OTHER_WORDS),
        (INSERT, 9, BASE, Fate.TAKEN_OUT),
        (INSERT, None, BASE, Fate.TAKEN_OUT),
    ],
)
def test_what_became_of_an_amendment_is_read_off_the_published_text(
    change: Change, made: int | None, published: Wording, became: Fate
) -> None:
    assert fate(change, BASE, made, published) is became


def test_amendment_that_changes_no_word_is_recognised() -> None:
    assert changes_nothing(Change(K.REPLACE, clause=2, heading="H2", text="two"), BASE)
    assert not changes_nothing(REPLACE, BASE)
    assert not changes_nothing(Change(K.REPLACE, clause=8, text="two"), BASE)
    assert not changes_nothing(DELETE, BASE)


def test_hashes_tell_apart_what_differs_and_nothing_else() -> None:
    assert clause_hash(None) == ""
    assert clause_hash(ClauseInput("H", "x", 1)) == clause_hash(ClauseInput("H", "x", 2))
    assert clause_hash(ClauseInput("H", "x")) != clause_hash(ClauseInput("", "x"))
    assert len({change_hash(one) for one in (REPLACE, DELETE, INSERT, FIRST)}) == 4


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], None),
        ([Step.PROPOSED], S.PROPOSED),
        ([Step.PROPOSED, Step.CARRIED, Step.OUTDATED, Step.RENEWED], S.PROPOSED),
        ([Step.PROPOSED, Step.MERGED, Step.PUBLISHED], S.MERGED),
        ([Step.PROPOSED, Step.MERGED, Step.RETURNED, Step.DECLINED], S.DECLINED),
        ([Step.PROPOSED, Step.MERGED, Step.OUTDATED, Step.WITHDRAWN], S.WITHDRAWN),
        ([Step.MERGED], None),
        ([Step.PROPOSED, Step.OUTDATED, Step.MERGED], None),
        ([Step.PROPOSED, Step.MERGED, Step.PUBLISHED, Step.RETURNED], None),
        ([Step.PROPOSED, Step.DECLINED, Step.RENEWED], None),
    ],
)
def test_steps_lead_where_the_table_says_or_cannot_have_happened(steps: list[Step], state: S | None) -> None:
    assert replay(steps) is state


def test_outdated_amendment_is_never_merged_without_being_renewed() -> None:
    assert not may_step(S.OUTDATED, Step.MERGED)
    assert [step for step, (before, _) in STEPS.items() if S.OUTDATED in before] == [Step.RENEWED, Step.WITHDRAWN]


WORDS = st.sampled_from(["one", "two", "three"])
TEXTS = st.lists(st.tuples(st.integers(1, 4), WORDS), unique_by=lambda it: it[0], max_size=4).map(
    lambda rows: text(*rows)
)
CHANGES = st.one_of(
    st.builds(lambda key, words: Change(K.REPLACE, clause=key, heading="", text=words), st.integers(1, 4), WORDS),
    st.builds(lambda key: Change(K.DELETE, clause=key), st.integers(1, 4)),
    st.builds(lambda key: Change(K.INSERT, after=key, text="new"), st.one_of(st.none(), st.integers(1, 4))),
)


@given(change=CHANGES, base=TEXTS, working=TEXTS)
def test_taking_in_changes_only_the_clause_it_is_about_and_never_one_that_somebody_else_changed(
    change: Change, base: Wording, working: Wording
) -> None:
    outcome = merge(change, base, working)
    if isinstance(outcome, Conflict):
        assert not still_fits(change, base, working)
        return
    before, after = dict(read(working)), dict(read(outcome.wording))
    touched = {None, change.clause}
    assert {key: words for key, words in after.items() if key not in touched} == {
        key: words for key, words in before.items() if key not in touched
    }
    if outcome.wording != working:
        assert still_fits(change, base, working)


@given(change=CHANGES, base=TEXTS)
def test_what_is_taken_in_and_published_untouched_is_there_word_for_word(change: Change, base: Wording) -> None:
    outcome = merge(change, base, base)
    if isinstance(outcome, Merged) and still_fits(change, base, base):
        keyed = tuple(
            ClauseInput(clause.heading, clause.text, 99 if clause.key is None else clause.key)
            for clause in outcome.wording.clauses
        )
        published = Wording("", "", keyed)
        assert fate(change, base, 99, published) is Fate.WORD_FOR_WORD
