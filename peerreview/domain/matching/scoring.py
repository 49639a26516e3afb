"""What makes a proposal better than another, by weight: seats, fairness, expertise, travel, people who have not met."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from peerreview.domain.matching.problem import SEATS, Problem, Proposal, Review, Reviewer, Role
from peerreview.domain.travel import steps

# One more filled seat is worth more than everything below it together, for one seat.
SEAT, BEYOND_FAIR, EXPERTISE, STEP, MET = 1000, 60, 10, 4, 1


def expertise(reviewer: Reviewer, review: Review) -> int:
    """Return 0 to 4: knowing the set counts two, knowing what the service needs one each, two at most."""
    return 2 * (review.standard_set in reviewer.sets) + min(2, len(reviewer.specialisms & review.needs))


def worth(reviewer: Reviewer, review: Review) -> int:
    """Return what a seat is worth by itself, before fairness and who else is on the team."""
    return SEAT + EXPERTISE * expertise(reviewer, review) - STEP * steps(reviewer.place, review.place)


def given(problem: Problem, reviewers: Iterable[int]) -> Counter[int]:
    """Count the seats that organisations give."""
    homes = (problem.reviewer[key].organisation for key in reviewers)
    return Counter(home for home in homes if home is not None)


@dataclass(frozen=True)
class Score:
    """How good a proposal is, part by part; what each part counts is in this module."""

    wanted: int
    filled: int
    beyond_fair: int
    expertise: int
    steps: int
    met: int

    @property
    def value(self) -> int:
        """The one number two proposals for one problem are compared by."""
        return (
            SEAT * self.filled
            - BEYOND_FAIR * self.beyond_fair
            + EXPERTISE * self.expertise
            - STEP * self.steps
            - MET * self.met
        )


def score(problem: Problem, proposal: Proposal) -> Score:
    """Weigh a proposal."""
    pairs = [(problem.reviewer[seat.reviewer], problem.review[seat.review]) for seat in proposal.seats]
    fair = problem.fair_share
    gives = given(problem, (seat.reviewer for seat in proposal.seats))
    met = sum(
        problem.have_met(one.reviewer, other.reviewer)
        for review in problem.reviews
        for one, other in combinations(proposal.team(review.key), 2)
    )
    return Score(
        wanted=len(problem.reviews) * sum(SEATS.values()),
        filled=len(pairs),
        beyond_fair=sum(max(0, count - fair[home]) for home, count in gives.items()),
        expertise=sum(expertise(person, review) for person, review in pairs),
        steps=sum(steps(person.place, review.place) for person, review in pairs),
        met=met,
    )


def open_seats(problem: Problem, proposal: Proposal) -> list[tuple[int, Role]]:
    """Return the seats nobody has, by review and role."""
    has = Counter((seat.review, seat.role) for seat in proposal.seats)
    return [
        (review.key, role)
        for review in problem.reviews
        for role, most in SEATS.items()
        for _ in range(max(0, most - has[review.key, role]))
    ]
