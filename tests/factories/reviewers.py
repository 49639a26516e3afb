"""Reviewers, conflicts, visits and teams for tests.

``ReviewerFactory(kind=…)`` is trained, cleared and free all year; ``ready=False`` leaves all three out. ``reviewers()``
makes enough for a whole team, each of another organisation. ``with_team(review)`` seats them.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import factory

from peerreview.enums.conflicts import ConflictKind, ConflictSource, ConflictState
from peerreview.enums.reviewers import ClearanceKind, ReviewerKind, TrainingKind, TravelLimit
from peerreview.enums.teams import SeatState
from peerreview.models import (
    Availability,
    Clearance,
    Review,
    ReviewerConflict,
    ReviewerProfile,
    ReviewerTraining,
    Team,
    TeamSeat,
    Visit,
)
from portal.history.writing import save_with_history
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.people import BEGAN, LONG_AGO, HistoryFactory, UserFactory, region
from tests.factories.services import ServiceFactory
from tests.remembering import remembered

DAYS = (date(2027, 2, 2), date(2027, 2, 10), date(2027, 2, 18))
ROLES = ("lead", "peer", "peer", "peer", "expert")
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2028, 1, 1)}


class ReviewerFactory(HistoryFactory):
    """A peer who knows the small set, of a home of their own organisation."""

    class Meta:
        model = ReviewerProfile

    # Taken out again before the row is made.
    ready = True
    person = factory.SubFactory(UserFactory, roles=["reviewer"])
    kind = ReviewerKind.PEER
    home_service = factory.SubFactory(ServiceFactory, member=True)
    region = factory.LazyFunction(region)
    sets_known = factory.LazyFunction(lambda: ["small"])
    cap = 3
    travel_limit = TravelLimit.ANYWHERE

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        ready = kwargs.pop("ready", True)
        profile = super()._create(model_class, *args, **kwargs)
        if ready:
            kinds = [TrainingKind.REVIEWER, *([TrainingKind.LEAD] if profile.kind == ReviewerKind.LEAD else [])]
            rows: list[Any] = [ReviewerTraining(profile=profile, kind=kind, starts_on=LONG_AGO) for kind in kinds]
            rows.append(Clearance(profile=profile, kind=ClearanceKind.ENHANCED, seen_by=UserFactory(), **YEAR))
            rows.append(Availability(profile=profile, **YEAR))
            for row in rows:
                save_with_history(row, by=None, reason="Made for a test", at=BEGAN)
        return profile


class ReviewerConflictFactory(HistoryFactory):
    """Somebody declared a tie to a service."""

    class Meta:
        model = ReviewerConflict

    person = factory.SubFactory(UserFactory)
    service = factory.SubFactory(ServiceFactory, member=True)
    kind = ConflictKind.COMPETES
    source = ConflictSource.REVIEWER
    state = ConflictState.DECLARED
    declared_by = factory.SelfAttribute("person")
    declared_at = NOON


class VisitFactory(HistoryFactory):
    """Three days in February."""

    class Meta:
        model = Visit

    review = factory.SubFactory(ReviewFactory)
    first_on, second_on, third_on = DAYS
    offered_by = factory.SubFactory(UserFactory)
    offered_at = NOON


@remembered
def reviewers(kinds: Sequence[str] = ROLES, **more: Any) -> list[ReviewerProfile]:
    """Make a reviewer of each kind."""
    return [ReviewerFactory(kind=kind, **more) for kind in kinds]


@remembered
def with_team(
    review: Review, people: Sequence[ReviewerProfile] | None = None, *, state: SeatState = SeatState.ACCEPTED
) -> Team:
    """Give a review a day and a team whose seats all stand at ``state``, past the actions."""
    people = reviewers() if people is None else people
    visit = Visit.objects.filter(review=review).first() or VisitFactory(review=review)
    visit.confirmed_on, visit.confirmed_by = DAYS[0], visit.offered_by
    save_with_history(visit, by=None, reason="Made for a test", at=NOON)
    confirmed = NOON if state in (SeatState.CONFIRMED, SeatState.ATTENDED) else None
    team = Team(review=review, shown_at=NOON - timedelta(days=3), confirmed_at=confirmed)
    save_with_history(team, by=None, reason="Made for a test", at=NOON)
    for number, role in enumerate(ROLES, start=1):
        person = people[number - 1].person if number <= len(people) else None
        seat = TeamSeat(
            team=team,
            role=role,
            number=number,
            person=person,
            state=state if person else SeatState.OPEN,
            since=NOON,
        )
        save_with_history(seat, by=None, reason="Made for a test", at=NOON)
    return team
