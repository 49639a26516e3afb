from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from peerreview.actions.hosts import end_host, name_host
from peerreview.enums.hosts import HostKind
from peerreview.models import HostRole, Service
from peerreview.permissions.hosts import host_kind, is_host, is_host_lead
from portal.people.models import User
from portal.people.refusals import Refused
from tests.factories.peerreviews import HostRoleFactory
from tests.factories.services import ServiceFactory
from tests.people import person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)


@pytest.fixture
@remembered
def service() -> Service:
    row: Service = ServiceFactory(member=True)
    return row


def named(service: Service, who: User, kind: HostKind, by: User, at: datetime, on: date = TODAY) -> HostRole:
    return name_host(service=service, person=who, kind=kind, starts_on=on, reason="Asked by letter", by=by, at=at)


def test_the_manager_names_a_lead_and_the_lead_names_staff(service: Service, noon: datetime) -> None:
    manager, lead, staff = person("programme_manager"), person(), person()
    named(service, lead, HostKind.LEAD, manager, noon)
    named(service, staff, HostKind.STAFF, lead, noon)
    assert (is_host_lead(lead, service, noon), is_host_lead(staff, service, noon)) == (True, False)
    assert is_host(staff, service, noon)
    assert not is_host(staff, ServiceFactory(), noon)


def test_nobody_makes_a_lead_but_the_manager(service: Service, noon: datetime) -> None:
    lead, staff = HostRoleFactory(service=service).person, HostRoleFactory(service=service, kind=HostKind.STAFF).person
    for by in (lead, staff, person("administrator"), person()):
        with pytest.raises(PermissionDenied):
            named(service, person(), HostKind.LEAD, by, noon)
    with pytest.raises(PermissionDenied):
        named(service, person(), HostKind.STAFF, staff, noon)


def test_a_lead_cannot_make_another_lead_staff(service: Service, noon: datetime) -> None:
    lead, other = HostRoleFactory(service=service).person, HostRoleFactory(service=service).person
    with pytest.raises(PermissionDenied):
        named(service, other, HostKind.STAFF, lead, noon)
    assert is_host_lead(other, service, noon)


def test_a_new_role_ends_the_other_on_its_day(service: Service, noon: datetime) -> None:
    manager, who = person("programme_manager"), person()
    named(service, who, HostKind.STAFF, manager, noon, TODAY - timedelta(days=30))
    named(service, who, HostKind.LEAD, manager, noon)
    assert host_kind(who, service, noon - timedelta(days=1)) is HostKind.STAFF
    assert host_kind(who, service, noon) is HostKind.LEAD
    with pytest.raises(Refused, match="already"):
        named(service, who, HostKind.LEAD, manager, noon)


def test_hosting_ends_on_a_day_and_once(service: Service, noon: datetime) -> None:
    role = HostRoleFactory(service=service)
    manager = person("programme_manager")
    end_host(role=role, ends_on=TODAY, reason="Left", by=manager, at=noon)
    assert not is_host(role.person, service, noon)
    with pytest.raises(Refused, match="already"):
        end_host(role=role, ends_on=TODAY, reason="Left", by=manager, at=noon)


@pytest.mark.parametrize("inactive", [True, False])
def test_the_deactivated_host_nothing(inactive: bool, service: Service, noon: datetime) -> None:
    who = person(is_active=not inactive)
    HostRoleFactory(service=service, person=who)
    assert is_host(who, service, noon) is not inactive
