"""Notices: once a person, by their choice, never about what they may not see."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.notifications import notify, without_mail
from portal.notifications.actions.preferences import choose
from portal.notifications.actions.sending import send_waiting
from portal.notifications.enums import Channel, Choice
from portal.notifications.models import Delivery, Notification
from portal.notifications.queries.notices import unread_count
from portal.notifications.registry import UnknownEvent
from tests.conftest import NOON
from tests.people import browser, person
from tests.portal.notifications.conftest import hide

pytestmark = pytest.mark.django_db


def tell(*people: Any, key: str = "thing:1", at: datetime = NOON, subject_id: int = 1, **more: Any) -> None:
    """Say that a thing happened."""
    words: dict[str, Any] = {"title": "A thing happened", "url": "/account/", **more}
    notify(people=people, event="trial.happened", key=key, subject_kind="thing", subject_id=subject_id, at=at, **words)


def test_a_notice_is_written_once_however_often_it_is_told() -> None:
    one, other = person(), person()
    for _ in range(3):
        tell(one, other)
    assert Notification.objects.count() == 2
    assert Delivery.objects.count() == 2


def test_whoever_acts_is_not_told_of_it() -> None:
    one, other = person(), person()
    tell(one, other, by=one)
    assert list(Notification.objects.values_list("person", flat=True)) == [other.pk]


def test_somebody_who_has_left_is_not_told() -> None:
    tell(person(is_active=False))
    assert not Notification.objects.exists()


def test_an_event_nobody_registered_is_refused() -> None:
    with pytest.raises(UnknownEvent):
        notify(
            people=[person()],
            event="no.such",
            key="x",
            subject_kind="",
            subject_id=0,
            title="x",
            url="/",
            at=NOON,
        )


@pytest.mark.parametrize(
    ("choice", "channels"),
    [(Choice.AT_ONCE, [Channel.MAIL]), (Choice.DIGEST, [Channel.DIGEST]), (Choice.NONE, [])],
)
def test_a_notice_goes_the_way_its_person_chose(choice: Choice, channels: list[Channel]) -> None:
    one = person()
    choose(by=one, choices={"trial": choice})
    tell(one)
    assert list(Delivery.objects.values_list("channel", flat=True)) == channels
    assert Notification.objects.count() == 1


def test_telling_again_after_a_change_of_mind_sends_nothing_by_another_way() -> None:
    one = person()
    tell(one)
    choose(by=one, choices={"trial": Choice.DIGEST})
    tell(one)
    assert Delivery.objects.count() == 1


def test_telling_costs_as_many_statements_for_thirty_people_as_for_one() -> None:
    counts = []
    for number, people in enumerate(([person()], [person() for _ in range(30)])):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tell(*people, key=f"thing:{number}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_the_past_is_written_without_letters() -> None:
    with without_mail():
        tell(person())
    assert Notification.objects.count() == 1
    assert not Delivery.objects.exists()


def test_a_letter_carries_title_link_and_settings_and_goes_once() -> None:
    one = person(name="Jo Ann Ríordáin")
    tell(one, title="A round has opened")
    assert (send_waiting(at=NOON).sent, send_waiting(at=NOON).sent) == (1, 0)
    letter = mail.outbox[0]
    notice = Notification.objects.get()
    assert letter.subject == "A round has opened"
    assert letter.to == [one.email]
    assert reverse("notifications:open", args=[notice.pk]) in letter.body
    assert reverse("notifications:preferences") in letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["Message-ID"].startswith(f"<notice-{Delivery.objects.get().pk}@")
    html = letter.alternatives[0][0]
    assert "A round has opened" in html


def test_a_title_cannot_write_headers_or_markup() -> None:
    tell(person(), title="Two\nlines <script>alert(1)</script>")
    send_waiting(at=NOON)
    assert "\n" not in mail.outbox[0].subject
    assert "<script>" not in mail.outbox[0].alternatives[0][0]


def test_no_letter_is_written_about_what_became_hidden() -> None:
    one = person()
    tell(one)
    hide(one, 1)
    assert send_waiting(at=NOON).dropped == 1
    assert mail.outbox == []
    assert send_waiting(at=NOON + timedelta(days=1)).sent == 0


def test_what_became_hidden_leaves_list_count_and_address() -> None:
    one = person()
    tell(one, key="a", subject_id=1, title="First thing")
    tell(one, key="b", subject_id=2, title="Second thing")
    hide(one, 2)
    client = browser(one)
    page = client.get(reverse("notifications:list")).content.decode()
    assert "First thing" in page
    assert "Second thing" not in page
    assert unread_count(one, NOON) == 1
    hidden = Notification.objects.get(key="b")
    assert client.get(reverse("notifications:open", args=[hidden.pk])).status_code == 404


def test_anothers_notice_does_not_exist() -> None:
    tell(person())
    notice = Notification.objects.get()
    client = browser(person())
    assert client.get(reverse("notifications:open", args=[notice.pk])).status_code == 404
    assert client.post(reverse("notifications:read", args=[notice.pk])).status_code == 404


def test_opening_a_notice_marks_it_read_and_goes_there() -> None:
    one = person()
    tell(one)
    notice = Notification.objects.get()
    response = browser(one).get(reverse("notifications:open", args=[notice.pk]))
    assert response.headers["Location"] == "/account/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_everything_is_marked_read_at_once() -> None:
    one = person()
    for number in range(3):
        tell(one, key=str(number))
    client = browser(one)
    assert client.get(reverse("notifications:read_all")).status_code == 405
    client.post(reverse("notifications:read_all"))
    assert unread_count(one, NOON) == 0


def test_the_list_costs_as_many_queries_for_three_notices_as_for_one() -> None:
    one, many = person(), person()
    tell(one, key="0")
    for number in range(3):
        tell(many, key=str(number), subject_id=number)
    counts = []
    for who in (one, many):
        client = browser(who)
        client.get(reverse("notifications:list"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("notifications:list")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_notice_of_something_that_did_not_happen_is_not_sent() -> None:
    """Nothing leaves before the commit: a rolled-back act leaves no notice behind."""
    one = person()

    with transaction.atomic():
        tell(one)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert send_waiting(at=NOON).sent == 0
