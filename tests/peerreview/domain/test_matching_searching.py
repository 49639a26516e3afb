"""The search with prices, against programs small enough to know the answer of."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from peerreview.domain.matching.program import Program
from peerreview.domain.matching.searching import GAP, search
from tests.thorough import examples


def program(costs: list[float], rows: list[list[float]], limits: list[float]) -> Program:
    """Lay out a program of seats alone: each is taken or not."""
    width = len(costs)
    seats = [(n, None, n, None) for n in range(width)]
    matrix = csr_array(np.array(rows, dtype=float).reshape(len(rows), width))
    ones = np.ones(width)
    return Program(np.array(costs, dtype=float), matrix, np.array(limits, dtype=float), ones, ones, [], seats)  # type: ignore[arg-type]


def exclusive(worth: list[float], pairs: list[tuple[int, int]]) -> Program:
    """Let no two of a pair be taken together."""
    rows = [[float(n in pair) for n in range(len(worth))] for pair in pairs]
    return program([-one for one in worth], rows, [1.0] * len(pairs))


def test_where_halves_would_be_better_whole_answers_are_measured_by_whole_answers() -> None:
    """Half of each of three is worth more than one whole: the price of halves proves nothing of whole seats."""
    found = search(exclusive([1, 1, 1], list(combinations(range(3), 2))), seconds=20)
    assert (found.finished, found.gap, found.cost) == (True, 0.0, -1.0)
    assert sorted(found.x) == [0, 0, 1]


@settings(max_examples=examples(30), deadline=None)
@given(
    worth=st.lists(st.integers(1, 100), min_size=1, max_size=6),
    chance=st.randoms(use_true_random=False),
)
def test_no_other_choice_is_better_by_more_than_is_said(worth: list[int], chance: object) -> None:
    pairs = [pair for pair in combinations(range(len(worth)), 2) if chance.random() < 0.5]  # type: ignore[attr-defined]
    found = search(exclusive([float(one) for one in worth], pairs), seconds=20)
    best = max(
        sum(one for one, is_in in zip(worth, taken, strict=True) if is_in)
        for taken in product((0, 1), repeat=len(worth))
        if not any(taken[one] and taken[other] for one, other in pairs)
    )
    assert found.finished
    assert found.gap is not None
    assert found.gap <= GAP
    assert -found.cost <= best + 1e-6
    assert best + found.cost <= found.gap * max(1.0, abs(found.cost)) + 1e-6


def test_where_nothing_is_allowed_nothing_is_found_and_nothing_said_of_the_best() -> None:
    found = search(program([-1.0], [[1.0], [-1.0]], [1.0, -2.0]), seconds=20)
    assert (found.x, found.gap, found.finished) == (None, None, False)
    assert found.cost == pytest.approx(float("inf"))
