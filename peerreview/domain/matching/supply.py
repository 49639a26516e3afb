"""What is lacking, said before anything is solved: seats wanted against seats that anybody could take."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from peerreview.domain.matching.eligibility import lasting_obstacles, obstacles
from peerreview.domain.matching.problem import SEATS, SITS, Problem, Role

Possible = Mapping[tuple[int, date, Role], set[int]]


@dataclass(frozen=True)
class Supply:
    """Seats of one role: how many are wanted, how many could be taken at most, and by how many people."""

    role: Role
    wanted: int
    offered: int
    people: int

    @property
    def short(self) -> int:
        """How many seats cannot be filled whatever anybody proposes."""
        return max(0, self.wanted - self.offered)


@dataclass(frozen=True)
class Shortage:
    """A review for which too few people could take a role, on the day on which it comes nearest."""

    review: int
    role: Role
    wanted: int
    possible: int
    day: date | None


def who_could(problem: Problem) -> Possible:
    """Return who could sit where on which day, each by themselves; who has the seat already included."""
    found: defaultdict[tuple[int, date, Role], set[int]] = defaultdict(set)
    for review in problem.reviews:
        for person in problem.reviewers:
            if lasting_obstacles(problem, person, review):
                continue
            for day in set(review.dates):
                for role in SITS[person.kind]:
                    if not obstacles(problem, person, review, role, day):
                        found[review.key, day, role].add(person.key)
    for seat in problem.kept:
        for day in problem.review[seat.review].dates:
            found[seat.review, day, seat.role].add(seat.reviewer)
    return found


def supply(problem: Problem, possible: Possible) -> list[Supply]:
    """Compare the seats of each role with the room people have for it: a bound, never a promise."""
    found = []
    for role, each in SEATS.items():
        reviews: defaultdict[int, set[int]] = defaultdict(set)
        for (review, _day, one), people in possible.items():
            if one is role:
                for key in people:
                    reviews[key].add(review)
        offered = sum(min(problem.reviewer[key].cap, len(seen)) for key, seen in reviews.items())
        found.append(Supply(role, each * len(problem.reviews), offered, len(reviews)))
    return found


def shortages(problem: Problem, possible: Possible) -> list[Shortage]:
    """Name every review that cannot have a whole team even if no other review needed anybody."""
    found = []
    for review in problem.reviews:
        days = sorted(set(review.dates))
        for role, wanted in SEATS.items():
            counts = [(len(possible.get((review.key, day, role), ())), day) for day in days]
            most, best = max(counts, key=lambda pair: pair[0], default=(0, None))
            if most < wanted:
                found.append(Shortage(review.key, role, wanted, most, best))
    return found
