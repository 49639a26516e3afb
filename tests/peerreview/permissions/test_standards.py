"""Who writes, publishes and imports standards: one office."""

import pytest
from django.contrib.auth.models import AnonymousUser

from peerreview.permissions import standards
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.people import ROLES, person
from tests.rights import hold

pytestmark = pytest.mark.django_db


def test_standards_are_the_programme_managers() -> None:
    roles = {role: person(role) for role in RoleKind.values}
    cast = {**roles, "member": person(), "visitor": AnonymousUser()}
    cast["gone"] = person(RoleKind.PROGRAMME_MANAGER, is_active=False)
    assert set(ROLES) <= cast.keys()
    hold(
        cast,
        {
            "write": (RoleKind.PROGRAMME_MANAGER, lambda one: standards.can_write_standards(one, NOON)),
            "publish": (RoleKind.PROGRAMME_MANAGER, lambda one: standards.can_publish_edition(one, NOON)),
            "import": (RoleKind.PROGRAMME_MANAGER, lambda one: standards.can_import_standards(one, NOON)),
        },
    )
