"""No number that is withheld can be worked out, by whoever has every table and knows the rule.

The first attacker asks a solver for the smallest and the largest value of every number, from all that is published for
members and for everybody. The second also knows how the portal decides, and tries every row that gives the same tables.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from portal.voices.domain.suppression import MEMBERS, PUBLIC, WAYS, Part, Row, Rule, breaches, told, total

BANDS = ("4-7", "8-11", "12-15", "16+")
LEANING = ((1, 1, 1, 1, 1), (9, 3, 1, 0, 0), (1, 0, 0, 0, 0), (0, 0, 1, 0, 0), (4, 4, 2, 1, 1), (0, 0, 1, 4, 6))


def values_of(kind: str) -> list[str]:
    """Return the answers to choose from."""
    return [value for part in WAYS[kind][0] for value in part]


def drawn(random: Random, kind: str) -> tuple[dict[str, int], int]:
    """Draw one row: how many gave which answer, and from how many homes; many rows are small or lean to one side."""
    values, weights = values_of(kind), random.choice(LEANING)
    many = random.choice([random.randint(0, 12), random.randint(5, 30), random.randint(20, 90)])
    counts = dict.fromkeys(values, 0)
    for _person in range(many):
        counts[random.choices(values, weights[: len(values)])[0]] += 1
    return counts, random.choice([0, 1, 2, 3, 4, 12])


def every(many: int, places: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which ``many`` people can give ``places`` answers."""
    if places == 1:
        yield (many,)
        return
    for first in range(many + 1):
        for rest in every(many - first, places - 1):
            yield (first, *rest)


def test_everybody_reads_of_ten_from_three_homes_and_members_of_five_from_two() -> None:
    assert (Rule(people=10, homes=3, cell=5), Rule(people=5, homes=2, cell=3)) == (PUBLIC, MEMBERS)


@pytest.mark.parametrize("kind", list(WAYS))
def test_each_way_only_joins_parts_of_the_finer_one(kind: str) -> None:
    """What two tables that cut across each other give away is their difference."""
    ways = WAYS[kind]
    for finer, coarser in pairwise(ways):
        assert sorted(value for part in coarser for value in part) == sorted(values_of(kind))
        for part in finer:
            assert sum(set(part) <= set(other) for other in coarser) == 1
        assert len(coarser) < len(finer)
    assert all(len(way) >= 2 for way in ways), "one part alone would tell that all gave one of these answers"


@pytest.mark.parametrize("kind", list(WAYS))
def test_who_knows_the_rule_and_has_both_tables_finds_nothing_withheld(kind: str) -> None:
    """Exact, for every row of up to eighteen people: nought stays possible, and so do more numbers than ``cell``."""
    values = values_of(kind)
    seen: dict[tuple[Row, Row], list[tuple[int, ...]]] = defaultdict(list)
    for many in range(MEMBERS.people, 19):
        for counts in every(many, len(values)):
            row = dict(zip(values, counts, strict=True))
            seen[told("", kind, row, 9, MEMBERS), told("", kind, row, 9, PUBLIC)].append(counts)
    assert len(seen) > 300
    for tables, rows in seen.items():
        cell = MEMBERS.cell if tables[0].parts else MEMBERS.people
        known = {part.values[0] for table in tables for part in table.parts if len(part.values) == 1}
        for place, value in enumerate(values):
            if value not in known:
                possible = {counts[place] for counts in rows}
                assert 0 in possible, (tables, value)
                assert len(possible) > cell, (tables, value, possible)


@pytest.mark.parametrize("rule", [PUBLIC, MEMBERS])
def test_ten_thousand_tables_tell_of_nobody(rule: Rule) -> None:
    """What is told is of enough people from enough homes, in parts of enough; all together is what the rows tell."""
    random = Random(7)
    shapes: dict[int, int] = defaultdict(int)
    for _table in range(10_000):
        kind = random.choice(list(WAYS))
        made = [(band, *drawn(random, kind)) for band in BANDS[: random.randint(1, 4)]]
        rows = [told(band, kind, counts, homes, rule) for band, counts, homes in made]
        for row, (_band, counts, homes) in zip(rows, made, strict=True):
            shapes[len(row.parts)] += 1
            n = sum(counts.values())
            assert (row.n is None) == (n < rule.people or homes < rule.homes)
            assert row.n in (None, n)
            assert len(row.parts) != 1
            for part in row.parts:
                assert part.count == sum(counts[value] for value in part.values) >= rule.cell
                # Not everybody of them, and not nobody: neither is ever told of a group.
                assert rule.cell <= n - part.count
            assert sum(part.count for part in row.parts) in (0, n)
        of_all = total("all", rows)
        assert not breaches(rows, rule, of_all)
        shown = [row for row in rows if row.n is not None]
        assert of_all.n == (sum(row.n or 0 for row in shown) if shown else None)
        for place, part in enumerate(of_all.parts):
            assert part.count == sum(row.parts[place].count for row in shown)
    assert min(shapes[number] for number in (0, 2, 3)) > 500


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 4), st.sampled_from(list(WAYS)))
def test_solver_with_every_table_finds_a_wide_range_for_what_is_withheld(random: Random, many: int, kind: str) -> None:
    values = values_of(kind)
    made = [(band, *drawn(random, kind)) for band in BANDS[:many]]
    at = {(band, value): place for place, (band, value) in enumerate((b, v) for b in BANDS[:many] for v in values)}
    sums: list[np.ndarray] = []
    given_: list[int] = []

    def say(bands: list[str], row: Row) -> None:
        """Give the attacker one published row."""
        lines = [(tuple(values), row.n), *((part.values, part.count) for part in row.parts)]
        for of, count in lines:
            if count is not None:
                line = np.zeros(len(at))
                line[[at[band, value] for band in bands for value in of]] = 1
                sums.append(line)
                given_.append(count)

    open_: set[tuple[str, str]] = set(at)
    for rule in (PUBLIC, MEMBERS):
        rows = {band: told(band, kind, counts, homes, rule) for band, counts, homes in made}
        for band, row in rows.items():
            say([band], row)
            open_ -= {(band, part.values[0]) for part in row.parts if len(part.values) == 1}
        told_bands = [band for band, row in rows.items() if row.n is not None]
        say(told_bands, total("all", rows.values()))
    for cell in open_:
        aim = np.zeros(len(at))
        aim[at[cell]] = 1
        limits = {"A_eq": np.array(sums), "b_eq": given_} if sums else {}
        low = linprog(aim, **limits, method="highs")
        high = linprog(-aim, **limits, method="highs")
        assert (low.status, round(low.fun, 6)) == (0, 0)
        assert high.status == 3 or -high.fun >= MEMBERS.cell - 1e-6


@pytest.mark.parametrize(
    ("rows", "of_all", "is_breach"),
    [
        ([Row("8-11")], Row("all"), False),
        ([Row("8-11", 12)], Row("all", 12), False),
        ([Row("8-11", 9)], Row("all"), True),
        ([Row("8-11", 12, (Part(("yes",), 5), Part(("no",), 7)))], Row("all", 12), False),
        ([Row("8-11", 12, (Part(("yes",), 4), Part(("no",), 8)))], Row("all", 12), True),
        ([Row("8-11", 12, (Part(("yes",), 5), Part(("no",), 6)))], Row("all", 12), True),
        ([Row("8-11", None, (Part(("yes",), 5),))], Row("all"), True),
        ([Row("8-11"), Row("12-15", 12)], Row("all", 15), True),
        ([Row("8-11", 12)], Row("all", 12, (Part(("yes",), 2), Part(("no",), 10))), True),
    ],
)
def test_a_table_that_tells_of_too_few_is_found(rows: list[Row], of_all: Row, *, is_breach: bool) -> None:
    assert breaches(rows, PUBLIC, of_all) is is_breach
    if of_all == Row("all"):
        assert breaches(rows, PUBLIC) is is_breach, "a table need not tell of all rows together"
