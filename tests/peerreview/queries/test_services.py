from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from peerreview.models import Service
from peerreview.queries.services import Narrowed, directory, find_public, register_list, registered_counts
from tests.factories.people import AffiliationFactory, OrganisationFactory, region
from tests.factories.services import MembershipFactory, ServiceFactory
from tests.people import ROLES, person

pytestmark = pytest.mark.django_db
READERS = {"administrator", "programme_manager"}


def seen(reader: Any, at: datetime) -> set[str]:
    return set(Service.objects.visible_to(reader, at).values_list("urn", flat=True))


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_which_services(role: str, noon: datetime) -> None:
    ServiceFactory(urn="NAMED1", named="Rowan House")
    ServiceFactory(urn="MEMBER1", member=True)
    ServiceFactory(urn="STRANGER1")
    reader: Any = AnonymousUser() if role == "visitor" else person() if role == "member" else person(role)
    expected = {"NAMED1", "MEMBER1", "STRANGER1"} if role in READERS else {"NAMED1"}
    assert seen(reader, noon) == expected


def test_people_see_their_own_services_while_they_work_there(noon: datetime) -> None:
    owner = OrganisationFactory()
    ServiceFactory(urn="OURS1", owner=owner)
    ServiceFactory(urn="THEIRS1")
    place = AffiliationFactory(organisation=owner, ends_on=date(2026, 12, 1))
    assert seen(place.person, noon) == {"OURS1"}
    assert seen(place.person, noon + timedelta(days=60)) == set()


@pytest.mark.parametrize("what", ["not named", "not a member", "membership over", "not begun", "closed"])
def test_a_service_is_public_only_while_it_is_open_a_member_and_named_by_its_wish(what: str, noon: datetime) -> None:
    service = ServiceFactory(named="Rowan House")
    assert find_public("rowan-house", noon) == service
    membership = service.memberships.get()
    if what == "not named":
        service.named_publicly = False
    elif what == "closed":
        service.closed_on = noon.date()
    elif what == "membership over":
        membership.ends_on = noon.date()
    elif what == "not begun":
        membership.starts_on = noon.date() + timedelta(days=1)
    service.save()
    membership.save()
    if what == "not a member":
        membership.delete()
    assert find_public("rowan-house", noon) is None
    assert not directory(noon, Narrowed()).exists()


def test_a_service_with_two_memberships_is_listed_once(noon: datetime) -> None:
    service = ServiceFactory(named="Rowan House")
    service.memberships.update(ends_on=date(2024, 1, 1))
    MembershipFactory(service=service, starts_on=date(2024, 1, 1))
    assert list(directory(noon, Narrowed())) == [service]


def test_the_directory_is_the_same_for_every_reader_of_a_portal_that_differs_in_what_they_may_not_see(
    noon: datetime,
) -> None:
    ServiceFactory(named="Rowan House")
    before = list(directory(noon, Narrowed()).values_list("public_name", flat=True))
    ServiceFactory.create_batch(3, source="by_hand", name="Secret Lodge")
    ServiceFactory(member=True, source="by_hand", name="Secret Hall")
    assert list(directory(noon, Narrowed()).values_list("public_name", flat=True)) == before
    assert not directory(noon, Narrowed(words="Secret")).exists()


def test_only_open_services_of_the_register_are_counted(noon: datetime) -> None:
    ServiceFactory.create_batch(4)
    ServiceFactory.create_batch(3, kind="boarding_school", region=region("SW"))
    ServiceFactory(closed_on=date(2020, 1, 1))
    ServiceFactory(source="by_hand")
    table = registered_counts(noon)
    assert [(row.name, row.cells, row.total) for row in table.rows] == [
        ("North West", (4, 0), 4),
        ("South West", (0, 3), 3),
    ]


def test_the_register_is_narrowed_by_words_region_kind_and_state(noon: datetime) -> None:
    reader = person("programme_manager")
    ServiceFactory(urn="SC1", member=True, owner=OrganisationFactory(name="Oak Tree Care"))
    ServiceFactory(urn="SC2", region=region("SW"), kind="fostering", closed_on=date(2024, 1, 1))

    def found(**asked: str) -> list[str]:
        return [row.urn for row in register_list(reader, noon, Narrowed(**asked))]

    assert found() == ["SC1", "SC2"]
    assert found(words="oak tree") == found(words="sc1") == found(state="member") == found(state="open") == ["SC1"]
    assert found(region="south-west") == found(family="fostering") == found(state="closed") == ["SC2"]
