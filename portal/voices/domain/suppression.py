"""Which numbers about what people said may be told, so that none that is withheld can be worked out.

A table has a row for each age band and a column for each answer, in their order. Three things are asked of a row:

- enough people, from enough homes (``Rule``); otherwise nothing of it is told, not even that somebody answered;
- answers are put together until every number that is told is at least ``cell``: the finest of a few fixed ways
  (``WAYS``) in which each part has so many. Nought is put together like one or two, for "none of ten said so" says
  something of each of the ten; that everybody gave the same answer is therefore never told;
- what is told of all rows together adds told rows only, so it holds nothing that a row withholds.

Each way only puts together what the finer one before it told. So whoever reads the members' table and everybody's
finds in the coarser nothing that the finer does not say: two ways that cut across each other would give away their
difference. Whoever knows this rule learns from a coarser way that some finer one had a small part, and nothing of
which: of every answer that is put together with others nought stays possible, and more than ``cell`` numbers do
(tested for every small row).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Parts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Rule:
    """How many people, from how many homes, and how many in every number; the founders' numbers (voices.md, 7)."""

    people: int
    homes: int
    cell: int


PUBLIC = Rule(people=10, homes=3, cell=5)
MEMBERS = Rule(people=5, homes=2, cell=3)

# How answers may be put together, the finest way first, each a joining of parts of the one before it.
WAYS: Mapping[str, tuple[Parts, ...]] = {
    "faces": (
        (("really_good",), ("good",), ("ok",), ("not_so_good",), ("not_good",)),
        (("really_good", "good"), ("ok",), ("not_so_good", "not_good")),
        (("really_good", "good"), ("ok", "not_so_good", "not_good")),
    ),
    "pictures": (
        (("sun",), ("rainbow",), ("cloud",), ("rain",), ("storm",)),
        (("sun", "rainbow"), ("cloud",), ("rain", "storm")),
        (("sun", "rainbow"), ("cloud", "rain", "storm")),
    ),
    "yes_no": (
        (("yes",), ("no",), ("not_sure",), ("rather_not",)),
        (("yes",), ("no",), ("not_sure", "rather_not")),
        (("yes",), ("no", "not_sure", "rather_not")),
    ),
    "right": (
        (("yes",), ("partly",), ("no",)),
        (("yes",), ("partly", "no")),
    ),
}


@dataclass(frozen=True)
class Part:
    """Answers that are told together, and how many gave one of them."""

    values: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Row:
    """What is told of one age band: nothing, how many answered, or also what."""

    label: str
    n: int | None = None
    parts: tuple[Part, ...] = ()


def told(label: str, kind: str, counts: Mapping[str, int], homes: int, rule: Rule) -> Row:
    """Return what may be told of one row; ``homes`` is from how many homes they are, unknown ones not counted."""
    n = sum(counts.values())
    if n < rule.people or homes < rule.homes:
        return Row(label)
    for way in WAYS[kind]:
        parts = tuple(Part(values, sum(counts.get(value, 0) for value in values)) for values in way)
        if all(part.count >= rule.cell for part in parts):
            return Row(label, n, parts)
    return Row(label, n)


def total(label: str, rows: Iterable[Row]) -> Row:
    """Add what is told; the parts only where all told rows have the same."""
    known = [row for row in rows if row.n is not None]
    if not known:
        return Row(label)
    n = sum(row.n or 0 for row in known)
    shapes = {tuple(part.values for part in row.parts) for row in known}
    if len(shapes) != 1 or not known[0].parts:
        return Row(label, n)
    columns = zip(*(row.parts for row in known), strict=True)
    return Row(label, n, tuple(Part(column[0].values, sum(one.count for one in column)) for column in columns))


def breaches(rows: Sequence[Row], rule: Rule, of_all: Row | None = None) -> bool:
    """Say whether a published table tells of too few, whatever it was made from: what live data is checked with.

    ``of_all`` is what it tells of all rows together, which may say nothing but the sum of what they tell.
    """
    if of_all is not None and of_all.n is not None and of_all.n > sum(row.n or 0 for row in rows):
        return True
    for row in [*rows, of_all] if of_all else rows:
        if row.n is None:
            if row.parts:
                return True
            continue
        if row.n < rule.people or any(part.count < rule.cell for part in row.parts):
            return True
        if row.parts and sum(part.count for part in row.parts) != row.n:
            return True
    return False
