"""Preferences hold: every event anybody registered, by every choice, goes out exactly as its person chose."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from portal.notifications import notify
from portal.notifications.actions.digests import send_digests
from portal.notifications.actions.preferences import choose
from portal.notifications.actions.sending import send_waiting
from portal.notifications.enums import Channel, Choice
from portal.notifications.models import Delivery, Notification
from portal.notifications.registry import EVENTS, GROUPS
from tests.people import browser, person

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
WAYS = {Choice.AT_ONCE: {Channel.MAIL}, Choice.DIGEST: {Channel.DIGEST}, Choice.NONE: set()}
# By name, so that an event that loses its registration is missed.
KNOWN = frozenset(EVENTS)
# Nobody may switch these off: somebody's safety hangs on them.
ALWAYS = {"voices.case_alert"}


def tell(event: str, who: object, key: str) -> None:
    """Tell somebody about themselves, so that what may be seen of other things plays no part."""
    notify(
        people=[who],  # type: ignore[list-item]
        event=event,
        key=key,
        subject_kind="",
        subject_id=0,
        title=f"Told: {key}",
        url="/account/",
        at=EVENING,
    )


@pytest.mark.parametrize("choice", Choice)
def test_every_event_goes_by_the_way_its_person_chose_and_by_no_other(choice: Choice) -> None:
    who = person()
    choose(by=who, choices=dict.fromkeys(GROUPS, choice))
    assert {"round.closing", "report_back.due", "decision.review", "rationale.missing"} <= KNOWN
    for event in EVENTS:
        tell(event, who, event)
    assert Notification.objects.filter(person=who).count() == len(EVENTS)
    for event in EVENTS:
        ways = Delivery.objects.filter(notification__key=event).values_list("channel", flat=True)
        assert set(ways) == WAYS[Choice.AT_ONCE if event in ALWAYS else choice], event
    send_waiting(at=EVENING)
    assert len(mail.outbox) == (len(EVENTS) if choice is Choice.AT_ONCE else len(ALWAYS))
    send_digests(at=EVENING + timedelta(days=1))
    letters = {Choice.AT_ONCE: len(EVENTS), Choice.DIGEST: len(ALWAYS) + 1, Choice.NONE: len(ALWAYS)}
    assert len(mail.outbox) == letters[choice]


def test_every_event_follows_its_own_default_until_its_person_chooses() -> None:
    who = person()
    for event, known in EVENTS.items():
        tell(event, who, event)
        ways = Delivery.objects.filter(notification__key=event).values_list("channel", flat=True)
        assert set(ways) == WAYS[known.default], event


def test_only_alerts_are_sent_at_once_whatever_anybody_chose() -> None:
    assert {key for key, event in EVENTS.items() if event.always_at_once} == ALWAYS


def test_every_group_with_events_is_on_the_settings_page() -> None:
    page = browser(person()).get("/account/notifications/").content.decode()
    used = {event.group for event in EVENTS.values()}
    assert {group for group in used if f'name="{group}"' not in page} == set()


def test_the_mornings_letter_puts_what_belongs_together_together() -> None:
    who = person()
    choose(by=who, choices=dict.fromkeys(GROUPS, Choice.DIGEST))
    for number, event in enumerate(("decision.recorded", "round.closing", "decision.review")):
        tell(event, who, str(number))
    send_digests(at=EVENING + timedelta(days=1))
    body = str(mail.outbox[0].body)
    places = [body.index(words) for words in ("Your position", "Told: 1", "Decisions", "Told: 0", "Told: 2")]
    assert places == sorted(places)
