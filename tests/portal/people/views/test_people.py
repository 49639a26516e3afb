"""Pages of people and organisations: found, filled in, constant in their cost."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from portal.people.checks import demonstration_stays_apart
from portal.people.models import Affiliation, Invitation, Organisation, RoleGrant, User
from tests.factories.people import AffiliationFactory, OrganisationFactory, RoleGrantFactory, UserFactory, region
from tests.people import administrator, browser, person

pytestmark = pytest.mark.django_db


def queries(client, path) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def add_people(number):
    for _ in range(number):
        somebody = UserFactory()
        AffiliationFactory(person=somebody)
        RoleGrantFactory(person=somebody, role="moderator")


@pytest.mark.parametrize(
    "path", ["/people/", "/people/organisations/", "/people/?q=person&role=moderator&state=active"]
)
def test_lists_cost_the_same_for_one_and_for_three(path):
    client = browser(administrator())
    client.get("/account/")
    add_people(1)
    one = queries(client, path)
    add_people(2)
    assert queries(client, path) == one <= 10


def test_persons_page_costs_the_same_however_long_their_record():
    client, somebody = browser(administrator()), UserFactory()
    path = f"/people/{somebody.pk}/"
    AffiliationFactory(person=somebody)
    one = queries(client, path)
    for _ in range(3):
        AffiliationFactory(person=somebody)
    assert queries(client, path) <= one


def found(client, query) -> set[str]:
    return {row.name for row in client.get(f"/people/?{query}").context["page"]}


def test_list_is_narrowed_by_words_role_and_state(noon):
    client = browser(administrator())
    UserFactory(name="Siân O'Grady", email="sian@hearth.example")
    UserFactory(name="Left Long Ago", inactive=True)
    person("editor", name="Olu Editor")
    assert found(client, "q=o'grady") == {"Siân O'Grady"}
    assert found(client, "q=sian@") == {"Siân O'Grady"}
    assert found(client, "role=editor") == {"Olu Editor"}
    assert found(client, "state=inactive") == {"Left Long Ago"}
    assert "Left Long Ago" not in found(client, "state=active")
    assert found(client, "q=nobody") == set()


def test_long_list_has_pages():
    client = browser(administrator())
    for _ in range(30):
        UserFactory()
    page = client.get("/people/?page=2")
    assert page.context["page"].number == 2
    assert len(page.context["page"]) == 6
    assert client.get("/people/?page=99").context["page"].number == 2


def test_person_is_invited_accepts_and_is_signed_in(django_capture_on_commit_callbacks):
    client = browser(administrator())
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/people/invite/", {"name": "Zoë D’Arcy", "email": "Zoe@hearth.example", "reason": "Elected"})
    path = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    visitor = Client()
    assert visitor.get(path).status_code == 200
    weak = visitor.post(path, {"name": "Zoë D’Arcy", "password": "zoe@hearth.example"})
    assert weak.status_code == 422
    done = visitor.post(path, {"name": "Zoë D’Arcy-Núñez", "known_as": "Zo", "password": "four quiet herons"})
    assert done.status_code == 302
    assert "Zoë D’Arcy-Núñez" in visitor.get("/account/").content.decode()
    assert Client().get(path).status_code == 410


def test_used_revoked_and_old_links_are_gone_and_say_what_to_do(noon):
    assert Client().get("/account/invitation/unknown/").status_code == 410
    client = browser(administrator())
    client.post("/people/invite/", {"name": "New", "email": "new@hearth.example", "reason": "Elected"})
    invitation = Invitation.objects.get()
    client.post(f"/people/invitations/{invitation.pk}/revoke/", {"reason": "Wrong address"})
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    assert found(client, "state=inactive") == {"New"}


def test_somebody_signed_in_does_not_accept_for_another(django_capture_on_commit_callbacks):
    client = browser(administrator())
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/people/invite/", {"name": "New", "email": "new@hearth.example", "reason": "Elected"})
    path = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    assert client.get(path).status_code == 409


def test_invitation_to_somebody_who_is_here_shows_the_refusal():
    UserFactory(email="here@hearth.example")
    page = browser(administrator()).post(
        "/people/invite/", {"name": "X", "email": "here@hearth.example", "reason": "x"}
    )
    assert page.status_code == 422
    assert b"already set a password" in page.content


def date_of(day, name):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def test_roles_and_affiliations_are_kept_through_the_pages(noon):
    client, somebody, home = browser(administrator()), UserFactory(), OrganisationFactory(name="Tŷ Gobaith")
    day = noon.date()
    client.post(
        f"/people/{somebody.pk}/roles/grant/",
        {"role": "moderator", "reason": "Trained"} | date_of(day, "starts_on"),
    )
    client.post(
        f"/people/{somebody.pk}/affiliations/add/",
        {"organisation": home.pk, "role": "Manager", "reason": "Started"} | date_of(day, "starts_on"),
    )
    grant, affiliation = RoleGrant.objects.get(person=somebody), Affiliation.objects.get(person=somebody)
    end = {"reason": "Moved on"} | date_of(day + timedelta(days=30), "ends_on")
    client.post(f"/people/roles/{grant.pk}/end/", end)
    client.post(f"/people/affiliations/{affiliation.pk}/end/", end)
    grant.refresh_from_db()
    affiliation.refresh_from_db()
    assert grant.ends_on == affiliation.ends_on == day + timedelta(days=30)
    text = client.get(f"/people/{somebody.pk}/").content.decode()
    assert "Tŷ Gobaith" in text
    assert "Moved on" in text
    assert client.get("/people/organisations/" + home.slug + "/").status_code == 200


def test_deactivated_and_reactivated_with_a_reason():
    client, somebody = browser(administrator()), UserFactory()
    assert client.post(f"/people/{somebody.pk}/deactivate/", {"reason": ""}).status_code == 422
    client.post(f"/people/{somebody.pk}/deactivate/", {"reason": "Left"})
    assert not User.objects.get(pk=somebody.pk).is_active
    client.post(f"/people/{somebody.pk}/reactivate/", {"reason": "Back"})
    assert User.objects.get(pk=somebody.pk).is_active


def test_organisation_is_added_and_corrected():
    client = browser(administrator())
    words = {"name": "O'Hara & Sons", "kind": "provider", "region": region("NW").pk, "reason": "Joined"}
    client.post("/people/organisations/add/", words)
    row = Organisation.objects.get(name="O'Hara & Sons")
    client.post(f"/people/organisations/{row.slug}/edit/", words | {"name": "O'Hara Homes"})
    row.refresh_from_db()
    assert (row.name, row.slug) == ("O'Hara Homes", "ohara-sons")


def test_names_are_escaped_everywhere():
    client = browser(administrator())
    somebody = UserFactory(name="<b>Bobby</b>")
    for path in ("/people/", f"/people/{somebody.pk}/", f"/people/{somebody.pk}/deactivate/"):
        assert b"<b>Bobby" not in client.get(path).content


def test_own_name_and_address_are_changed(django_capture_on_commit_callbacks):
    somebody = UserFactory(email="old@hearth.example")
    client = browser(somebody)
    client.post("/account/details/", {"name": "  Ann   O'Neill ", "known_as": ""})
    client.post("/account/reauthenticate/", {"password": "seven slow herons"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/email/", {"email": "New@hearth.example"})
    path = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    assert Client().get(path).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path)
    somebody.refresh_from_db()
    assert (somebody.name, somebody.email) == ("Ann O'Neill", "new@hearth.example")
    assert mail.outbox[-1].to == ["old@hearth.example"]
    assert client.post(path).status_code == 410


def test_asking_for_a_taken_address_tells_nothing_and_writes_nobody(django_capture_on_commit_callbacks):
    UserFactory(email="taken@hearth.example")
    client = browser(person())
    client.post("/account/reauthenticate/", {"password": "seven slow herons"})
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            client.post("/account/email/", {"email": e}) for e in ("taken@hearth.example", "free@hearth.example")
        ]
    assert {answer.status_code for answer in answers} == {302}
    assert [letter.to for letter in mail.outbox] == [["free@hearth.example"]]


@pytest.mark.parametrize(
    ("settings", "ids"),
    [
        ({}, []),
        ({"SECRET_KEY": "x" * 60}, ["people.E001"]),
        ({"SECURE_HSTS_SECONDS": 60}, ["people.E001"]),
        ({"DEMONSTRATION": False}, ["people.E002"]),
        ({"DEMONSTRATION": False, "SECRET_KEY": "x" * 60}, []),
    ],
)
def test_demonstration_and_the_real_thing_are_never_mixed(settings, ids):
    with override_settings(**settings):
        assert [found.id for found in demonstration_stays_apart(None)] == ids
