"""``python -m tests.load.matching [--services N]… [--seconds N] [--seed N]``: teams for networks of growing size.

Each problem is drawn from a seed, so two runs try the same; the table says how many seats were filled, what it cost in
fairness and knowledge, how far from the best the result is at most, and how long it took. No database is needed. Every
proposal is held against the rules; one that breaks any makes the run fail.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from peerreview.domain.matching.program import build
from peerreview.domain.matching.rules import breaches
from peerreview.domain.matching.scoring import Score, score
from peerreview.domain.matching.solving import solve
from peerreview.domain.matching.supply import supply, who_could
from tests.factories.matching import draw_problem

SIZES = (20, 50, 80, 120)


@dataclass(frozen=True)
class Measured:
    """What came of one size."""

    services: int
    people: int
    columns: int
    bound: int
    """Seats that could be filled at most by counting alone."""
    score: Score
    gap: float | None
    finished: bool
    seconds: float
    broken: int


def measure(services: int, seconds: float, seed: int) -> Measured:
    """Draw, lay out, solve, hold against the rules."""
    problem = draw_problem(services, seed)
    columns = build(problem).costs.size
    bound = sum(min(row.wanted, row.offered) for row in supply(problem, who_could(problem)))
    begun = time.perf_counter()
    found = solve(problem, seconds=seconds)
    took = time.perf_counter() - begun
    return Measured(
        services=services,
        people=len(problem.reviewers),
        columns=columns,
        bound=bound,
        score=score(problem, found),
        gap=found.gap,
        finished=found.finished,
        seconds=took,
        broken=len(breaches(problem, found)),
    )


def table(rows: list[Measured]) -> Iterator[str]:
    """Yield the lines of the table, in Markdown."""
    yield (
        "| services | reviewers | columns | seats filled | of at most | beyond fair share | knowledge a seat | have met"
        " | gap | time | rules broken |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in rows:
        gap = "–" if row.gap is None else f"{row.gap:.2%}"
        knows = row.score.expertise / max(1, row.score.filled)
        late = "" if row.finished else ", stopped by the clock"
        parts = [
            f"{row.services}",
            f"{row.people}",
            f"{row.columns:,}",
            f"{row.score.filled} of {row.score.wanted}",
            f"{row.bound}",
            f"{row.score.beyond_fair}",
            f"{knows:.2f} of 4",
            f"{row.score.met} pairs",
            gap,
            f"{row.seconds:.1f} s{late}",
            f"{row.broken}",
        ]
        yield f"| {' | '.join(parts)} |"


def main() -> int:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.matching", description=__doc__)
    parser.add_argument("--services", type=int, action="append", help="a size; may be given several times")
    parser.add_argument("--seconds", type=float, default=120, help="the clock of one search (120)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = [measure(size, options.seconds, options.seed) for size in options.services or SIZES]
    sys.stdout.write("\n".join([*table(rows), ""]))
    return int(any(row.broken for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
