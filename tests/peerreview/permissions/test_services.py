"""Who reads the register and the record of a service, and who keeps what is said of it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from peerreview.permissions import services
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.factories.people import AffiliationFactory
from tests.factories.reviewcasts import YESTERDAY
from tests.factories.services import ServiceFactory
from tests.people import administrator, editor, person
from tests.rights import hold

pytestmark = pytest.mark.django_db


def test_the_register_has_readers_and_a_service_its_own_people() -> None:
    service, ownerless = ServiceFactory(), ServiceFactory(owner=None)
    cast = {
        "manager": person(RoleKind.PROGRAMME_MANAGER),
        "administrator": administrator(),
        "editor": editor(),
        "own": person(),
        "left": person(),
        "gone": person(is_active=False),
        "elsewhere": person(),
        "visitor": AnonymousUser(),
    }
    for name in ("own", "gone"):
        AffiliationFactory(person=cast[name], organisation=service.owner)
    AffiliationFactory(person=cast["left"], organisation=service.owner, ends_on=YESTERDAY)
    AffiliationFactory(person=cast["elsewhere"])
    readers = "manager administrator"
    hold(
        cast,
        {
            "read the register": (readers, lambda one: services.can_read_register(one, NOON)),
            "manage": ("manager", lambda one: services.can_manage_services(one, NOON)),
            "read its record": (f"{readers} own", lambda one: services.can_read_record(one, service, NOON)),
            "read what nobody owns": (readers, lambda one: services.can_read_record(one, ownerless, NOON)),
        },
    )
