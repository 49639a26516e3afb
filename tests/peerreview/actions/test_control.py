from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from peerreview.actions.control import add_group, bring_under, change_owner, let_go
from peerreview.models import ControlGroup, MembershipQuestion, Service, ServiceOwnership
from peerreview.queries.control import group_of, members_of
from portal.people.models import Organisation, User
from portal.people.refusals import Refused
from tests.factories.peerreviews import ControlGroupFactory, ControlGroupMembershipFactory
from tests.factories.people import OrganisationFactory
from tests.factories.services import ServiceFactory
from tests.people import person

pytestmark = pytest.mark.django_db
SPRING, SUMMER, TODAY = date(2026, 3, 1), date(2026, 7, 1), date(2026, 11, 2)


@pytest.fixture
def manager() -> User:
    return person("programme_manager")


def under(group: ControlGroup, organisation: Organisation, on: date, by: User, at: datetime) -> None:
    bring_under(group=group, organisation=organisation, starts_on=on, reason="Companies register", by=by, at=at)


def test_a_group_holds_an_organisation_from_a_day_until_another_takes_over(manager: User, noon: datetime) -> None:
    first, second, home = ControlGroupFactory(), ControlGroupFactory(), OrganisationFactory()
    under(first, home, SPRING, manager, noon)
    under(second, home, SUMMER, manager, noon)
    assert [group_of(home, day) for day in (date(2026, 2, 28), SPRING, date(2026, 6, 30), SUMMER)] == [
        None,
        first,
        first,
        second,
    ]
    assert list(members_of(second, TODAY)) == [home]
    with pytest.raises(Refused, match="in this group already"):
        under(second, home, TODAY, manager, noon)
    with pytest.raises(Refused, match="that day or later"):
        under(first, home, SPRING, manager, noon)


def test_control_ends_on_a_day(manager: User, noon: datetime) -> None:
    held = ControlGroupMembershipFactory()
    let_go(membership=held, ends_on=TODAY, reason="Sold", by=manager, at=noon)
    assert group_of(held.organisation, TODAY) is None
    with pytest.raises(Refused, match="already"):
        let_go(membership=held, ends_on=TODAY, reason="Sold", by=manager, at=noon)


def test_the_database_lets_no_two_groups_hold_one_organisation_on_a_day() -> None:
    held = ControlGroupMembershipFactory(ends_on=SUMMER)
    ControlGroupMembershipFactory(organisation=held.organisation, starts_on=SUMMER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ControlGroupMembershipFactory(organisation=held.organisation, starts_on=SPRING, ends_on=TODAY)


def test_a_group_has_its_name_alone(manager: User, noon: datetime) -> None:
    add_group(name="Meadow Holdings", reason="Companies register", by=manager, at=noon)
    with pytest.raises(Refused, match="already here"):
        add_group(name="meadow holdings", reason="Companies register", by=manager, at=noon)


def moved(service: Service, owner: Organisation, by: User, at: datetime, on: date = SUMMER) -> ServiceOwnership:
    return change_owner(service=service, owner=owner, from_on=on, reason="Sold", by=by, at=at)


def test_a_member_that_changes_hands_raises_a_question(manager: User, noon: datetime) -> None:
    service, owner = ServiceFactory(member=True), OrganisationFactory()
    before = service.owner
    moved(service, owner, manager, noon)
    again = Service.objects.get(pk=service.pk)
    assert again.owner == owner
    question = MembershipQuestion.objects.get(service=service)
    assert (question.from_owner, question.to_owner, question.changed_on) == (before, owner, SUMMER)
    assert ServiceOwnership.objects.get(service=service).starts_on == SUMMER


def test_an_owner_is_recorded_when_it_has_happened_and_in_order(manager: User, noon: datetime) -> None:
    service, first, second = ServiceFactory(), OrganisationFactory(), OrganisationFactory()
    moved(service, first, manager, noon)
    assert not MembershipQuestion.objects.exists()
    with pytest.raises(Refused, match="on the day it happens"):
        moved(service, second, manager, noon, date(2026, 12, 1))
    with pytest.raises(Refused, match="later day"):
        moved(service, second, manager, noon, SPRING)
    with pytest.raises(Refused, match="already"):
        moved(service, first, manager, noon)
    moved(service, second, manager, noon, TODAY)
    assert list(ServiceOwnership.objects.values_list("organisation", "ends_on")) == [
        (second.pk, None),
        (first.pk, TODAY),
    ]


@pytest.mark.parametrize(("role", "may"), [("administrator", True), ("programme_manager", True), ("reviewer", False)])
def test_control_is_kept_by_those_who_keep_the_register(role: str, may: bool, noon: datetime) -> None:
    who = person(role)
    if may:
        assert add_group(name="One", reason="Register", by=who, at=noon).pk
    else:
        with pytest.raises(PermissionDenied):
            add_group(name="One", reason="Register", by=who, at=noon)
        with pytest.raises(PermissionDenied):
            moved(ServiceFactory(), OrganisationFactory(), who, noon)
