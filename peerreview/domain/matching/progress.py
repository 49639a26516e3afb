"""What the solver prints while it works, read: how many seats it has so far, and how far from the best at most."""

import re
from typing import NamedTuple

# The last line of the solver's process begins with this.
ANSWER = "proposal: "

# A row of the table HiGHS prints: …  BestBound  BestSol  Gap  Cuts InLp Confl.  LpIters  Time
ROW = re.compile(
    r"\s(?P<bound>-?[\d.]+(?:e[+-]?\d+)?)\s+(?P<best>-?[\d.]+(?:e[+-]?\d+)?)\s+(?P<gap>[\d.]+)%"
    r"\s+\d+\s+\d+\s+\d+\s+\d+\s+(?P<seconds>[\d.]+)s\s*$"
)


class Progress(NamedTuple):
    """One report of the solver: a proposal stands, at most ``gap`` (a share) from the best."""

    value: int
    gap: float
    seconds: float


def read_progress(line: str) -> Progress | None:
    """Return what a line says, None when it is none of the table's or nothing has been found yet."""
    found = ROW.search(line.rstrip("\n"))
    if found is None:
        return None
    return Progress(round(-float(found["best"])), float(found["gap"]) / 100, float(found["seconds"]))
