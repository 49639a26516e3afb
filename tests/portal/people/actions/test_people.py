"""What is done to a person's record."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.people.actions.affiliations import add_affiliation, end_affiliation
from portal.people.actions.organisations import save_organisation
from portal.people.actions.people import (
    add_person,
    change_details,
    change_email,
    deactivate_person,
    reactivate_person,
)
from portal.people.actions.secondfactor import reset_second_factor
from portal.people.models import User
from portal.people.refusals import Refused
from tests.factories.people import AffiliationFactory, OrganisationFactory, UserFactory
from tests.people import administrator, browser, person

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 2)
NAMES = ["Siobhán O’Connor-Ní Dhálaigh", "O'Brien", "Siân Llŷr ap Gwilym", "李小龍", "محمد", "Zoë Å", "Ng"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_kept_as_it_is_written(name, noon):
    somebody = add_person(email="x@hearth.example", name="?", by=administrator(), reason="New", at=noon)
    change_details(person=somebody, name=name, known_as="", by=administrator(), at=noon)
    assert User.objects.get(pk=somebody.pk).name == name
    assert somebody.history.latest().name == name


def test_address_is_one_whatever_its_case(noon):
    UserFactory(email="one@hearth.example")
    with pytest.raises(Refused):
        add_person(email="One@Hearth.Example", name="Two", by=administrator(), reason="New", at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="ONE@hearth.example", name="Two").save()


def test_changed_address_is_kept_with_history_and_a_taken_one_refused(noon):
    somebody = UserFactory(email="old@hearth.example")
    UserFactory(email="taken@hearth.example")
    change_email(person=somebody, email="new@hearth.example", at=noon)
    assert somebody.history.latest().email == "new@hearth.example"
    with pytest.raises(Refused):
        change_email(person=somebody, email="Taken@hearth.example", at=noon)


def test_deactivated_person_is_signed_out_and_keeps_their_record(noon):
    somebody, chief = person(), administrator()
    client = browser(somebody)
    client.get("/account/")
    assert UserSession.objects.filter(user=somebody).exists()
    deactivate_person(person=somebody, reason="Left the organisation", by=chief, at=noon)
    assert not UserSession.objects.filter(user=somebody).exists()
    assert client.get("/account/").status_code == 302
    reactivate_person(person=somebody, reason="Came back", by=chief, at=noon)
    reasons = [row.history_change_reason for row in somebody.history.all()[:2]]
    assert reasons == ["Came back", "Left the organisation"]


def test_administrator_cannot_deactivate_themselves(noon):
    chief = administrator()
    with pytest.raises(Refused):
        deactivate_person(person=chief, reason="Oops", by=chief, at=noon)


def test_person_who_never_set_a_password_is_not_reactivated(noon):
    chief = administrator()
    invited = add_person(email="x@hearth.example", name="New", by=chief, reason="New", at=noon)
    with pytest.raises(Refused):
        reactivate_person(person=invited, reason="Now", by=chief, at=noon)


def test_second_factor_is_reset_by_another_administrator_only(noon):
    somebody, chief = person(), administrator()
    Authenticator.objects.create(user=somebody, type="totp", data={})
    for actor in (somebody, person("editor")):
        with pytest.raises(PermissionDenied):
            reset_second_factor(person=somebody, reason="Lost", by=actor, at=noon)
    with pytest.raises(PermissionDenied):
        reset_second_factor(person=chief, reason="Lost", by=chief, at=noon)
    reset_second_factor(person=somebody, reason="Lost phone, spoke on video", by=chief, at=noon)
    assert not Authenticator.objects.filter(user=somebody).exists()
    assert "Lost phone" in somebody.history.latest().history_change_reason


def test_affiliation_is_added_once_and_ended_on_a_day(noon):
    somebody, chief, home = person(), administrator(), OrganisationFactory()
    words = {"person": somebody, "organisation": home, "role": "Manager", "starts_on": DAY, "by": chief, "at": noon}
    row = add_affiliation(**words, reason="Started")
    with pytest.raises(Refused):
        add_affiliation(**words | {"role": "manager"}, reason="Again")
    with pytest.raises(Refused):
        end_affiliation(affiliation=row, ends_on=date(2026, 11, 1), reason="Too early", by=chief, at=noon)
    ended = end_affiliation(affiliation=row, ends_on=date(2026, 12, 1), reason="Moved", by=chief, at=noon)
    assert ended.holds(date(2026, 11, 30))
    assert not ended.holds(date(2026, 12, 1))
    with pytest.raises(PermissionDenied):
        end_affiliation(affiliation=AffiliationFactory(), ends_on=DAY, reason="No", by=person(), at=noon)


def test_organisations_of_one_name_get_different_addresses(noon):
    chief = administrator()
    words = {"kind": "provider", "reason": "Joined", "by": chief, "at": noon}
    slugs = [save_organisation(organisation=None, name="Tŷ Gobaith & Co.", **words).slug for _ in range(3)]
    assert slugs == ["ty-gobaith-co", "ty-gobaith-co-2", "ty-gobaith-co-3"]
    assert save_organisation(organisation=None, name="希望", **words).slug == "organisation"


def test_organisation_cannot_own_itself_through_others(noon):
    chief = administrator()
    top = OrganisationFactory()
    middle = OrganisationFactory(owned_by=top)
    bottom = OrganisationFactory(owned_by=middle)
    with pytest.raises(Refused):
        save_organisation(
            organisation=top, name="Top", kind="provider", owned_by=bottom, reason="Loop", by=chief, at=noon
        )
