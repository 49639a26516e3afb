"""The daily check finds each thing about teams that must never be; here each is planted past the actions."""

from collections.abc import Callable
from datetime import date

import pytest

from peerreview.enums.conflicts import ConflictState
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import Availability, Clearance, ReviewerProfile, Team
from peerreview.queries.teamchecks import findings
from portal.history.writing import delete_with_history, save_with_history
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewCycleFactory, ReviewFactory
from tests.factories.people import LocalAuthorityFactory
from tests.factories.reviewers import ReviewerConflictFactory, reviewers, with_team
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db


def whole(state: SeatState = SeatState.CONFIRMED) -> tuple[Team, list[ReviewerProfile]]:
    people = reviewers()
    return with_team(ReviewFactory(), people, state=state), people


def test_team_in_order_is_not_complained_of() -> None:
    whole()
    assert list(findings(NOON)) == []


def conflict() -> None:
    team, people = whole()
    ReviewerConflictFactory(person=people[1].person, service=team.review.service)


def not_whole() -> None:
    team = with_team(ReviewFactory(), reviewers()[:4], state=SeatState.CONFIRMED)
    assert team.confirmed_at


def accepted_only() -> None:
    team, _people = whole(SeatState.ACCEPTED)
    team.confirmed_at = NOON
    save_with_history(team, by=None, reason="Planted", at=NOON)


def twice_a_day() -> None:
    cycle, people = ReviewCycleFactory(), reviewers()
    for _ in range(2):
        with_team(ReviewFactory(cycle=cycle), people)


def above_the_cap() -> None:
    _team, people = whole()
    people[1].cap = 0
    save_with_history(people[1], by=None, reason="Planted", at=NOON)


def of_one_organisation() -> None:
    _team, people = whole()
    people[1].home_service = people[2].home_service
    save_with_history(people[1], by=None, reason="Planted", at=NOON)


def of_the_place() -> None:
    team, people = whole()
    home = people[1].home_service
    assert home is not None
    authority = LocalAuthorityFactory()
    for service in (home, team.review.service):
        service.authority = authority
        save_with_history(service, by=None, reason="Planted", at=NOON)


def each_other() -> None:
    team, people = whole()
    home = people[1].home_service
    back = reviewers()
    back[1].home_service = team.review.service
    save_with_history(back[1], by=None, reason="Planted", at=NOON)
    with_team(ReviewFactory(cycle=team.review.cycle, service=home), back)


def again() -> None:
    """The service was visited last year by somebody of the same organisation, who is not on the team now."""
    team, people = whole()
    earlier = ReviewCycleFactory(opens_on=date(2025, 9, 8), closes_on=date(2026, 8, 31))
    before = reviewers()
    owner = people[1].home_service.owner  # type: ignore[union-attr]
    before[1].home_service = ServiceFactory(member=True, owner=owner)
    save_with_history(before[1], by=None, reason="Planted", at=NOON)
    last = ReviewFactory(cycle=earlier, service=team.review.service, state=ReviewState.CLOSED, deadlines=False)
    with_team(last, before, state=SeatState.ATTENDED)


def not_cleared() -> None:
    _team, people = whole()
    delete_with_history(Clearance.objects.get(profile=people[1]), by=None, reason="Planted", at=NOON)


def not_free() -> None:
    _team, people = whole()
    delete_with_history(Availability.objects.get(profile=people[1]), by=None, reason="Planted", at=NOON)


def waived_by_nobody() -> None:
    ReviewerConflictFactory(state=ConflictState.WAIVED)


@pytest.mark.parametrize(
    ("plant", "number"),
    [
        (conflict, "10"),
        (not_whole, "11"),
        (accepted_only, "11"),
        (not_free, "11"),
        (of_the_place, "12"),
        (each_other, "15"),
        (again, "15"),
        (twice_a_day, "13"),
        (above_the_cap, "13"),
        (of_one_organisation, "14"),
        (not_cleared, "16"),
        (waived_by_nobody, "18"),
    ],
)
def test_what_must_never_be_is_found(plant: Callable[[], None], number: str) -> None:
    plant()
    found = list(findings(NOON))
    assert found
    assert {finding.partition(":")[0] for finding in found} == {number}, found
