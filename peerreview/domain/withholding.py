"""Which numbers about several services may be told, so that none that is withheld can be worked out (invariant 23).

Three levels are counted for each standard: met, partly met, not met. A level is told only if at least ``fewest``
services stand there and at least as many stand elsewhere. Nought is withheld like one or two: "none of six met it"
says something of each of the six. So a line tells one of four things:

- all three levels, if each has enough services;
- ``met``, and the other two only together;
- ``not met``, and the other two only together, where too few met it;
- nothing but how many services answered; and not even that, if these are too few.

A level alone is never left over as the rest of its line. Totals add up told numbers only (``total``): they hold nothing
that a line withholds, so they give nothing away, however many there are and whoever subtracts them. That is chosen
over totals of everything with more lines withheld: whether such a total is safe depends on the numbers in it, so
whoever knows this rule would learn from its being withheld, and the rule is no secret.

Services whose own report everybody may read protect nobody: enough services means enough others.
Versions of one report are added up from blocks of services, each told for itself (``ToldLine.__add__``): whoever
subtracts one version from the next finds what the newer block tells, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# How many services stand at each level: met, partly met, not met.
Counts = tuple[int, int, int]
# The same as told; None is withheld.
Told = tuple[int | None, int | None, int | None]
NOTHING: Told = (None, None, None)

# The smallest number of services, unless a report asks for more; it never asks for fewer.
FEWEST = 5


@dataclass(frozen=True)
class Answers:
    """The answers to one standard: of all services, and of those whose own report is not public."""

    counts: Counts
    hidden: Counts


@dataclass(frozen=True)
class ToldLine:
    """What is told: how many answered, and how many of them at each level. None is withheld."""

    n: int | None = None
    levels: Told = NOTHING

    @property
    def tells_met(self) -> bool:
        """Say whether it is told how many met the standard."""
        return self.levels[0] is not None

    def __add__(self, other: "ToldLine") -> "ToldLine":
        """Add what is told of other services; what either withholds stays withheld."""
        met, partly, not_met = (_plus(a, b) for a, b in zip(self.levels, other.levels, strict=True))
        return ToldLine(_plus(self.n, other.n), (met, partly, not_met))


def told(answers: Answers, fewest: int = FEWEST) -> ToldLine:
    """Return what may be told of one standard; ``fewest`` is a number of services."""
    met, _partly, not_met = answers.counts
    n = sum(answers.counts)
    hidden_met, hidden_partly, hidden_not = answers.hidden
    if sum(answers.hidden) < fewest:
        return ToldLine()
    if min(answers.hidden) >= fewest:
        return ToldLine(n, answers.counts)
    if hidden_met >= fewest and hidden_partly + hidden_not >= fewest:
        return ToldLine(n, (met, None, None))
    if hidden_met < fewest <= hidden_not and hidden_met + hidden_partly >= fewest:
        return ToldLine(n, (None, None, not_met))
    return ToldLine(n)


def total(lines: Iterable[ToldLine]) -> ToldLine:
    """Add the lines that tell how many met the standard; other levels only where all of these tell them.

    ``n`` is then a number of answers. Of no such line nothing is told.
    """
    found: ToldLine | None = None
    for line in lines:
        if line.tells_met:
            found = line if found is None else found + line
    return found or ToldLine()


def breaches(line: ToldLine, fewest: int = FEWEST) -> bool:
    """Say whether a told line tells of too few, whatever it was made from: what live data is checked with."""
    known = [level for level in line.levels if level is not None]
    if line.n is None or line.n < fewest:
        return bool(known) or line.n is not None
    if len(known) == 2 or any(level < fewest or line.n - level < fewest for level in known):
        return True
    return len(known) == 3 and sum(known) != line.n


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
