"""Whether a member is reviewed in a cycle, by which kinds of review, and from which day their clocks count."""

from dataclasses import dataclass
from datetime import date, timedelta

from peerreview.domain.reviewclock import ClockRules
from peerreview.domain.reviews import KIND_OF_TRACK
from peerreview.enums.reviews import PassedOver, ReviewKind
from peerreview.enums.services import Track


@dataclass(frozen=True)
class Member:
    """What is asked of a member."""

    track: Track
    joined_on: date
    leaves_on: date | None
    has_edition: bool
    reviewed_as: frozenset[ReviewKind]
    """The kinds of review it has in the cycle already."""


@dataclass(frozen=True)
class Planned:
    """A member is reviewed in this way, its clock counted from that day."""

    kind: ReviewKind
    clock_from: date


def plan_member(member: Member, *, opens_on: date, closes_on: date, today: date) -> Planned | PassedOver:
    """Say how a member is reviewed, or why it is not.

    Who joins while the cycle runs begins with a review counted from joining; who is planned late is not late
    already: nothing counts from before the day it is planned.
    """
    kind = KIND_OF_TRACK.get(member.track)
    if kind is None:
        return PassedOver.ASSOCIATE
    if kind in member.reviewed_as:
        return PassedOver.ALREADY
    if not member.has_edition:
        return PassedOver.NO_EDITION
    clock_from = max(opens_on, member.joined_on, today)
    if clock_from >= closes_on:
        return PassedOver.TOO_LATE
    if member.leaves_on is not None and member.leaves_on <= clock_from + timedelta(days=1):
        return PassedOver.LEAVES
    return Planned(kind, clock_from)


def plan_interim(due: date, rules: ClockRules, *, opens_on: date, closes_on: date, today: date) -> date | None:
    """Return from when the clock of an interim review counts, or None where it belongs to a later cycle.

    Counted back from ``due``, so that a visit on the last day of its window is in time. One that is overdue, or for
    which the cycle opens too late, begins at once.
    """
    if due >= closes_on:
        return None
    weeks = rules.self_review_weeks + rules.visit_to_weeks
    clock_from = max(due - timedelta(weeks=weeks), opens_on, today)
    return clock_from if clock_from < closes_on else None
