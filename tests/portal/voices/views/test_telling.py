"""I don't feel safe: once for a double click, with a way back, and joined to nothing unasked."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from portal.voices.actions.cases import read_case
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Case, Statement
from tests.conftest import NOON
from tests.factories.statements import lead
from tests.factories.voices import cards, opened
from tests.portal.voices.views.test_young import SIDE, hidden, start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def sent(client: Client, privacy: str) -> Statement:
    start(client, cards(opened())[0], privacy)
    page = client.post(f"{SIDE}say/", {"n": "8", "go": "next", "text": "It is loud", "carried": ""})
    assert client.post(f"{SIDE}say/", {"go": "send", "carried": hidden(page, "carried")}).status_code == 302
    return Statement.objects.get()


def test_who_nobody_can_find_out_is_not_joined_to_a_message_with_a_name() -> None:
    client = Client()
    statement = sent(client, Privacy.ANONYMOUS)
    assert 'name="with_sent"' not in client.get(f"{SIDE}unsafe/").content.decode()
    client.post(f"{SIDE}unsafe/", {"told": "Help", "contact": "Robin, Elm House", "with_sent": "on"})
    assert Case.objects.get().statement is None
    statement.refresh_from_db()
    assert statement.state == StatementState.RECEIVED


@pytest.mark.parametrize("asked", [True, False])
def test_what_was_sent_is_shown_to_safeguarding_only_if_its_author_says_so(asked: bool) -> None:
    client = Client()
    statement = sent(client, Privacy.PRIVATE)
    assert 'name="with_sent"' in client.get(f"{SIDE}unsafe/").content.decode()
    client.post(f"{SIDE}unsafe/", {"told": "Help", **({"with_sent": "on"} if asked else {})})
    assert (Case.objects.get().statement == statement) is asked


def test_pressing_twice_tells_once() -> None:
    client = Client()
    once = hidden(client.get(f"{SIDE}unsafe/"), "once")
    assert len(once) == 32
    first = client.post(f"{SIDE}unsafe/", {"told": "Help", "once": once})
    second = client.post(f"{SIDE}unsafe/", {"told": "Help", "once": once})
    assert first.status_code == second.status_code == 200
    assert Case.objects.count() == 1
    assert 'id="code"' in first.content.decode()
    assert 'id="code"' not in second.content.decode()


def test_who_told_comes_back_and_sees_whether_somebody_has_read_it() -> None:
    told = Client().post(f"{SIDE}unsafe/", {"told": "Help"}).content.decode()
    found = re.search(r'id="code">([a-z ]+)<', told)
    assert found
    other = Client()
    assert "Your message is waiting" in other.post(f"{SIDE}back/", {"code": found[1]}).content.decode()
    guard = lead()
    read_case(case=Case.objects.get(), by=guard, at=NOON)
    assert "Somebody has read your message" in other.post(f"{SIDE}back/", {"code": found[1]}).content.decode()
    assert "Help" not in other.post(f"{SIDE}back/", {"code": found[1]}).content.decode()


@pytest.mark.parametrize(("hours", "words"), [(0, "Somebody is there to read it now"), (12, "Maybe nobody is reading")])
def test_the_page_says_honestly_whether_anybody_is_there(hours: int, words: str) -> None:
    lead()
    with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
        assert words in Client().get(f"{SIDE}unsafe/").content.decode()


def test_a_child_in_wales_gets_the_clocks_of_wales() -> None:
    Client().post(f"{SIDE}unsafe/", {"told": "Help", "nation": "wales"})
    assert Case.objects.get().nation == "wales"


def test_nothing_at_all_is_asked_again_and_keeps_what_was_typed() -> None:
    page = Client().post(f"{SIDE}unsafe/", {"told": " ", "contact": "Under the <stairs>"})
    assert page.status_code == 422
    assert "Under the &lt;stairs&gt;" in page.content.decode()
    assert not Case.objects.exists()


def test_where_nobody_is_named_to_read_no_hour_is_promised() -> None:
    page = Client().get(f"{SIDE}unsafe/").content.decode()
    assert "Nobody may be reading this." in page
    assert "Somebody is there for sure" not in page
