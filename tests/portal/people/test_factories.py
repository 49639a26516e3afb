"""The rows other tests stand on."""

import pytest

from portal.people.models import LocalAuthority, Region
from portal.people.permissions.roles import roles_of
from tests.factories.people import (
    PASSWORD,
    AffiliationFactory,
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
    region,
)
from tests.people import ROLES, administrator, browser_of, editor, person

pytestmark = pytest.mark.django_db


def test_regions_stand_after_migrating_with_their_history():
    assert [r.short for r in Region.objects.all()] == ["NE", "NW", "YH", "EM", "WM", "EE", "LDN", "SE", "SW", "WAL"]
    assert region("NW").code == "E12000002"
    assert region("WAL").history.get().history_change_reason


def test_factories_make_rows_with_a_reason_in_their_history():
    user = UserFactory(name="Ó Brien")
    rows = [user, AffiliationFactory(), RoleGrantFactory(), OrganisationFactory(of_an_authority=True)]
    assert {row.history.latest().history_change_reason for row in rows} == {"Made for a test"}
    assert user.check_password(PASSWORD)
    assert LocalAuthority.objects.count() == 1


def test_cast_holds_its_roles(noon):
    assert roles_of(administrator(), noon) == {"administrator"}
    assert roles_of(editor(), noon) == {"editor"}
    assert roles_of(person(), noon) == frozenset()
    assert all(browser_of(role) for role in ROLES)
