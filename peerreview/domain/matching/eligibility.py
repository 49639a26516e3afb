"""Who may sit where on which day, and what stands in the way of the others."""

from datetime import date
from enum import StrEnum

from peerreview.domain.matching.problem import SITS, Problem, Review, Reviewer, Role
from peerreview.domain.travel import is_local, steps


class Obstacle(StrEnum):
    """Why somebody cannot have a seat."""

    ROLE = "role"
    TRAINING = "training"
    CLEARANCE = "clearance"
    UNAVAILABLE = "unavailable"
    CONFLICT = "conflict"
    REFUSED = "refused"
    LOCAL = "local"
    FAR = "far"
    SERVED = "served"


def obstacles(problem: Problem, reviewer: Reviewer, review: Review, role: Role, day: date) -> list[Obstacle]:
    """Return everything that keeps ``reviewer`` from this seat on that day, by themselves: teams come later."""
    found = lasting_obstacles(problem, reviewer, review)
    if role not in SITS[reviewer.kind]:
        found.append(Obstacle.ROLE)
    elif not reviewer.trained_for(role, day):
        found.append(Obstacle.TRAINING)
    if not any(span.holds(day) for span in reviewer.clearance):
        found.append(Obstacle.CLEARANCE)
    if not any(span.holds(day) for span in reviewer.available):
        found.append(Obstacle.UNAVAILABLE)
    return found


def lasting_obstacles(problem: Problem, reviewer: Reviewer, review: Review) -> list[Obstacle]:
    """Return what keeps them from this review whatever the day and the seat."""
    found = []
    pair = (reviewer.key, review.key)
    own = reviewer.organisation is not None and reviewer.organisation == review.organisation
    if own or pair in problem.blocked:
        found.append(Obstacle.CONFLICT)
    if pair in problem.refused:
        found.append(Obstacle.REFUSED)
    if is_local(reviewer.place, review.place):
        found.append(Obstacle.LOCAL)
    if steps(reviewer.place, review.place) > reviewer.limit:
        found.append(Obstacle.FAR)
    if reviewer.organisation is not None and (reviewer.organisation, review.key) in problem.served:
        found.append(Obstacle.SERVED)
    return found
