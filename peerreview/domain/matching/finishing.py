"""What is done to a proposal after the solver: fill what it left open when the clock stopped it, then polish."""

from collections import Counter
from dataclasses import replace
from datetime import date

from peerreview.domain.matching.explaining import could_sit, next_best, why
from peerreview.domain.matching.problem import SEATS, Problem, Proposal, Seat
from peerreview.domain.matching.scoring import open_seats, score


def finish(problem: Problem, proposal: Proposal) -> Proposal:
    """Return the better of two: the solver's answer with its gaps filled, and teams put together one after the other.

    The second matters only when the clock stopped the solver early: whoever waits then still gets whole teams.
    """
    best = fill(problem, proposal)
    if not proposal.finished:
        days = {seat.review: problem.review[seat.review].dates[0] for seat in problem.kept}
        alone = fill(problem, replace(proposal, days=days, seats=problem.kept))
        best = max(best, alone, key=lambda one: score(problem, one).value)
    return polish(problem, best)


def fill(problem: Problem, proposal: Proposal) -> Proposal:
    """Give every review a day and every open seat to the best who may have it; nobody who has one is moved.

    Reviews for which fewest could come go first, and within one the seats that are hardest to fill.
    """
    order = {role: number for number, role in enumerate(SEATS)}
    for review in sorted(problem.reviews, key=lambda one: (len(one.dates), one.key)):
        if review.key not in proposal.days and (day := _best_day(problem, proposal, review.key)) is not None:
            proposal = replace(proposal, days={**proposal.days, review.key: day})
        for role in (role for key, role in open_seats(problem, proposal) if key == review.key):
            found = next_best(problem, proposal, review.key, role, most=1)
            if found:
                seats = [*proposal.seats, Seat(review.key, role, found[0].reviewer)]
                seats.sort(key=lambda seat: (seat.review, order[seat.role], seat.reviewer))
                proposal = replace(proposal, seats=tuple(seats))
    return replace(proposal, days=dict(sorted(proposal.days.items())))


def _best_day(problem: Problem, proposal: Proposal, review: int) -> date | None:
    """Return the day on which most seats could be filled; the earlier of equals."""
    best, most = None, 0
    for day in sorted(set(problem.review[review].dates)):
        tried = replace(proposal, days={**proposal.days, review: day})
        count = Counter(dict.fromkeys(SEATS, 0))
        for role, wanted in SEATS.items():
            free = sum(1 for _ in could_sit(problem, list(tried.seats), tried, review, role))
            count[role] = min(wanted, free)
        if count.total() > most:
            best, most = day, count.total()
    return best


def polish(problem: Problem, proposal: Proposal) -> Proposal:
    """Go once through the seats and give each to whoever is better there; the program knows nothing of who met."""
    seats = list(proposal.seats)
    kept = set(problem.kept)
    for number, seat in enumerate(seats):
        if seat in kept:
            continue
        now = replace(proposal, seats=tuple(seats))
        best = next_best(problem, now, seat.review, seat.role, instead_of=seat.reviewer, most=1)
        if best and best[0].value > why(problem, now, seat).value:
            seats[number] = seat._replace(reviewer=best[0].reviewer)
    return replace(proposal, seats=tuple(seats))
