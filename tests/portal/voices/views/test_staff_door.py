"""Staff say something by their own door: in the standard style, without an age and without a helper."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from portal.voices.enums.campaigns import AgeBand, Speaker
from portal.voices.enums.statements import HelperKind, Privacy, StatementState
from portal.voices.models import Statement
from tests.conftest import NOON
from tests.factories.statements import place
from tests.factories.voices import cards, opened
from tests.portal.voices.views.test_young import SIDE, hidden

pytestmark = pytest.mark.django_db
STYLE = "app-young-page"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def test_the_door_says_whom_else_to_tell_and_what_no_manager_reads() -> None:
    page = Client().get(f"{SIDE}staff/").content.decode()
    for words in ("Ofsted", "Care Inspectorate Wales", "Protect", "NSPCC", "fewer than eight people"):
        assert words in page
    assert f"{SIDE}staff/card/" in page
    assert f"{SIDE}staff/back/" in page


def test_staff_speak_without_age_or_helper_and_come_back() -> None:
    home = place()
    client = Client()
    page = client.post(f"{SIDE}staff/card/", {"code": cards(opened(), where=home)[0]})
    html = page.content.decode()
    assert "step 2 of 2" in html
    assert STYLE not in html
    assert 'name="privacy"' in html
    data = {"carried": hidden(page, "carried"), "step": "privacy", "go": "next", "privacy": Privacy.PRIVATE}
    page = client.post(f"{SIDE}start/", data)
    found = re.search(r'id="code">([a-z ]+)<', page.content.decode())
    assert found
    row = Statement.objects.get()
    assert (row.speaker, row.band, row.helper) == (Speaker.STAFF, AgeBand.STAFF, HelperKind.NOBODY)
    page = client.post(f"{SIDE}say/", {"go": "1"})
    assert STYLE not in page.content.decode()
    while b'name="n"' in page.content:
        page = client.post(f"{SIDE}say/", {"n": hidden(page, "n"), "go": "next", "text": "Rotas"})
    assert client.post(f"{SIDE}say/", {"go": "send"}).status_code == 302
    row.refresh_from_db()
    assert row.state == StatementState.RECEIVED
    other = Client()
    assert STYLE not in other.get(f"{SIDE}staff/back/").content.decode()
    assert other.post(f"{SIDE}staff/back/", {"code": found[1]}).status_code == 302
    assert "Rotas" in other.get(f"{SIDE}mine/").content.decode()


def test_back_from_privacy_leads_to_the_ages() -> None:
    client = Client()
    page = client.post(f"{SIDE}staff/card/", {"code": cards(opened())[0]})
    back = client.post(f"{SIDE}start/", {"carried": hidden(page, "carried"), "step": "privacy", "go": "back"})
    assert 'name="band"' in back.content.decode()


def test_wrong_words_stay_in_the_style_of_staff() -> None:
    for path in ("staff/card/", "staff/back/"):
        page = Client().post(f"{SIDE}{path}", {"code": "oter"})
        assert page.status_code == 422
        assert STYLE not in page.content.decode()
