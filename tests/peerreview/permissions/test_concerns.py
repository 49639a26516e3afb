"""Who raises an immediate concern, knows of it and settles it: never anybody who hosts, whatever else they are."""

from datetime import timedelta
from typing import Any

import pytest

from peerreview.enums.concerns import ConcernState, Referral
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import ImmediateConcern
from peerreview.permissions import concerns
from peerreview.permissions.observations import OPEN
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.factories.peerreviews import HostRoleFactory, ReviewFactory
from tests.factories.reviewcasts import cast_of, stages, team_of
from tests.people import person
from tests.rights import hold

pytestmark = pytest.mark.django_db


def raised(by: Any, **more: object) -> ImmediateConcern:
    review, due = more.pop("review"), NOON + timedelta(days=1)
    return ImmediateConcern.objects.create(
        review=review, text="A door is locked.", raised_by=by, raised_at=NOON, due_at=due, **more
    )


def test_the_team_and_who_runs_the_review_raise_and_everybody_who_knows_settles() -> None:
    review = ReviewFactory(state=ReviewState.DRAFTING)
    both = [person(RoleKind.SAFEGUARDING_LEAD) for _one in range(2)]
    cast = {**cast_of(review), **team_of(review), **dict(zip(("safeguarding", "host_safeguarding"), both, strict=True))}
    HostRoleFactory(service=review.service, person=cast["host_safeguarding"], kind=HostKind.STAFF)
    concern = raised(cast["peer"], review=review)
    settled = raised(
        cast["peer"],
        review=review,
        state=ConcernState.REFERRED,
        referred_to=Referral.values[0],
        settled_by=cast["peer"],
        settled_at=NOON,
    )
    know = "manager safeguarding team_lead peer"
    hold(
        cast,
        {
            "raise": ("manager team_lead peer", lambda one: concerns.can_raise_concern(one, review, NOON)),
            "know": (know, lambda one: concerns.can_know_concern(one, concern, NOON)),
            "settle": (know, lambda one: concerns.can_settle_concern(one, concern, NOON)),
            "know what is settled": (know, lambda one: concerns.can_know_concern(one, settled, NOON)),
            "settle twice": ("", lambda one: concerns.can_settle_concern(one, settled, NOON)),
            "watch": (
                "manager tied_manager host_manager safeguarding host_safeguarding",
                lambda one: concerns.can_watch_concerns(one, NOON),
            ),
        },
    )
    assert stages(review, lambda: concerns.can_raise_concern(cast["peer"], review, NOON)) == OPEN
