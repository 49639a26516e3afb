"""Who asks young people and staff about a review, before its visit and once its plan is followed."""

import pytest

from peerreview.domain.reviews import BEFORE_VISIT
from peerreview.enums.reviews import ReviewState
from peerreview.permissions import campaigns
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewcasts import cast_of, stages
from tests.rights import hold

pytestmark = pytest.mark.django_db


def test_whoever_runs_the_review_asks_and_nobody_else() -> None:
    planned = ReviewFactory()
    followed = ReviewFactory(service=planned.service, state=ReviewState.ACTION_PLAN)
    nothing = followed.pk + 1000
    hold(
        cast_of(planned),
        {
            "ask before the visit": ("manager", lambda one: campaigns.can_ask_before(one, planned, NOON)),
            "ask before it after it": ("", lambda one: campaigns.can_ask_before(one, followed, NOON)),
            "ask after": ("manager", lambda one: campaigns.can_ask_after(one, followed, NOON)),
            "ask after too early": ("", lambda one: campaigns.can_ask_after(one, planned, NOON)),
            # What voices asks, which knows a review by its key.
            "look after": ("manager", lambda one: campaigns.keeps(planned.pk, one, NOON)),
            "look after what followed": ("manager", lambda one: campaigns.keeps(followed.pk, one, NOON)),
            "look after nothing": ("", lambda one: campaigns.keeps(nothing, one, NOON)),
            "begin": ("manager", lambda one: campaigns.may_ask(planned.pk, one, NOON)),
            "begin late": ("", lambda one: campaigns.may_ask(followed.pk, one, NOON)),
            "begin about nothing": ("", lambda one: campaigns.may_ask(nothing, one, NOON)),
            "begin afterwards": ("manager", lambda one: campaigns.may_ask_after(followed.pk, one, NOON)),
            "begin afterwards too early": ("", lambda one: campaigns.may_ask_after(planned.pk, one, NOON)),
            "begin afterwards about nothing": ("", lambda one: campaigns.may_ask_after(nothing, one, NOON)),
        },
    )


def test_each_stage_is_asked_about_before_the_visit_or_while_its_plan_is_followed() -> None:
    review = ReviewFactory()
    manager = cast_of(review)["manager"]
    assert stages(review, lambda: campaigns.can_ask_before(manager, review, NOON)) == BEFORE_VISIT
    assert stages(review, lambda: campaigns.can_ask_after(manager, review, NOON)) == {ReviewState.ACTION_PLAN}
