"""Two workers at one instant, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from portal.notifications import Reminder, notify
from portal.notifications.actions.digests import send_digests
from portal.notifications.actions.preferences import choose
from portal.notifications.actions.reminders import remind
from portal.notifications.enums import Choice
from portal.notifications.models import Delivery, Digest, Notification
from portal.notifications.reminders import SOURCES
from tests.people import person

AT = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
WORKERS = 4

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(act: Any) -> None:
    """Do ``act`` in several threads at once, each with a connection of its own."""
    start = Barrier(WORKERS)

    def one(_: int) -> None:
        start.wait()
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, range(WORKERS)))


def test_several_workers_tell_and_send_each_notice_once() -> None:
    people = [person() for _ in range(6)]
    for one in people[:3]:
        choose(by=one, choices={"trial": Choice.DIGEST})

    def tell() -> None:
        notify(
            people=people,
            event="trial.happened",
            key="once",
            subject_kind="thing",
            subject_id=1,
            title="A thing",
            url="/",
            at=AT,
        )

    together(tell)
    assert Notification.objects.count() == Delivery.objects.count() == 6
    together(lambda: send_digests(at=MORNING))
    assert Digest.objects.count() == 3
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(one.email for one in people)


def test_several_timers_at_one_instant_remind_everybody_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people = frozenset(person().pk for _ in range(6))

    def source(at: datetime, until: datetime) -> list[Reminder]:
        return [Reminder("trial.happened", "1", AT, people, "thing", 1, "A thing is due", "/")]

    monkeypatch.setitem(SOURCES, "trial", source)
    together(lambda: remind(at=MORNING))
    assert sorted(Notification.objects.values_list("person", flat=True)) == sorted(people)
    assert Delivery.objects.count() == 6
