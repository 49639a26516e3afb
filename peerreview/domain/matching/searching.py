"""The solver: HiGHS by ``scipy.optimize``, asked about few columns at first and proven against all of them.

Without the demand for whole seats the program is solved in seconds, whatever its size. That gives two things: a value
no proposal can be better than, and a price for every seat nobody took. A seat that is dear by those prices is hardly
ever in a good answer, so the search with whole seats is made without the dear ones; how far from the best it is at most
is said against the value for all. Only when that is not near enough is it made again with more, at last with every one.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from peerreview.domain.matching.program import INFINITE, Program

# How far from the best, as a share, is near enough.
GAP = 0.005
# Up to which price seats take part, in points of the score (``scoring``): round after round until it is near enough.
PRICES = (5.0, 20.0, INFINITE)


@dataclass(frozen=True)
class Found:
    """A value for every column, if any was found in time; how far from the best at most; whether the clock ended it."""

    x: Any = None
    cost: float = INFINITE
    gap: float | None = None
    finished: bool = False


def search(program: Program, *, seconds: float, gap: float = GAP, loud: bool = False) -> Found:
    """Return the cheapest whole answer to ``program``, at most ``gap`` from the best unless ``seconds`` ran out."""
    end = time.monotonic() + seconds
    best, bound, price = Found(), -INFINITE, np.zeros(program.costs.size)
    relaxed = linprog(
        program.costs,
        A_ub=program.matrix,
        b_ub=program.limits,
        bounds=np.column_stack([np.zeros(program.costs.size), program.upper]),
        method="highs-ds",
        options={"disp": loud, "time_limit": seconds},
    )
    if relaxed.status == 0:
        bound, price[_seats(program)] = relaxed.fun, relaxed.lower.marginals[_seats(program)]
    for most in PRICES if relaxed.status == 0 else PRICES[-1:]:
        left = end - time.monotonic()
        if left <= 0:
            break
        found, below = _whole(program, np.flatnonzero(price <= most), seconds=left, gap=gap, loud=loud)
        if most == INFINITE:
            bound = max(bound, below)
        best = min(best, found, key=lambda one: one.cost)
        best = Found(best.x, best.cost, _apart(best.cost, bound), found.finished)
        if best.gap is not None and best.gap <= gap:
            return Found(best.x, best.cost, best.gap, finished=True)
    return best


def _seats(program: Program) -> slice:
    return slice(len(program.days), len(program.days) + len(program.seats))


def _whole(program: Program, columns: Any, *, seconds: float, gap: float, loud: bool) -> tuple[Found, float]:
    """Search with these columns alone; return what was found, and what nothing of them can be cheaper than."""
    answer = milp(
        program.costs[columns],
        integrality=program.whole[columns],
        bounds=Bounds(0, program.upper[columns]),
        constraints=LinearConstraint(program.matrix[:, columns], -np.inf, program.limits),
        options={"disp": loud, "time_limit": seconds, "mip_rel_gap": gap / 2},
    )
    below = answer.mip_dual_bound if answer.mip_dual_bound is not None else -INFINITE
    if answer.x is None:
        return Found(), below
    x = np.zeros(program.costs.size)
    x[columns] = answer.x
    return Found(x, float(answer.fun), finished=answer.status == 0), below


def _apart(cost: float, bound: float) -> float | None:
    """Return how far an answer is from the best at most, as a share of it; None when there is none or no bound."""
    if not np.isfinite(cost) or not np.isfinite(bound):
        return None
    return max(0.0, (cost - bound) / max(1.0, abs(cost)))
