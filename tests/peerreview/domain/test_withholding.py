"""Invariant 23: a number about too few services is withheld, and nobody can work it out from what is told.

The attacker has everything that is published: lines, sections, the whole, every version of the report. They take away
the services whose own reports are public, and ask a solver for the smallest and the largest value of each withheld
number. The second attacker also knows the rule by which numbers are withheld, and tries every table.
"""

from collections import defaultdict
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from peerreview.domain.withholding import FEWEST, Answers, Counts, ToldLine, breaches, told, total
from tests.thorough import examples

LEVELS = (0, 1, 2)
LEANING = ((6, 3, 1), (1, 1, 1), (30, 1, 1), (1, 0, 0), (2, 7, 1), (0, 1, 12), (1, 2, 20))


def drawn(random: Random, services: int) -> Answers:
    """Draw the answers to one standard; levels lean to one side, and some services let everybody read theirs."""
    weights, share = random.choice(LEANING), random.choice([0, 0, 0.3])
    counts, hidden = [0, 0, 0], [0, 0, 0]
    for _service in range(services):
        level = random.choices(LEVELS, weights)[0]
        counts[level] += 1
        hidden[level] += random.random() >= share
    return Answers((counts[0], counts[1], counts[2]), (hidden[0], hidden[1], hidden[2]))


def version(blocks: list[list[Answers]], many: int) -> list[ToldLine]:
    """Return the lines of the version that counts the first ``many`` blocks of services."""
    lines = [told(answers) for answers in blocks[0]]
    for block in blocks[1:many]:
        lines = [line + told(answers) for line, answers in zip(lines, block, strict=True)]
    return lines


@settings(max_examples=examples(60), deadline=None)
@given(
    st.randoms(use_true_random=False),
    st.lists(st.integers(1, 45), min_size=1, max_size=3),
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
)
def test_nothing_withheld_can_be_worked_out(random: Random, sizes: list[int], sections: list[int]) -> None:
    """Everything published at once, of every version: each withheld number could still be many."""
    standards = sum(sections)
    blocks = [[drawn(random, size) for _standard in range(standards)] for size in sizes]
    names = [(b, s, level) for b in range(len(blocks)) for s in range(standards) for level in LEVELS]
    at = {name: place for place, name in enumerate(names)}
    sums: list[np.ndarray] = []
    values: list[float] = []
    wanted: set[tuple[tuple[int, int, int], ...]] = set()

    def say(line: ToldLine, number: int, rows: list[int], *, look: bool = True) -> None:
        """Give the attacker one line of a version: what is told of it, without the services that are public."""
        for level in (None, *LEVELS):
            cells = [(b, s, one) for b in range(number) for s in rows for one in LEVELS if level in (None, one)]
            value = line.n if level is None else line.levels[level]
            if value is not None:
                row = np.zeros(len(names))
                row[[at[cell] for cell in cells]] = 1
                sums.append(row)
                public = sum(blocks[b][s].counts[one] - blocks[b][s].hidden[one] for b, s, one in cells)
                values.append(value - public)
            elif level is not None and look:
                wanted.add(tuple(cells))

    for number in range(1, len(blocks) + 1):
        lines = version(blocks, number)
        for s, line in enumerate(lines):
            say(line, number, [s])
        first = 0
        for size in (*sections, standards):
            rows = list(range(first, first + size)) if first + size <= standards else list(range(standards))
            first += size
            counted = [s for s in rows if lines[s].tells_met]
            # What a total leaves out is withheld in its line; it is asked about there.
            say(total(lines[s] for s in rows), number, counted, look=False)
    for cells in wanted:
        aim = np.zeros(len(names))
        aim[[at[cell] for cell in cells]] = 1
        low = linprog(aim, A_eq=np.array(sums) if sums else None, b_eq=values or None, method="highs")
        high = linprog(-aim, A_eq=np.array(sums) if sums else None, b_eq=values or None, method="highs")
        assert low.status == 0
        # Without an end it may be anything.
        assert high.status == 3 or -high.fun - low.fun >= FEWEST - 1e-6


def test_ten_thousand_tables_tell_nothing_of_too_few() -> None:
    """The exact argument for each line: what is told is of enough others, what is left is a pair or all of enough."""
    random = Random(23)
    counted: dict[int, int] = defaultdict(int)
    for _table in range(10_000):
        answers = [drawn(random, random.randint(0, 60)) for _standard in range(random.randint(1, 9))]
        lines = [told(one) for one in answers]
        for one, line in zip(answers, lines, strict=True):
            known = [level for level in LEVELS if line.levels[level] is not None]
            counted[len(known)] += 1
            assert not breaches(line)
            if line.n is None:
                assert sum(one.hidden) < FEWEST
                continue
            assert line.n == sum(one.counts) >= sum(one.hidden) >= FEWEST
            assert len(known) in (0, 1, 3)
            for level in known:
                assert line.levels[level] == one.counts[level]
                assert one.hidden[level] >= FEWEST
                assert sum(one.hidden) - one.hidden[level] >= FEWEST
        # A total is nothing but the told lines, so it can tell nothing else.
        with_met = [line for line in lines if line.tells_met]
        whole = total(lines)
        assert not breaches(whole)
        for level in LEVELS:
            parts = [line.levels[level] for line in with_met]
            expected = None if not parts or None in parts else sum(part for part in parts if part is not None)
            assert whole.levels[level] == expected
    assert min(counted[0], counted[1], counted[3]) > 3_000


@pytest.mark.parametrize("fewest", [FEWEST, FEWEST + 3])
@pytest.mark.parametrize("services", range(1, 41))
def test_who_knows_the_rule_finds_as_many_tables_that_fit(services: int, fewest: int) -> None:
    """Whatever is withheld has at least ``fewest`` values for which the very same would be told."""
    seen: dict[ToldLine, list[Counts]] = defaultdict(list)
    for met, partly in product(range(services + 1), repeat=2):
        if met + partly <= services:
            counts = (met, partly, services - met - partly)
            seen[told(Answers(counts, counts), fewest)].append(counts)
    for line, tables in seen.items():
        for level in LEVELS:
            if line.levels[level] is None and line.n is not None:
                assert len({table[level] for table in tables}) >= fewest, (line, tables)


@settings(max_examples=examples(200), deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 40), st.integers(0, 40))
def test_one_version_less_the_other_is_what_the_newer_services_tell(random: Random, one: int, other: int) -> None:
    older, newer = told(drawn(random, one)), told(drawn(random, other))
    both = older + newer
    for level in LEVELS:
        first, sum_ = older.levels[level], both.levels[level]
        if first is not None and sum_ is not None:
            assert sum_ - first == newer.levels[level]


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ((2, 1, 1), ToldLine()),
        ((5, 5, 5), ToldLine(15, (5, 5, 5))),
        ((12, 5, 3), ToldLine(20, (12, None, None))),
        ((16, 3, 1), ToldLine(20)),
        ((20, 0, 0), ToldLine(20)),
        ((0, 0, 6), ToldLine(6)),
        ((4, 6, 10), ToldLine(20, (None, None, 10))),
        ((4, 12, 4), ToldLine(20)),
        ((0, 4, 16), ToldLine(20)),
    ],
)
def test_a_line_tells(counts: Counts, line: ToldLine) -> None:
    assert told(Answers(counts, counts)) == line


def test_services_everybody_reads_about_protect_nobody() -> None:
    counts = (10, 10, 0)
    assert told(Answers(counts, counts)) == ToldLine(20, (10, None, None))
    assert told(Answers(counts, (2, 10, 0))) == ToldLine(20)
    assert told(Answers(counts, (0, 3, 0))) == ToldLine()


def test_what_is_told_of_too_few_is_found() -> None:
    assert breaches(ToldLine(20, (16, 3, 1)))
    assert breaches(ToldLine(20, (16, None, None)))
    assert breaches(ToldLine(20, (10, 10, None)))
    assert breaches(ToldLine(20, (10, 5, 6)))
    assert breaches(ToldLine(4))
    assert breaches(ToldLine(None, (10, None, None)))
    assert not breaches(ToldLine(20, (15, None, None)))
    assert not breaches(ToldLine())
