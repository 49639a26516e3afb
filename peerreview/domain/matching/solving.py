"""From a problem to a proposal. Only the solver's own process imports this, see ``child``."""

from datetime import date

from peerreview.domain.matching.finishing import finish
from peerreview.domain.matching.problem import Problem, Proposal, Role, Seat
from peerreview.domain.matching.program import build
from peerreview.domain.matching.searching import GAP, search


def solve(problem: Problem, *, seconds: float, gap: float = GAP, loud: bool = False) -> Proposal:
    """Return a proposal that breaks no rule; ``loud`` makes the solver print its progress.

    The same problem gives the same proposal as long as the gap, and not the clock, ends the search.
    """
    program = build(problem)
    days: dict[int, date] = {}
    seats = list(problem.kept)
    for seat in problem.kept:
        days[seat.review] = problem.review[seat.review].dates[0]
    if not program.seats:
        return Proposal(days, tuple(seats), gap=0.0)
    found = search(program, seconds=seconds, gap=gap, loud=loud)
    if found.x is None:
        return finish(problem, Proposal(days, tuple(seats), finished=False))
    chosen = found.x > 0.5
    first = len(program.days)
    for number, (review, day, reviewer, role) in enumerate(program.seats):
        if chosen[first + number]:
            days[review] = day
            seats.append(Seat(review, Role(role), reviewer))
    for number, (review, day) in enumerate(program.days):
        if chosen[number]:
            days.setdefault(review, day)
    order = {role: number for number, role in enumerate(Role)}
    seats.sort(key=lambda seat: (seat.review, order[seat.role], seat.reviewer))
    answer = Proposal(dict(sorted(days.items())), tuple(seats), gap=found.gap, finished=found.finished)
    return finish(problem, answer)
