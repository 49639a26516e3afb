"""Who reads a service's workbook, and who writes in it until it is handed in."""

import pytest

from peerreview.domain.reviews import BEING_WRITTEN
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import Review
from peerreview.permissions import selfassessments
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewcasts import HOSTS, TEAM, cast_of, stages, team_of
from tests.rights import hold

pytestmark = pytest.mark.django_db


def test_hosts_write_while_it_is_open_and_others_read_what_was_handed_in() -> None:
    review = ReviewFactory(state=ReviewState.SELF_REVIEW)
    cast = {**cast_of(review), **team_of(review)}
    lead = cast["lead"]
    assert isinstance(lead, User)
    hold(
        cast,
        {
            "host as staff": (
                "staff host_manager",
                lambda one: selfassessments.hosts_as(one, review, NOON) is HostKind.STAFF,
            ),
            "host as lead": ("lead", lambda one: selfassessments.hosts_as(one, review, NOON) is HostKind.LEAD),
            "read": (HOSTS, lambda one: selfassessments.can_read_workbook(one, review, NOON)),
            "write": (HOSTS, lambda one: selfassessments.can_write_workbook(one, review, NOON)),
            "say why not heard": ("lead", lambda one: selfassessments.can_say_why_not_heard(one, review, NOON)),
            "withdraw words": (HOSTS, lambda one: selfassessments.can_withdraw_words(one, review, NOON)),
        },
    )
    assert stages(review, lambda: selfassessments.can_write_workbook(lead, review, NOON)) == BEING_WRITTEN
    assert stages(review, lambda: selfassessments.can_say_why_not_heard(lead, review, NOON)) == BEING_WRITTEN
    assert stages(review, lambda: selfassessments.can_withdraw_words(lead, review, NOON)) == set(ReviewState)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED, submitted_at=NOON, submitted_by=lead)
    handed_in = Review.objects.get(pk=review.pk)
    hold(
        cast,
        {
            "read": (f"{HOSTS} manager {TEAM}", lambda one: selfassessments.can_read_workbook(one, handed_in, NOON)),
            "write": ("", lambda one: selfassessments.can_write_workbook(one, handed_in, NOON)),
            "say why not heard": ("", lambda one: selfassessments.can_say_why_not_heard(one, handed_in, NOON)),
            "withdraw words": (HOSTS, lambda one: selfassessments.can_withdraw_words(one, handed_in, NOON)),
        },
    )
