"""The one way in, and every other door that leads to it."""

import pytest
from django.core import mail
from django.test import Client, override_settings

from portal.people.cast import CAST
from tests.factories.people import PASSWORD, UserFactory
from tests.people import browser, person

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


@pytest.mark.parametrize("typed", ["ann@hearth.example", "Ann@Hearth.Example"])
def test_password_signs_in_whatever_the_case_of_the_address(typed):
    UserFactory(email="ann@hearth.example")
    response = sign_in(Client(), typed)
    assert (response.status_code, response["Location"]) == (302, "/today/")


def test_wrong_password_and_unknown_address_get_the_same_answer():
    UserFactory(email="ann@hearth.example")
    answers = [sign_in(Client(), email, "wrong").context["form"].errors for email in ("ann@hearth.example", "no@x.org")]
    assert answers[0] == answers[1] != {}


def test_deactivated_person_is_told_so_and_stays_out():
    UserFactory(email="ann@hearth.example", inactive=True)
    client = Client()
    assert sign_in(client, "ann@hearth.example")["Location"] == "/account/inactive/"
    assert client.get("/account/").status_code == 302


def test_attempts_are_limited_even_with_the_right_password_afterwards():
    UserFactory(email="ann@hearth.example")
    client = Client()
    for _ in range(5):
        sign_in(client, "ann@hearth.example", "wrong")
    response = sign_in(client, "ann@hearth.example")
    assert response.status_code == 200
    assert "Too many attempts" in str(response.context["form"].errors)


def test_attempts_from_one_address_meet_a_page_that_helps():
    client = Client()
    statuses = {client.post(LOGIN, {"login": f"{n}@x.org", "password": "x"}).status_code for n in range(31)}
    assert statuses == {200, 429}
    page = client.post(LOGIN, {"login": "a@x.org", "password": "x"})
    assert b"Too many attempts" in page.content


@pytest.mark.parametrize(
    ("go_on", "lands"),
    [
        ("/decisions/", "/decisions/"),
        ("https://evil.example/", "/today/"),
        ("//evil.example/", "/today/"),
        ("javascript:alert(1)", "/today/"),
        ("https://localhost/elsewhere", "/today/"),
        ("/\\evil.example", "/today/"),
    ],
)
def test_sign_in_goes_on_only_to_this_host(go_on, lands):
    UserFactory(email="ann@hearth.example")
    assert sign_in(Client(), "ann@hearth.example", next=go_on)["Location"] == lands
    key = CAST[0]
    UserFactory(email=key.email)
    response = Client().post("/account/demonstration-sign-in/", {"key": key.key, "next": go_on})
    assert response["Location"] == lands


@pytest.mark.parametrize(
    ("door", "leads_to"),
    [
        ("/cms/login/", "/account/login/"),
        ("/cms/login/?next=/cms/pages/", "/account/login/?next=%2Fcms%2Fpages%2F"),
        ("/cms/logout/", "/account/logout/"),
        ("/cms/password_reset/", "/account/password/reset/"),
        ("/cms/password_reset/done/", "/account/password/reset/"),
        ("/cms/password_reset/complete/", "/account/password/reset/"),
        ("/cms/password_reset/confirm/MQ/abc-def/", "/account/password/reset/"),
        ("/_util/login/", "/account/login/"),
        ("/cms/", "/account/login/?next=/cms/"),
        ("/cms/pages/", "/account/login/?next=/cms/pages/"),
        ("/cms/sprite/", "/account/login/?next=/cms/sprite/"),
        ("/cms/users/", "/account/login/?next=/cms/users/"),
        ("/account/password/set/", "/account/password/reset/"),
    ],
)
def test_every_other_door_leads_to_the_one_sign_in(door, leads_to):
    for client in (Client(),):
        response = client.get(door)
        assert (response.status_code, response["Location"]) == (302, leads_to)


def test_other_login_pages_take_no_password():
    UserFactory(email="ann@hearth.example")
    for door in ("/cms/login/", "/_util/login/"):
        client = Client()
        client.post(door, {"username": "ann@hearth.example", "password": PASSWORD})
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("role", "status"), [("member", 403), ("administrator", 403), ("editor", 200)])
def test_cms_opens_for_editors_of_today_only(role, status):
    somebody = person() if role == "member" else person(role)
    assert browser(somebody).get("/cms/").status_code == status


@pytest.mark.parametrize("path", ["/cms/users/", "/cms/groups/", "/cms/users/1/"])
def test_cms_does_not_manage_people(path):
    assert browser(person("editor")).get(path).status_code == 404
    superuser = person("editor", is_superuser=True)
    assert browser(superuser).get(path).status_code == 404


def test_cms_leads_to_ones_own_page_here():
    assert browser(person("editor")).get("/cms/account/")["Location"] == "/account/"


def test_everybody_of_the_cast_signs_in_with_one_click():
    for member in CAST:
        UserFactory(email=member.email, name=member.name)
        client = Client()
        client.post("/account/demonstration-sign-in/", {"key": member.key})
        assert client.get("/account/").status_code == 200


def test_one_click_becomes_somebody_else_without_signing_out():
    first, second = (UserFactory(email=member.email) for member in CAST[:2])
    client = browser(first)
    client.post("/account/demonstration-sign-in/", {"key": CAST[1].key})
    assert client.session["_auth_user_id"] == str(second.pk)


def test_cast_is_offered_in_the_demonstration_only():
    assert b"Sign in as Niamh O&#x27;Connell" in Client().get(LOGIN).content
    UserFactory(email=CAST[0].email)
    with override_settings(DEMONSTRATION=False):
        assert b"Niamh" not in Client().get(LOGIN).content
        assert Client().post("/account/demonstration-sign-in/", {"key": CAST[0].key}).status_code == 404


@pytest.mark.parametrize("key", ["", "nobody", "administrator' OR 1=1"])
def test_one_click_for_nobody_of_the_cast_is_not_found(key):
    assert Client().post("/account/demonstration-sign-in/", {"key": key}).status_code == 404


def test_sign_up_is_closed_by_post_too():
    words = {"email": "me@x.org", "password1": "four quiet herons", "password2": "four quiet herons"}
    assert Client().post("/account/signup/", words).status_code == 403


def test_password_is_reset_by_link_once(django_capture_on_commit_callbacks):
    somebody = UserFactory(email="ann@hearth.example")
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/password/reset/", {"email": "Ann@hearth.example"})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/reset/key/" in line)
    path = link.strip().replace("http://testserver", "")
    page = client.get(path, follow=True)
    new = {"password1": "four quiet herons", "password2": "four quiet herons"}
    client.post(page.request["PATH_INFO"], new)
    somebody.refresh_from_db()
    assert somebody.check_password("four quiet herons")
    assert somebody.history.latest().history_change_reason == "Password changed"
    assert b"no longer works" in Client().get(path, follow=True).content


def test_reset_for_an_unknown_address_answers_the_same(django_capture_on_commit_callbacks):
    UserFactory(email="ann@hearth.example")
    client = Client()
    answers = [client.post("/account/password/reset/", {"email": e}) for e in ("ann@hearth.example", "no@x.org")]
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, "/account/password/reset/done/")}


def test_signing_in_writes_no_history():
    somebody = UserFactory(email="ann@hearth.example")
    before = somebody.history.count()
    sign_in(Client(), "ann@hearth.example")
    somebody.refresh_from_db()
    assert somebody.last_login is not None
    assert somebody.history.count() == before
