"""What is shown of the answers, and what is held back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.soundings import FEWEST, SMALL, Shown, shown, words_shown


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ((), None),
        ((4, 0), None),
        ((2, 2), None),
        # Everybody gave one answer: that would say what each of them answered.
        ((9, 0), None),
        ((0, 0, 12), None),
        ((6, 4), Shown((6, 4), all_shown=True)),
        # One small number could be worked out from the total: the next smallest is held back too.
        ((6, 2), Shown((None, None))),
        ((6, 4, 2), Shown((6, None, None))),
        ((6, 4, 0), Shown((6, None, None))),
        ((7, 2, 1), Shown((7, None, None))),
        ((5, 5, 5), Shown((5, 5, 5), all_shown=True)),
    ],
)
def test_small_numbers_are_held_back(counts: tuple[int, ...], seen: Shown | None) -> None:
    assert shown(counts) == seen


@given(st.lists(st.integers(0, 20), max_size=8))
def test_nothing_small_is_shown_and_nothing_small_can_be_worked_out(counts: list[int]) -> None:
    seen = shown(counts)
    if seen is None:
        return
    held = [count for count, number in zip(counts, seen.counts, strict=True) if number is None]
    assert sum(counts) >= FEWEST
    assert all(number >= SMALL for number in seen.counts if number is not None)
    assert len(held) != 1
    assert seen.all_shown == (not held)


def test_free_answers_without_a_name_are_shown_from_five_on() -> None:
    assert [words_shown(n) for n in (4, 5)] == [False, True]
