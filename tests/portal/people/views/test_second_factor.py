"""The second factor: set up, asked for, required, lost."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client, override_settings

from portal.people.actions.secondfactor import reset_second_factor
from tests.factories.people import PASSWORD, UserFactory
from tests.people import administrator, browser, person

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
APP = "/account/second-factor/app/"
required = override_settings(SECOND_FACTOR_REQUIRED=True)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(client, somebody):
    return client.post(LOGIN, {"login": somebody.email, "password": PASSWORD}, follow=True)


def prove_again(client):
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def set_up_app(client) -> str:
    prove_again(client)
    secret = client.get(APP).context["form"].secret
    response = client.post(APP, {"code": code_for(secret)}, follow=True)
    assert response.status_code == 200
    return secret


@pytest.fixture
def somebody():
    return UserFactory(email="ann@hearth.example", name="Ann O'Neill")


@required
def test_without_second_factor_only_its_setting_up_opens(somebody):
    client = browser(somebody)
    for path in ("/account/", "/people/", "/account/sessions/", "/cms/", "/account/email/"):
        assert client.get(path)["Location"] == "/account/second-factor/"
    assert client.get("/api/v1/anything/").status_code == 403
    assert client.get("/account/", headers={"HX-Request": "true"}).status_code == 403
    assert client.get("/account/second-factor/").status_code == 200
    set_up_app(client)
    assert client.get("/account/").status_code == 200


@required
def test_cms_needs_the_second_factor_too():
    client = browser(person("editor"))
    assert client.get("/cms/")["Location"] == "/account/second-factor/"
    set_up_app(client)
    assert client.get("/cms/").status_code == 200


@required
def test_app_is_asked_for_at_the_next_sign_in(somebody):
    secret = set_up_app(browser(somebody))
    client = Client()
    page = sign_in(client, somebody)
    assert page.request["PATH_INFO"] == "/account/code/"
    assert client.get("/account/").status_code == 302
    assert client.post("/account/code/", {"code": "000000"}).status_code == 200
    assert client.get("/account/").status_code == 302
    # The code that set the app up is used: allauth lets no code work twice.
    cache.clear()
    assert client.post("/account/code/", {"code": code_for(secret)}).status_code == 302
    assert client.get("/account/").status_code == 200


@required
def test_recovery_code_works_once(somebody):
    first = browser(somebody)
    set_up_app(first)
    codes = first.get("/account/second-factor/codes/").context["unused_codes"]
    assert len(codes) == 10
    download = first.get("/account/second-factor/codes/download/")
    assert codes[0] in download.content.decode()
    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, somebody)
        answers.append(client.post("/account/code/", {"code": codes[0]}).status_code)
    assert answers == [302, 200]


def test_wrong_codes_are_limited(somebody):
    secret = set_up_app(browser(somebody))
    client = Client()
    sign_in(client, somebody)
    wrong = [client.post("/account/code/", {"code": "000000"}) for _ in range(6)]
    assert [page.status_code for page in wrong] == [200] * 6
    assert "Too many attempts" in str(wrong[-1].context["form"].errors)
    # The right code counts as used since it was set up: only the limit is to refuse it.
    right = code_for(secret)
    cache.delete(f"allauth.mfa.totp.used?user={somebody.pk}&code={right}")
    assert client.post("/account/code/", {"code": right}).status_code == 200


@required
def test_last_second_factor_cannot_be_removed_while_required(somebody):
    client = browser(somebody)
    set_up_app(client)
    page = client.post("/account/second-factor/app/remove/")
    assert b"Add another one first" in page.content
    assert Authenticator.objects.filter(user=somebody, type="totp").exists()
    Authenticator.objects.create(user=somebody, type="webauthn", data={"name": "Key", "credential": {}})
    client.post("/account/second-factor/app/remove/")
    assert not Authenticator.objects.filter(user=somebody, type="totp").exists()


def test_secret_is_not_readable_in_the_database(somebody):
    secret = set_up_app(browser(somebody))
    stored = Authenticator.objects.get(user=somebody, type="totp")
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code("000000") is False


@required
def test_reset_second_factor_ends_sessions_and_leads_to_setting_up(somebody, noon):
    client = browser(somebody)
    set_up_app(client)
    reset_second_factor(person=somebody, reason="Lost phone", by=administrator(), at=noon)
    assert client.get("/account/")["Location"].startswith(LOGIN)
    fresh = Client()
    assert sign_in(fresh, somebody).request["PATH_INFO"] == "/account/second-factor/"


PAGES = [
    "/account/second-factor/",
    "/account/second-factor/passkeys/",
    "/account/second-factor/passkeys/add/",
    "/account/second-factor/app/remove/",
    "/account/second-factor/codes/",
    "/account/second-factor/codes/new/",
    "/account/email/",
    "/account/password/change/",
    "/account/logout/",
]


def test_every_page_of_the_second_factor_opens_without_inline_script(somebody):
    client = browser(somebody)
    set_up_app(client)
    for path in PAGES:
        response = client.get(path)
        assert response.status_code == 200, path
        text = response.content.decode()
        for script in text.split("<script")[1:]:
            tag = script.split(">")[0]
            assert " src=" in tag or "application/json" in tag, path
        assert "style=" not in text, path


def test_passkey_forms_carry_what_the_browser_needs(somebody):
    client = browser(somebody)
    prove_again(client)
    page = client.get("/account/second-factor/passkeys/add/").content.decode()
    assert 'data-passkey="add"' in page
    assert '"rp": {"name": "Hearth", "id": "testserver"}' in page
    assert "people/passkeys.js" in page
    options = Client().get("/account/passkey/", headers={"Accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["challenge"]
    assert 'data-passkey="sign-in"' in Client().get(LOGIN).content.decode()


def test_passkey_of_another_person_is_neither_seen_nor_removed(somebody):
    other = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "Key", "credential": {}})
    client = browser(somebody)
    prove_again(client)
    assert client.get(f"/account/second-factor/passkeys/{other.pk}/").status_code == 404
    assert client.post(f"/account/second-factor/passkeys/{other.pk}/remove/").status_code == 404


def test_setting_up_asks_for_the_password_first(somebody):
    client = browser(somebody)
    for path in (APP, "/account/second-factor/passkeys/add/", "/account/second-factor/codes/new/", "/account/email/"):
        assert client.get(path)["Location"].startswith("/account/reauthenticate/")
