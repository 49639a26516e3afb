"""Why somebody has a seat, and who else could have it: values that the page puts into words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from peerreview.domain.matching.eligibility import obstacles
from peerreview.domain.matching.problem import KNOWING_PEERS, SEATS, Problem, Proposal, Reviewer, Role, Seat
from peerreview.domain.matching.scoring import BEYOND_FAIR, MET, given, worth
from peerreview.domain.travel import steps


@dataclass(frozen=True)
class Why:
    """What speaks for somebody in a seat, and what it costs."""

    reviewer: int
    value: int
    knows_set: bool
    specialisms: frozenset[str]
    steps: int
    gives: int
    """Seats their organisation gives in this proposal, this one included."""
    fair: int | None
    """Seats it would give to be even; None without an organisation."""
    met: int
    """How many of the others on the team they have met on a team lately."""


def why(problem: Problem, proposal: Proposal, seat: Seat) -> Why:
    """Say what speaks for a seat as it is."""
    others = [one for one in proposal.seats if one != seat]
    return _why(problem, others, seat, given(problem, (one.reviewer for one in others)))


def _why(problem: Problem, others: list[Seat], seat: Seat, gives: Counter[int]) -> Why:
    person, review = problem.reviewer[seat.reviewer], problem.review[seat.review]
    home = person.organisation
    fair = problem.fair_share[home] if home is not None else None
    count = gives[home] + 1 if home is not None else 1
    met = sum(problem.have_met(seat.reviewer, one.reviewer) for one in others if one.review == seat.review)
    beyond = fair is not None and count > fair
    return Why(
        reviewer=seat.reviewer,
        value=worth(person, review) - BEYOND_FAIR * beyond - MET * met,
        knows_set=review.standard_set in person.sets,
        specialisms=person.specialisms & review.needs,
        steps=steps(person.place, review.place),
        gives=count,
        fair=fair,
        met=met,
    )


def could_sit(problem: Problem, others: list[Seat], days: Proposal, review: int, role: Role) -> Iterator[Seat]:
    """Yield every seat for somebody new that breaks no rule beside ``others``, who all stay."""
    host, day = problem.review[review], days.days.get(review)
    team = [one for one in others if one.review == review]
    if day is None or sum(one.role is role for one in team) >= SEATS[role]:
        return
    on_team = {one.reviewer for one in team}
    homes = {problem.reviewer[key].organisation for key in on_team} - {None}
    count = Counter(one.reviewer for one in others)
    busy = {one.reviewer for one in others if days.days.get(one.review) == day}
    goes = {(problem.reviewer[one.reviewer].organisation, problem.review[one.review].organisation) for one in others}
    strangers = sum(
        one.role is Role.PEER and host.standard_set not in problem.reviewer[one.reviewer].sets for one in team
    )
    full = role is Role.PEER and strangers >= SEATS[Role.PEER] - KNOWING_PEERS

    def fits(person: Reviewer) -> bool:
        return not (
            person.key in on_team
            or person.key in busy
            or count[person.key] >= person.cap
            or person.organisation in homes
            or (host.organisation is not None and (host.organisation, person.organisation) in goes)
            or (full and host.standard_set not in person.sets)
            or obstacles(problem, person, host, role, day)
        )

    for person in problem.reviewers:
        if fits(person):
            yield Seat(review, role, person.key)


def next_best(
    problem: Problem, proposal: Proposal, review: int, role: Role, *, instead_of: int | None = None, most: int = 3
) -> list[Why]:
    """Return who else could have a seat, the best first; everybody else in the proposal stays where they are."""
    others = [one for one in proposal.seats if not (one.review == review and one.reviewer == instead_of)]
    gives = given(problem, (one.reviewer for one in others))
    found = [
        _why(problem, others, seat, gives)
        for seat in could_sit(problem, others, proposal, review, role)
        if seat.reviewer != instead_of
    ]
    return sorted(found, key=lambda one: (-one.value, one.reviewer))[:most]
