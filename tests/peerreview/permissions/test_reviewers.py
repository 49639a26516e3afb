"""Who keeps the directory of reviewers, and what of one of them is read and entered by whom."""

import pytest
from django.contrib.auth.models import AnonymousUser

from peerreview.permissions import reviewers
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.factories.reviewers import ReviewerFactory
from tests.people import administrator, person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db


def test_the_directory_is_the_managers_and_nobody_enters_their_own_checks() -> None:
    cast: dict[str, Person] = {
        "own": person(RoleKind.REVIEWER),
        "other": person(RoleKind.REVIEWER),
        "unroled": person(),
        "gone": person(is_active=False),
        "manager": person(RoleKind.PROGRAMME_MANAGER),
        "reviewing_manager": person(RoleKind.PROGRAMME_MANAGER),
        "administrator": administrator(),
        "somebody": person(),
        "visitor": AnonymousUser(),
    }
    profiles = {
        name: ReviewerFactory(person=cast[name], ready=False)
        for name in ("own", "unroled", "gone", "reviewing_manager")
    }
    own, managers = profiles["own"], profiles["reviewing_manager"]
    both = "manager reviewing_manager"
    hold(
        cast,
        {
            "keep the directory": (both, lambda one: reviewers.can_keep_reviewers(one, NOON)),
            "record checks": (both, lambda one: reviewers.can_record_checks(one, own, NOON)),
            "record a manager's": ("manager", lambda one: reviewers.can_record_checks(one, managers, NOON)),
            # With the role before there is a profile, with a profile when the role has ended: never once they are gone.
            "have a page": ("own other unroled reviewing_manager", lambda one: reviewers.can_review(one, NOON)),
            "keep a profile": (f"{both} own", lambda one: reviewers.can_keep_own(one, own, NOON)),
            "read clearances": (f"{both} own", lambda one: reviewers.can_read_clearance(one, own, NOON)),
        },
    )
