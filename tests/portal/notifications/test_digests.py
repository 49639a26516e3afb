"""The morning's letter: once a day, at half past seven in London, caught up once when late."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.notifications import notify
from portal.notifications.actions.digests import send_digests
from portal.notifications.actions.preferences import choose
from portal.notifications.actions.sending import LEASE, send_waiting
from portal.notifications.enums import Choice, SendState
from portal.notifications.models import Delivery, Digest, Notification, Preference
from portal.people.models import User
from tests.people import person
from tests.portal.notifications.conftest import hide
from tests.thorough import examples

EVENING = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 3, 7, 30, tzinfo=UTC)


def tell(who: User, key: str, at: datetime, subject_id: int = 1) -> None:
    """Say that a thing happened."""
    notify(
        people=[who],
        event="trial.happened",
        key=key,
        subject_kind="thing",
        subject_id=subject_id,
        title=f"Thing {key}",
        url="/account/",
        at=at,
    )


def morning_reader() -> User:
    """Make somebody who wants one e-mail in the morning."""
    who = person()
    choose(by=who, choices={"trial": Choice.DIGEST})
    return who


@pytest.mark.django_db
def test_the_evenings_notices_come_in_one_letter_in_the_morning() -> None:
    who = morning_reader()
    tell(who, "a", EVENING)
    tell(who, "b", EVENING + timedelta(hours=1))
    assert send_digests(at=MORNING - timedelta(minutes=1)).sent == 0
    assert send_digests(at=MORNING).sent == 1
    assert send_digests(at=MORNING + timedelta(minutes=5)).sent == 0
    (letter,) = mail.outbox
    assert "Thing a" in letter.body
    assert "Thing b" in letter.body
    assert set(Delivery.objects.values_list("state", flat=True)) == {SendState.SENT}


@pytest.mark.django_db
def test_a_timer_late_by_two_days_catches_up_with_one_letter() -> None:
    who = morning_reader()
    tell(who, "a", EVENING)
    tell(who, "b", EVENING + timedelta(days=1))
    assert send_digests(at=MORNING + timedelta(days=2, hours=3)).sent == 1
    assert mail.outbox[0].body.count("Thing") == 2


@pytest.mark.django_db
def test_what_is_hidden_or_read_by_then_is_not_in_the_letter() -> None:
    who = morning_reader()
    for number, key in enumerate(("shown", "hidden", "read")):
        tell(who, key, EVENING, number)
    hide(who, 1)
    Notification.objects.filter(key="read").update(read_at=EVENING)  # no history: notifications.Notification has none
    send_digests(at=MORNING)
    body = mail.outbox[0].body
    assert "Thing shown" in body
    assert "Thing hidden" not in body
    assert "Thing read" not in body


@pytest.mark.django_db
def test_no_letter_is_sent_when_nothing_is_left_to_tell() -> None:
    who = morning_reader()
    tell(who, "a", EVENING)
    hide(who, 1)
    assert send_digests(at=MORNING).sent == 0
    assert mail.outbox == []
    assert Digest.objects.get().state == SendState.DROPPED


@pytest.mark.django_db
def test_a_letter_the_server_refuses_is_tried_again_under_the_same_name(monkeypatch: pytest.MonkeyPatch) -> None:
    who = person()
    tell(who, "a", EVENING)

    def refuse(self: Any, messages: Any) -> int:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert send_waiting(at=EVENING).failed == 1
    assert send_waiting(at=EVENING + timedelta(seconds=30)).sent == 0
    assert send_waiting(at=EVENING + timedelta(minutes=3)).sent == 1


@pytest.mark.django_db
def test_a_letter_whose_sender_died_is_taken_up_after_the_lease_under_the_same_name() -> None:
    tell(person(), "a", EVENING)
    delivery = Delivery.objects.get()
    delivery.state, delivery.claimed_at = SendState.CLAIMED, EVENING
    delivery.save()
    assert send_waiting(at=EVENING + LEASE).sent == 0
    assert send_waiting(at=EVENING + LEASE + timedelta(seconds=1)).sent == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<notice-{delivery.pk}@")


# Invariant 21 of governance.md: in any order of telling, choosing and running the timer, each notice goes out by
# each channel once at most, and exactly once in the end where its person wanted it.
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.integers(0, 3)),
        st.tuples(st.just("choose"), st.sampled_from(list(Choice))),
        st.tuples(st.just("run"), st.integers(0, 60)),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_each_notice_is_sent_once_and_only_once_in_any_order(acts: list[tuple[str, Any]]) -> None:
    mail.outbox.clear()
    for model in (Delivery, Digest, Notification, Preference):
        model.objects.all().delete()
    who = person()
    at, choice = EVENING, Choice.AT_ONCE
    wanted: dict[str, Choice] = {}
    for name, value in acts:
        if name == "tell":
            tell(who, str(value), at)
            wanted.setdefault(str(value), choice)
        elif name == "choose":
            choose(by=who, choices={"trial": value})
            choice = value
        else:
            at += timedelta(hours=value)
            send_digests(at=at)
    for _ in range(2):
        at += timedelta(days=1)
        send_digests(at=at)
    said = "\n".join(str(letter.body) for letter in mail.outbox)
    for key in map(str, range(4)):
        assert said.count(f"Thing {key}") == (wanted.get(key, Choice.NONE) is not Choice.NONE)
    names = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert len(names) == len(set(names))
