"""Reviews whose visit is arranged, with team and timetable, for tests."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from peerreview.actions.timetables import begin_timetable
from peerreview.actions.visits import answer_days
from peerreview.domain.teams import SAID_YES
from peerreview.enums.reviewers import ReviewerKind
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.enums.visits import Coming
from peerreview.models import Review, TeamSeat, Timetable
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewers import DAYS, ROLES, reviewers, with_team
from tests.people import person
from tests.remembering import remembered

# Noon of the day on which the visit is.
VISITED = NOON.replace(year=DAYS[0].year, month=DAYS[0].month, day=DAYS[0].day)
AFTER = VISITED + timedelta(days=1)


@remembered
def arranged(*, state: ReviewState = ReviewState.SCHEDULED, lead: User | None = None) -> Review:
    """Return a review whose team of five is confirmed for the first of the three days."""
    review: Review = ReviewFactory(state=state, lead=lead or person(name="Host lead"))
    kinds = [ReviewerKind.EXPERT if role == "expert" else ReviewerKind(role) for role in ROLES]
    with_team(review, reviewers(kinds), state=SeatState.CONFIRMED)
    return Review.objects.select_related("visit", "team", "service__region", "cycle", "edition__set").get(pk=review.pk)


@remembered
def answered(review: Review, *, at: datetime = NOON, cannot: dict[int, Collection[date]] | None = None) -> None:
    """Let everybody with a seat say that they can come on every day, but on those of ``cannot``, by seat."""
    review = Review.objects.select_related("visit", "team", "service", "cycle").get(pk=review.pk)
    off = cannot or {}
    for seat in TeamSeat.objects.filter(team__review=review, state__in=SAID_YES).select_related("person"):
        if seat.person is not None:
            gone = off.get(seat.number, ())
            coming = {day: Coming.CANNOT if day in gone else Coming.CAN for day in review.visit.days}
            answer_days(review=review, coming=coming, by=seat.person, at=at)


def seated(review: Review, number: int) -> User:
    """Return who has a seat."""
    seat = TeamSeat.objects.select_related("person").get(team__review=review, number=number)
    assert seat.person is not None
    return seat.person


@remembered
def planned(review: Review) -> Timetable:
    """Give a review the default day."""
    return begin_timetable(review=review, by=seated(review, 1), at=NOON)
