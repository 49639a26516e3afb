"""The problem and its answer as values: reviews with the host's dates, reviewers with what they can do."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from peerreview.domain.travel import Place


class Role(StrEnum):
    """What a seat is for."""

    LEAD = "lead"
    PEER = "peer"
    EXPERT = "expert"


class Kind(StrEnum):
    """What a reviewer is."""

    LEAD = "lead"
    PEER = "peer"
    EXPERT = "expert"
    SPECIALIST = "specialist"


# One lead, three peers of whom two know the set, one expert by experience.
SEATS: dict[Role, int] = {Role.LEAD: 1, Role.PEER: 3, Role.EXPERT: 1}
KNOWING_PEERS = 2
SITS: dict[Kind, tuple[Role, ...]] = {
    Kind.LEAD: (Role.LEAD, Role.PEER),
    Kind.PEER: (Role.PEER,),
    Kind.SPECIALIST: (Role.PEER,),
    Kind.EXPERT: (Role.EXPERT,),
}


class Span(NamedTuple):
    """A first day, and the first day that is not part of it any more; empty while it lasts."""

    begins: date
    ends: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether ``day`` lies in it."""
        return self.begins <= day and (self.ends is None or day < self.ends)


def without(spans: Iterable[Span], days: Collection[date]) -> tuple[Span, ...]:
    """Return the spans without some days, which are held for something else."""
    left = list(spans)
    for day in sorted(days):
        after = day + timedelta(days=1)
        cut = [(span, span.holds(day)) for span in left]
        left = [
            part
            for span, hit in cut
            for part in ((Span(span.begins, day), Span(after, span.ends)) if hit else (span,))
            if part.ends is None or part.begins < part.ends
        ]
    return tuple(left)


class Seat(NamedTuple):
    """A person in a role on the team of a review."""

    review: int
    role: Role
    reviewer: int


@dataclass(frozen=True)
class Reviewer:
    """Somebody who can be asked. ``cap`` counts the teams of this cycle, those they are on already included."""

    key: int
    kind: Kind
    organisation: int | None
    place: Place | None
    sets: frozenset[str]
    specialisms: frozenset[str]
    cap: int
    limit: int
    available: tuple[Span, ...]
    training: tuple[Span, ...]
    lead_training: tuple[Span, ...]
    clearance: tuple[Span, ...]

    def trained_for(self, role: Role, day: date) -> bool:
        """Say whether the training the role asks for is valid on the day; whoever may lead may sit as a peer."""
        spans = self.lead_training if role is Role.LEAD else (*self.training, *self.lead_training)
        return any(span.holds(day) for span in spans)


@dataclass(frozen=True)
class Review:
    """A review that needs a team: whose, where, by which set, on which of the days its host offers."""

    key: int
    organisation: int | None
    place: Place | None
    standard_set: str
    needs: frozenset[str]
    dates: tuple[date, ...]


@dataclass(frozen=True)
class Problem:
    """Everything a proposal depends on; equal problems have equal proposals.

    ``blocked`` holds pairs of reviewer and review, conflicts of person, organisation and control group already worked
    out. ``served`` says which organisation's people were on which review's service in the last two cycles, ``met`` who
    was on a team together. ``balance`` is seats given less seats received before this cycle. ``kept`` stands already.
    """

    reviews: tuple[Review, ...]
    reviewers: tuple[Reviewer, ...]
    blocked: frozenset[tuple[int, int]] = frozenset()
    served: frozenset[tuple[int, int]] = frozenset()
    met: frozenset[tuple[int, int]] = frozenset()
    balance: Mapping[int, int] = field(default_factory=dict)
    kept: tuple[Seat, ...] = ()
    refused: frozenset[tuple[int, int]] = frozenset()
    """Reviewer and review: who declined or was objected to is not proposed there again."""

    @cached_property
    def review(self) -> dict[int, Review]:
        """Reviews by key."""
        return {one.key: one for one in self.reviews}

    @cached_property
    def reviewer(self) -> dict[int, Reviewer]:
        """Reviewers by key."""
        return {one.key: one for one in self.reviewers}

    @cached_property
    def fair_share(self) -> dict[int, int]:
        """How many seats each organisation would give to be even: what it receives now, less what it is ahead."""
        received = Counter(review.organisation for review in self.reviews)
        homes = {person.organisation for person in self.reviewers if person.organisation is not None}
        whole = sum(SEATS.values())
        return {home: max(0, whole * received[home] - self.balance.get(home, 0)) for home in sorted(homes)}

    def have_met(self, one: int, other: int) -> bool:
        """Say whether two people were on a team together lately."""
        return (min(one, other), max(one, other)) in self.met


@dataclass(frozen=True)
class Proposal:
    """A day for each review that has one, and who sits where; kept seats are part of it."""

    days: Mapping[int, date]
    seats: tuple[Seat, ...]
    gap: float | None = None
    """How far at most from the best there is, as a share; None when the solver did not say."""
    finished: bool = True
    """False when the clock stopped the solver: another machine might have got further."""

    def team(self, review: int) -> list[Seat]:
        """Return the seats of one review."""
        return [seat for seat in self.seats if seat.review == review]
