"""Who makes the network reports of a cycle: nobody who is a stranger to a member of that year."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from peerreview.permissions import aggregates
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewCycleFactory
from tests.factories.people import AffiliationFactory
from tests.factories.reviewers import ReviewerConflictFactory
from tests.factories.services import MembershipFactory, ServiceFactory
from tests.people import administrator, person
from tests.rights import Cast, hold

pytestmark = pytest.mark.django_db
# The cycle lasts from 7 September 2026 until 31 August 2027.
MEMBERSHIPS = {
    "through": {},
    "until_within": {"ends_on": date(2026, 9, 8)},
    "since_within": {"starts_on": date(2027, 8, 30)},
    "over_before": {"ends_on": date(2026, 9, 7)},
    "since_after": {"starts_on": date(2027, 8, 31)},
}


def test_who_is_tied_to_a_member_of_the_year_makes_none() -> None:
    cycle = ReviewCycleFactory()
    cast: Cast = {
        "manager": person(RoleKind.PROGRAMME_MANAGER),
        "gone": person(RoleKind.PROGRAMME_MANAGER, is_active=False),
        "administrator": administrator(),
        "somebody": person(),
        "visitor": AnonymousUser(),
        "declared": person(RoleKind.PROGRAMME_MANAGER),
        "outside": person(RoleKind.PROGRAMME_MANAGER),
        **{name: person(RoleKind.PROGRAMME_MANAGER) for name in MEMBERSHIPS},
    }
    for name, period in MEMBERSHIPS.items():
        service = ServiceFactory()
        MembershipFactory(service=service, **period)
        AffiliationFactory(person=cast[name], organisation=service.owner)
    ReviewerConflictFactory(person=cast["declared"])
    AffiliationFactory(person=cast["outside"], organisation=ServiceFactory().owner)
    able = "manager outside over_before since_after"
    hold(cast, {"make": (able, lambda one: aggregates.can_make_aggregates(one, cycle, NOON))})
