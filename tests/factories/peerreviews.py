"""Cycles, hosts, control groups and reviews at any stage for tests.

``ReviewFactory(state=ReviewState.SUBMITTED)`` stands there as if everything before had happened: with what the database
insists on and the deadlines of its clock. ``ReviewFactory(lead=person)`` gives it a host lead.
"""

from datetime import date, timedelta
from typing import Any

import factory

from peerreview.actions.deadlines import keep_awaited
from peerreview.domain.reviewclock import ClockRules, first_deadlines
from peerreview.enums.hosts import HostKind
from peerreview.enums.profiles import Therapy
from peerreview.enums.reviews import DeadlineKind, ReviewKind, ReviewState
from peerreview.models import (
    ControlGroup,
    ControlGroupMembership,
    Deadline,
    DeadlineExtension,
    HostRole,
    PracticeProfile,
    Review,
    ReviewCycle,
    StandardSetEdition,
)
from tests.conftest import NOON
from tests.factories.people import LONG_AGO, HistoryFactory, OrganisationFactory, UserFactory
from tests.factories.services import ServiceFactory
from tests.factories.standards import published_edition
from tests.remembering import remembered

BEFORE_SUBMISSION = {ReviewState.PLANNED, ReviewState.SELF_REVIEW, ReviewState.CANCELLED}
AFTER_VISIT = (
    set(ReviewState)
    - BEFORE_SUBMISSION
    - {
        ReviewState.SUBMITTED,
        ReviewState.RETURNED,
        ReviewState.SCHEDULED,
        ReviewState.POSTPONED,
    }
)


@remembered
def edition_in_force(code: str = "small") -> StandardSetEdition:
    """Return the edition of a small set that is in force, made when there is none."""
    found = StandardSetEdition.objects.filter(set__code=code, state="published").first()
    return found or published_edition(code=code)


class ReviewCycleFactory(HistoryFactory):
    """The year 2026–27, open since September."""

    class Meta:
        model = ReviewCycle

    label = factory.Sequence(lambda n: f"2026-27-{n}")
    title = factory.LazyAttribute(lambda cycle: f"Cycle {cycle.label}")
    opens_on = date(2026, 9, 7)
    closes_on = date(2027, 8, 31)


class HostRoleFactory(HistoryFactory):
    """Somebody is host lead since long ago."""

    class Meta:
        model = HostRole

    service = factory.SubFactory(ServiceFactory, member=True)
    person = factory.SubFactory(UserFactory)
    kind = HostKind.LEAD
    starts_on = LONG_AGO


class ReviewFactory(HistoryFactory):
    """A full review of a member service, planned; with another ``state`` it stands there."""

    class Meta:
        model = Review

    # Taken out again before the row is made.
    lead = None
    deadlines = True
    service = factory.SubFactory(ServiceFactory, member=True)
    cycle = factory.SubFactory(ReviewCycleFactory)
    kind = ReviewKind.FULL
    edition = factory.LazyFunction(edition_in_force)
    clock_from = factory.SelfAttribute("cycle.opens_on")
    state_since = NOON - timedelta(days=7)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        lead, deadlines = kwargs.pop("lead", None), kwargs.pop("deadlines", True)
        state = ReviewState(kwargs.setdefault("state", ReviewState.PLANNED))
        if lead is not None:
            HostRoleFactory(service=kwargs["service"], person=lead)
        if state not in BEFORE_SUBMISSION:
            kwargs.setdefault("submitted_at", kwargs["state_since"])
            kwargs.setdefault("submitted_by", lead or UserFactory())
        if state == ReviewState.RETURNED:
            kwargs.setdefault("returned_reason", "Section 4 has no evidence at all.")
        if state == ReviewState.POSTPONED:
            kwargs.setdefault("postponed_reason", "The manager is ill.")
            kwargs.setdefault("postponed_until", date(2027, 3, 1))
        if state == ReviewState.CANCELLED:
            kwargs.setdefault("cancelled_reason", "The home closes in spring.")
        review = super()._create(model_class, *args, **kwargs)
        if deadlines:
            _wind(review, state)
        return review


def _wind(review: Review, state: ReviewState) -> None:
    """Give a review the deadlines it would have, those that are behind it done."""
    for kind, due_on in first_deadlines(review.clock_from, ReviewKind(review.kind), ClockRules(), ()).items():
        handed_in = kind == DeadlineKind.SELF_REVIEW and state not in BEFORE_SUBMISSION | {ReviewState.RETURNED}
        done = handed_in or state in AFTER_VISIT
        DeadlineFactory(review=review, kind=kind, due_on=due_on, done_at=review.state_since if done else None)


class DeadlineFactory(HistoryFactory):
    """The self-review is due in the first days of November."""

    class Meta:
        model = Deadline

    review = factory.SubFactory(ReviewFactory, deadlines=False)
    kind = DeadlineKind.SELF_REVIEW
    due_on = date(2026, 11, 2)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        deadline = super()._create(model_class, *args, **kwargs)
        keep_awaited(review=deadline.review, by=None, reason="A deadline was made", at=NOON)
        return deadline


class DeadlineExtensionFactory(HistoryFactory):
    """Two weeks more."""

    class Meta:
        model = DeadlineExtension

    deadline = factory.SubFactory(DeadlineFactory)
    from_on = factory.SelfAttribute("deadline.due_on")
    to_on = factory.LazyAttribute(lambda row: row.from_on + timedelta(days=14))
    reason = "Half the adults have flu."
    by = factory.SubFactory(UserFactory)
    at = NOON


class ControlGroupFactory(HistoryFactory):
    """A holding."""

    class Meta:
        model = ControlGroup

    name = factory.Sequence(lambda n: f"Harbour Holdings {n}")


class ControlGroupMembershipFactory(HistoryFactory):
    """An organisation is under a holding's control since long ago."""

    class Meta:
        model = ControlGroupMembership

    organisation = factory.SubFactory(OrganisationFactory)
    group = factory.SubFactory(ControlGroupFactory)
    starts_on = LONG_AGO


class PracticeProfileFactory(HistoryFactory):
    """The first version, not published."""

    class Meta:
        model = PracticeProfile

    service = factory.SubFactory(ServiceFactory, member=True)
    n = 1
    practice_model = "A small house with the same adults."
    therapy = Therapy.IN_HOUSE
    written_by = factory.SubFactory(UserFactory)
    written_at = NOON
