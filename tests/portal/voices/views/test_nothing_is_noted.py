"""No code and no word in a log, an error report, a session, a notice or an address."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from portal.logs import JsonLines
from portal.notifications.models import Notification
from portal.voices.enums.statements import Privacy
from tests.conftest import NOON
from tests.factories.statements import lead, moderator, place
from tests.factories.voices import cards, opened
from tests.people import person
from tests.portal.voices.views.test_young import SIDE, hidden, start

SECRET = "turquoise walrus"


class Everything(logging.Handler):
    """Keeps every record, with all that is attached to it."""

    def __init__(self) -> None:
        super().__init__(level=logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.__dict__} {JsonLines().format(record)}")


@pytest.fixture
def heard() -> Iterator[Everything]:
    """Everything that any logger says from INFO on, which is where production begins to write."""
    handler, root = Everything(), logging.getLogger()
    named = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    # Those that hand nothing on to the root are heard by themselves.
    loggers = [root, *(one for one in named if not one.propagate)]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel(logging.INFO)
    with time_machine.travel(NOON, tick=False):
        yield handler
    for one, level in zip(loggers, levels, strict=True):
        one.removeHandler(handler)
        one.setLevel(level)


@pytest.mark.django_db
@pytest.mark.parametrize("privacy", Privacy)
def test_the_whole_way_leaves_no_word_behind(heard: Everything, privacy: Privacy) -> None:
    readers = [moderator(), lead()]
    card = cards(opened(), where=place(name="Elmbrook"))[0]
    client = Client()
    addresses: list[Any] = []
    receipt = start(client, card, privacy, name="Robinetta" if privacy == Privacy.NAMED else "")
    page = client.post(f"{SIDE}say/", {"n": "8", "go": "next", "text": f"The {SECRET} hit me", "carried": ""})
    sent = client.post(f"{SIDE}say/", {"go": "send", "carried": hidden(page, "carried")})
    client.post(f"{SIDE}mine/add/", {"text": f"More of the {SECRET}"})
    client.post(f"{SIDE}card/", {"code": card})
    told = client.post(f"{SIDE}unsafe/", {"told": f"Help, the {SECRET}", "contact": "Robinetta"})
    addresses += [sent["Location"], told.request["PATH_INFO"]]
    secrets = [SECRET, "Robinetta", "Elmbrook", card, receipt]
    everything = {
        "log": "\n".join(heard.lines),
        "sessions": json.dumps([row.get_decoded() for row in Session.objects.all()]),
        "notices": "\n".join(f"{row.title} {row.__dict__}" for row in Notification.objects.all()),
        "letters": "\n".join(f"{letter.subject}\n{letter.body}\n{letter.alternatives}" for letter in mail.outbox),
        "addresses": "\n".join(addresses),
        "cookies": "\n".join(morsel.value for morsel in client.cookies.values()),
    }
    assert Notification.objects.filter(person__in=readers).exists(), "the alert went out"
    assert any('"route": "have-your-say/' in line for line in heard.lines), "the requests were noted, by route"
    assert not Session.objects.exists()
    for where, text in everything.items():
        for secret in secrets:
            assert secret not in text, (where, secret)


@pytest.mark.django_db
def test_a_fault_reports_no_word(heard: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash while somebody sends: the report says where, never what."""
    from portal.voices.views import saying  # noqa: PLC0415 - the module whose function is broken

    client = Client(raise_request_exception=False)
    receipt = start(client, cards(opened())[0])

    def broken(**_more: object) -> None:
        msg = "the disk is gone"
        raise OSError(msg)

    monkeypatch.setattr(saying, "answer_question", broken)
    page = client.post(f"{SIDE}say/", {"n": "8", "go": "next", "text": f"The {SECRET}"})
    assert page.status_code == 500
    text = "\n".join(heard.lines)
    assert "the disk is gone" in text
    for secret in (SECRET, receipt):
        assert secret not in text
        assert secret not in page.content.decode()


@pytest.mark.django_db
def test_somebody_signed_in_who_says_something_is_not_noted_with_it() -> None:
    client = Client()
    client.force_login(person())
    with time_machine.travel(NOON, tick=False):
        start(client, cards(opened())[0], Privacy.ANONYMOUS)
    kept = json.dumps([row.get_decoded() for row in Session.objects.all()], default=str)
    assert "voice" not in kept
    assert "have-your-say" not in kept
