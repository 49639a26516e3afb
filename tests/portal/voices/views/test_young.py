"""The young people's side from the card to the answer, as a browser without script sees it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Case, Statement, Tombstone, Words
from portal.voices.queries.statements import said, statement_of_receipt
from tests.conftest import NOON
from tests.factories.statements import place
from tests.factories.voices import cards, opened

pytestmark = pytest.mark.django_db
SIDE = "/have-your-say/"


@pytest.fixture(autouse=True)
def _noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def hidden(page: object, name: str) -> str:
    """Return what a hidden field of the page holds."""
    html = page.content.decode()  # type: ignore[attr-defined]
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found[1] if found else ""


def start(client: Client, code: str, privacy: str = Privacy.PRIVATE, band: str = "12-15", **more: str) -> str:
    """Go through the three steps and return the code that is shown."""
    page = client.post(f"{SIDE}card/", {"code": code})
    assert page.status_code == 200, page.content.decode()[-3000:]
    for step, data in (
        ("band", {"band": band}),
        ("privacy", {"privacy": privacy, **more}),
        ("helper", {"helper": "nobody"}),
    ):
        carried = hidden(page, "carried")
        page = client.post(f"{SIDE}start/", {"carried": carried, "step": step, "go": "next", **data})
        assert page.status_code == 200, page.content.decode()[-3000:]
    found = re.search(r'id="code">([a-z ]+)<', page.content.decode())
    assert found
    return found[1]


def test_front_doors_are_open_to_anybody() -> None:
    for path in ("", "staff/", "promises/", "card/", "back/", "unsafe/", "heard/", "heard.csv"):
        page = Client().get(f"{SIDE}{path}")
        assert page.status_code == 200, path


@pytest.mark.parametrize("privacy", list(Privacy))
def test_somebody_says_something_and_comes_back(privacy: str) -> None:
    home = place()
    code = cards(opened(), where=home)[0]
    client = Client()
    receipt = start(client, code, privacy, name="Robin" if privacy == Privacy.NAMED else "")
    page = client.post(f"{SIDE}say/", {"go": "1"})
    assert page.status_code == 200
    asked = 0
    while b'name="n"' in page.content and asked < 20:
        asked += 1
        data = {"n": str(asked), "go": "next", "carried": hidden(page, "carried")}
        html = page.content.decode()
        if 'name="text"' in html:
            data["text"] = f"Words {asked} about o'clock & <tea>"
        elif 'value="really_good"' in html:
            data["choice"] = "really_good"
        page = client.post(f"{SIDE}say/", data)
        assert page.status_code == 200
    assert asked == 9
    if privacy == Privacy.ANONYMOUS:
        assert not Statement.objects.exists()
        assert not Words.objects.exists()
    sent = client.post(f"{SIDE}say/", {"go": "send", "carried": hidden(page, "carried")})
    assert (sent.status_code, sent["Location"]) == (302, f"{SIDE}mine/")
    statement = Statement.objects.get()
    assert statement.state == StatementState.RECEIVED
    assert len(said(statement)) == 7
    assert statement.place == (None if privacy == Privacy.ANONYMOUS else home)
    assert (statement.invite is None) == (privacy == Privacy.ANONYMOUS)
    assert statement.sealed_name == ("Robin" if privacy == Privacy.NAMED else "")
    other = Client()
    back = other.post(f"{SIDE}back/", {"code": receipt})
    assert back.status_code == 302
    mine = other.get(f"{SIDE}mine/")
    assert "Words 9 about o&#x27;clock &amp; &lt;tea&gt;" in mine.content.decode() or b"Words" in mine.content
    added = other.post(f"{SIDE}mine/add/", {"text": "One more thing"})
    assert added.status_code == 302
    assert b"One more thing" in other.get(f"{SIDE}mine/").content
    gone = other.post(f"{SIDE}mine/take-back/")
    assert gone.status_code == 200
    assert statement_of_receipt(receipt) is None
    assert not Words.objects.exists()
    assert Tombstone.objects.get().statement_id == statement.pk


def test_words_are_kept_when_the_time_was_over_meanwhile() -> None:
    client = Client()
    receipt = start(client, cards(opened())[0], Privacy.ANONYMOUS)
    page = client.post(f"{SIDE}say/", {"go": "8"})
    carried = hidden(page, "carried")
    with time_machine.travel(NOON + timedelta(minutes=30), tick=False):
        late = client.post(f"{SIDE}say/", {"n": "8", "go": "next", "carried": carried, "text": "A long thought"})
        assert "What you typed is still here" in late.content.decode()
        pending = hidden(late, "pending")
        wrong = client.post(f"{SIDE}again/", {"code": "otter otter otter otter otter", "pending": pending})
        assert wrong.status_code == 422
        back = client.post(f"{SIDE}again/", {"code": receipt, "pending": hidden(wrong, "pending")})
        check = client.post(f"{SIDE}say/", {"go": "check", "carried": hidden(back, "carried")})
        assert b"A long thought" in check.content


def test_a_card_opens_once_and_a_slip_is_named() -> None:
    code = cards(opened())[0]
    start(Client(), code)
    again = Client().post(f"{SIDE}card/", {"code": code})
    assert again.status_code == 422
    slip = Client().post(f"{SIDE}card/", {"code": "oter teapot ribbon moon"})
    assert "We do not know “oter”" in slip.content.decode()


def test_trying_codes_is_stopped() -> None:
    client = Client()
    answers = {client.post(f"{SIDE}card/", {"code": "otter teapot ribbon moon"}).status_code for _ in range(40)}
    assert answers == {422, 429}
    assert client.post(f"{SIDE}back/", {"code": "otter teapot ribbon moon lamp"}).status_code == 429
    assert client.get(f"{SIDE}unsafe/").status_code == 200


def test_telling_needs_no_card_and_opens_a_case() -> None:
    client = Client()
    told = client.post(f"{SIDE}unsafe/", {"told": "Help", "contact": "", "is_about_lead": ""})
    assert told.status_code == 200
    case = Case.objects.get()
    assert (case.told, case.source) == ("Help", "unsafe")
    empty = client.post(f"{SIDE}unsafe/", {"told": ""})
    assert empty.status_code == 422


def test_leaving_takes_the_code_off_the_device() -> None:
    client = Client()
    start(client, cards(opened())[0])
    assert client.cookies["hys"].value
    left = client.get(f"{SIDE}leave/")
    assert left.status_code == 302
    assert client.cookies["hys"].value == ""


def test_no_browser_keeps_a_page_and_no_site_learns_of_it() -> None:
    client = Client()
    start(client, cards(opened())[0])
    for path in ("", "card/", "back/", "unsafe/", "promises/", "staff/"):
        page = client.get(f"{SIDE}{path}")
        assert "no-store" in page["Cache-Control"], path
        assert page["Referrer-Policy"] == "same-origin", path


def test_a_code_page_that_lay_open_too_long_still_leads_to_the_questions() -> None:
    """Of whom nobody can find out nothing is stored yet: the page itself holds what was opened."""
    client = Client()
    code = cards(opened())[0]
    page = client.post(f"{SIDE}card/", {"code": code})
    steps = {"band": {"band": "12-15"}, "privacy": {"privacy": "anonymous"}, "helper": {"helper": "nobody"}}
    for step, data in steps.items():
        sent = {"carried": hidden(page, "carried"), "step": step, "go": "next", **data}
        page = client.post(f"{SIDE}start/", sent)
    receipt = re.search(r'id="code">([a-z ]+)<', page.content.decode())
    assert receipt
    with time_machine.travel(NOON + timedelta(minutes=30), tick=False):
        late = client.post(f"{SIDE}say/", {"go": "1", "carried": hidden(page, "carried")})
        back = client.post(f"{SIDE}again/", {"code": receipt[1], "pending": hidden(late, "pending")})
        assert "Question 1 of" in back.content.decode()
        wrong = {"code": "otter otter otter otter otter", "pending": hidden(late, "pending")}
        other = Client().post(f"{SIDE}again/", wrong)
        assert other.status_code == 422
    assert not Statement.objects.exists()
