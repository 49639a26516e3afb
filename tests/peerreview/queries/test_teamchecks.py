"""The daily check finds each thing about teams that must never be; here each is planted past the actions."""

from collections.abc import Callable

import pytest

from peerreview.enums.conflicts import ConflictState
from peerreview.enums.teams import SeatState
from peerreview.models import Availability, Clearance, ReviewerProfile, Team
from peerreview.queries.teamchecks import findings
from portal.history.writing import delete_with_history, save_with_history
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewCycleFactory, ReviewFactory
from tests.factories.reviewers import ReviewerConflictFactory, reviewers, with_team

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
