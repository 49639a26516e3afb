"""Who adds evidence, opens which of it, changes it, and freezes what the team is given."""

from datetime import timedelta

import pytest

from peerreview.enums.evidence import EvidenceKind, Sensitivity
from peerreview.enums.reviews import ReviewState
from peerreview.models import EvidenceItem, Review
from peerreview.permissions import evidence
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewcasts import HOSTS, cast_of, stages, team_of
from tests.rights import hold

pytestmark = pytest.mark.django_db
RESTRICTED = "lead team_lead peer"


def item_of(review: Review, by: object, sensitivity: str = Sensitivity.ORDINARY, **more: object) -> EvidenceItem:
    return EvidenceItem.objects.create(
        review=review,
        title="Rota",
        kind=EvidenceKind.values[0],
        sensitivity=sensitivity,
        added_by=by,
        **{"added_at": NOON, **more},
    )


def test_hosts_have_their_library_and_the_team_opens_it_once_it_is_handed_in() -> None:
    review = ReviewFactory(state=ReviewState.SELF_REVIEW)
    cast = {**cast_of(review), **team_of(review)}
    staff = cast["staff"]
    rota, secret = item_of(review, staff), item_of(review, staff, Sensitivity.RESTRICTED)
    # Somebody added it and hosts no longer: what they added is closed to them with the rest.
    old = item_of(review, cast["former_lead"], Sensitivity.RESTRICTED)
    gone = item_of(review, staff, removed_at=NOON, removed_reason="It names a child.")
    hold(
        cast,
        {
            "add": (HOSTS, lambda one: evidence.can_add_evidence(one, review, NOON)),
            "open": (HOSTS, lambda one: evidence.can_open(one, rota, NOON)),
            "open what is restricted": ("lead staff", lambda one: evidence.can_open(one, secret, NOON)),
            "open what somebody added who left": ("lead", lambda one: evidence.can_open(one, old, NOON)),
            "change": (HOSTS, lambda one: evidence.can_change_item(one, rota, NOON)),
            "change what is restricted": ("lead staff", lambda one: evidence.can_change_item(one, secret, NOON)),
            "change what was taken out": ("", lambda one: evidence.can_change_item(one, gone, NOON)),
            "freeze while it is written": ("", lambda one: evidence.can_freeze(one, review, NOON)),
        },
    )
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED, submitted_at=NOON, submitted_by=staff)
    handed_in = Review.objects.get(pk=review.pk)
    rota, secret, old = (EvidenceItem.objects.get(pk=one.pk) for one in (rota, secret, old))
    everybody = f"{HOSTS} manager team_lead peer"
    hold(
        cast,
        {
            "add": ("", lambda one: evidence.can_add_evidence(one, handed_in, NOON)),
            "open": (everybody, lambda one: evidence.can_open(one, rota, NOON)),
            "open what is restricted": (f"{RESTRICTED} staff", lambda one: evidence.can_open(one, secret, NOON)),
            "open what somebody added who left": (RESTRICTED, lambda one: evidence.can_open(one, old, NOON)),
            "change": ("", lambda one: evidence.can_change_item(one, rota, NOON)),
            "freeze": ("manager", lambda one: evidence.can_freeze(one, handed_in, NOON)),
        },
    )
    manager = cast["manager"]
    assert stages(handed_in, lambda: evidence.can_freeze(manager, handed_in, NOON)) == {
        ReviewState.SUBMITTED,
        ReviewState.POSTPONED,
    }
    assert stages(handed_in, lambda: evidence.can_add_evidence(staff, handed_in, NOON)) == {
        ReviewState.SELF_REVIEW,
        ReviewState.RETURNED,
        ReviewState.ACTION_PLAN,
    }


def test_a_plan_adds_to_the_library_and_leaves_what_the_team_was_given() -> None:
    review = ReviewFactory(state=ReviewState.ACTION_PLAN, state_since=NOON - timedelta(days=7))
    cast = cast_of(review)
    lead = cast["lead"]
    assert isinstance(lead, User)
    before, since = item_of(review, lead, added_at=NOON - timedelta(days=8)), item_of(review, lead)
    secret = item_of(review, lead, Sensitivity.RESTRICTED)
    hold(
        cast,
        {
            "add": (HOSTS, lambda one: evidence.can_add_evidence(one, review, NOON)),
            "change what was given": ("", lambda one: evidence.can_change_item(one, before, NOON)),
            "change what was added since": (HOSTS, lambda one: evidence.can_change_item(one, since, NOON)),
            "change what is restricted": ("lead", lambda one: evidence.can_change_item(one, secret, NOON)),
        },
    )
