"""Who may do what in a review, as one table."""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from peerreview.domain.reviews import ALLOWED
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import Review
from peerreview.permissions import control, profiles, reviews
from portal.people.models import User
from tests.factories.peerreviews import ControlGroupMembershipFactory, HostRoleFactory, ReviewFactory
from tests.factories.people import AffiliationFactory
from tests.factories.reviewcasts import stages
from tests.factories.services import ServiceFactory
from tests.people import person

pytestmark = pytest.mark.django_db
STAGES = (ReviewState.PLANNED, ReviewState.SELF_REVIEW, ReviewState.SUBMITTED)
# sees · begins a planned one · hands in one that is written · returns what was handed in · writes the profile · control
TABLE = {
    "host lead": "yes yes yes no yes no",
    "host staff": "yes no no no no no",
    "host of another": "no no no no no no",
    "former host": "no no no no no no",
    "manager": "yes yes no yes no yes",
    "conflicted manager": "no no no no no yes",
    "hosting manager": "yes yes yes no yes yes",
    "administrator": "no no no no no yes",
    "reviewer": "no no no no no no",
    "somebody": "no no no no no no",
    "visitor": "no no no no no no",
}


def cast(role: str, review: Review) -> User | AnonymousUser:
    if role == "visitor":
        return AnonymousUser()
    roles = {"administrator": ["administrator"], "reviewer": ["reviewer"]}.get(role, [])
    if "manager" in role:
        roles = ["programme_manager"]
    who = person(*roles)
    if role in ("host lead", "hosting manager"):
        HostRoleFactory(service=review.service, person=who)
    elif role == "host staff":
        HostRoleFactory(service=review.service, person=who, kind=HostKind.STAFF)
    elif role == "host of another":
        HostRoleFactory(person=who)
    elif role == "former host":
        HostRoleFactory(service=review.service, person=who, ends_on=date(2026, 11, 2))
    elif role == "conflicted manager":
        AffiliationFactory(person=who, organisation=review.service.owner)
    return who


@pytest.mark.parametrize("role", TABLE)
def test_everybody_may_exactly_what_the_table_says(role: str, noon: datetime) -> None:
    service = ServiceFactory(member=True)
    planned, written, submitted = (ReviewFactory(service=service, state=state) for state in STAGES)
    who = cast(role, planned)
    may = [
        Review.objects.visible_to(who, noon).filter(pk=planned.pk).exists(),
        reviews.can_start_self_review(who, planned, noon),
        reviews.can_submit(who, written, noon),
        reviews.can_move(who, submitted, ReviewState.RETURNED, noon),
        profiles.can_write_profile(who, service, noon),
        control.can_keep_control(who, noon),
    ]
    assert " ".join("yes" if one else "no" for one in may) == TABLE[role]


def test_each_stage_lets_begin_hand_in_and_move_only_what_it_is_about(noon: datetime) -> None:
    lead, manager = person(), person("programme_manager")
    review = ReviewFactory()
    HostRoleFactory(service=review.service, person=lead)
    assert stages(review, lambda: reviews.can_start_self_review(lead, review, noon)) == {ReviewState.PLANNED}
    assert stages(review, lambda: reviews.can_submit(lead, review, noon)) == {
        ReviewState.SELF_REVIEW,
        ReviewState.RETURNED,
    }
    for to in ReviewState:
        leads_there = {state for state, onward in ALLOWED.items() if to in onward}
        assert stages(review, lambda to=to: reviews.can_move(manager, review, to, noon)) == leads_there
        assert stages(review, lambda to=to: reviews.can_move(lead, review, to, noon)) == set()


@pytest.mark.parametrize(
    ("ends_on", "strange"),
    [(None, True), (date(2021, 11, 3), True), (date(2021, 11, 2), False), (date(2020, 6, 1), False)],
)
def test_who_worked_there_stays_a_stranger_for_five_years(ends_on: date | None, strange: bool, noon: datetime) -> None:
    review, who = ReviewFactory(), person("programme_manager")
    AffiliationFactory(person=who, organisation=review.service.owner, ends_on=ends_on)
    assert reviews.is_stranger(who, review, noon) is strange
    assert Review.objects.visible_to(who, noon).exists() is not strange
    assert reviews.can_manage_review(who, review, noon) is not strange


def test_the_control_group_of_the_owner_counts_while_it_lasts(noon: datetime) -> None:
    review, who = ReviewFactory(), person("programme_manager")
    held = ControlGroupMembershipFactory(organisation=review.service.owner)
    sister = ControlGroupMembershipFactory(group=held.group, ends_on=date(2026, 11, 2))
    AffiliationFactory(person=who, organisation=sister.organisation)
    assert not reviews.is_stranger(who, review, noon)
    assert reviews.is_stranger(who, review, datetime(2026, 11, 1, 12, tzinfo=noon.tzinfo))


def test_a_visitor_is_always_a_stranger(noon: datetime) -> None:
    assert reviews.is_stranger(AnonymousUser(), ReviewFactory(), noon)
