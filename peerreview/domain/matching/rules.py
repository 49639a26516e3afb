"""What must hold of every team, asked of a finished proposal whoever made it: solver, swap or hand.

Written apart from ``eligibility`` and ``program`` on purpose, so that one can catch the other's mistakes: read it
beside the rules of the network, not beside the code.
"""

from collections import Counter, defaultdict
from enum import StrEnum
from typing import NamedTuple

from peerreview.domain.matching.problem import KNOWING_PEERS, SEATS, SITS, Problem, Proposal, Role, Seat
from peerreview.domain.travel import is_local, steps


class Rule(StrEnum):
    """The hard rules, by what they are about."""

    DATE = "date"
    AVAILABLE = "available"
    CONFLICT = "conflict"
    LOCAL = "local"
    FAR = "far"
    ONCE_A_DAY = "once_a_day"
    CAP = "cap"
    ONE_ORGANISATION = "one_organisation"
    MUTUAL = "mutual"
    AGAIN = "again"
    TRAINING = "training"
    CLEARANCE = "clearance"
    ROLE = "role"
    SEATS = "seats"
    KNOWING = "knowing"
    REFUSED = "refused"


class Breach(NamedTuple):
    """A rule that does not hold, on which review, for whom."""

    rule: Rule
    review: int
    reviewer: int | None = None


def breaches(problem: Problem, proposal: Proposal, *, blame_kept: bool = False) -> list[Breach]:
    """Return every hard rule the proposal breaks; kept seats are not its fault, and blamed only when asked."""
    kept = set() if blame_kept else {(seat.review, seat.reviewer) for seat in problem.kept}
    found = [*_of_dates(problem, proposal), *_of_seats(problem, proposal), *_of_teams(problem, proposal)]
    found += [*_of_people(problem, proposal), *_of_organisations(problem, proposal)]
    return sorted(one for one in set(found) if one.reviewer is None or (one.review, one.reviewer) not in kept)


def _of_dates(problem: Problem, proposal: Proposal) -> list[Breach]:
    seated = {seat.review for seat in proposal.seats}
    wrong = {review for review, day in proposal.days.items() if day not in problem.review[review].dates}
    return [Breach(Rule.DATE, review) for review in wrong | (seated - proposal.days.keys())]


def _of_seats(problem: Problem, proposal: Proposal) -> list[Breach]:
    found = []
    for seat in proposal.seats:
        person, review, day = (
            problem.reviewer[seat.reviewer],
            problem.review[seat.review],
            proposal.days.get(seat.review),
        )
        home = person.organisation
        broken = {
            Rule.ROLE: seat.role not in SITS[person.kind],
            Rule.CONFLICT: (person.key, review.key) in problem.blocked
            or (home is not None and home == review.organisation),
            Rule.REFUSED: (person.key, review.key) in problem.refused,
            Rule.LOCAL: is_local(person.place, review.place),
            Rule.FAR: steps(person.place, review.place) > person.limit,
            Rule.AGAIN: home is not None and (home, review.key) in problem.served,
        }
        if day is not None:
            trained = person.lead_training if seat.role is Role.LEAD else person.training + person.lead_training
            broken[Rule.TRAINING] = not [span for span in trained if span.holds(day)]
            broken[Rule.CLEARANCE] = not [span for span in person.clearance if span.holds(day)]
            broken[Rule.AVAILABLE] = not [span for span in person.available if span.holds(day)]
        found += [Breach(rule, review.key, person.key) for rule, is_broken in broken.items() if is_broken]
    return found


def _of_teams(problem: Problem, proposal: Proposal) -> list[Breach]:
    found = []
    kept = Counter((seat.review, seat.role) for seat in problem.kept)
    for review in problem.reviews:
        team = proposal.team(review.key)
        for role, most in SEATS.items():
            if sum(seat.role is role for seat in team) > max(most, kept[review.key, role]):
                found.append(Breach(Rule.SEATS, review.key))
        if strangers := _not_knowing(problem, team, review.standard_set):
            stood = _not_knowing(
                problem, [seat for seat in problem.kept if seat.review == review.key], review.standard_set
            )
            if strangers > max(SEATS[Role.PEER] - KNOWING_PEERS, stood):
                found.append(Breach(Rule.KNOWING, review.key))
        homes = Counter(problem.reviewer[seat.reviewer].organisation for seat in team)
        found += [
            Breach(Rule.ONE_ORGANISATION, review.key, seat.reviewer)
            for seat in team
            if (home := problem.reviewer[seat.reviewer].organisation) is not None and homes[home] > 1
        ]
    return found


def _not_knowing(problem: Problem, team: list[Seat], standard_set: str) -> int:
    peers = [problem.reviewer[seat.reviewer] for seat in team if seat.role is Role.PEER]
    return sum(standard_set not in person.sets for person in peers)


def _of_people(problem: Problem, proposal: Proposal) -> list[Breach]:
    found = []
    visits: defaultdict[int, list[int]] = defaultdict(list)
    for seat in proposal.seats:
        visits[seat.reviewer].append(seat.review)
    for reviewer, reviews in visits.items():
        days = Counter(proposal.days.get(review) for review in reviews)
        for review in reviews:
            if len(reviews) > problem.reviewer[reviewer].cap:
                found.append(Breach(Rule.CAP, review, reviewer))
            if days[proposal.days.get(review)] > 1:
                found.append(Breach(Rule.ONCE_A_DAY, review, reviewer))
    return found


def _of_organisations(problem: Problem, proposal: Proposal) -> list[Breach]:
    """No two organisations review each other in one cycle."""
    goes = {
        (problem.reviewer[seat.reviewer].organisation, problem.review[seat.review].organisation)
        for seat in proposal.seats
    }
    found = []
    for seat in proposal.seats:
        home, host = problem.reviewer[seat.reviewer].organisation, problem.review[seat.review].organisation
        if home is not None and host is not None and home != host and (host, home) in goes:
            found.append(Breach(Rule.MUTUAL, seat.review, seat.reviewer))
    return found
