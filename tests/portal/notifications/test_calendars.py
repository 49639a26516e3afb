"""The secret calendar: read with its token alone, ended by a new one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from portal.notifications import CalendarEntry, register_calendar
from portal.notifications.actions.calendars import make_feed, revoke_feed
from portal.notifications.models import CalendarFeed
from portal.notifications.registry import CALENDARS
from portal.people.models import User
from tests.conftest import NOON
from tests.people import browser, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _entries() -> Iterator[None]:
    def source(who: User, at: datetime) -> Iterator[CalendarEntry]:
        yield CalendarEntry("one@test", "Café; board, meets", datetime(2026, 7, 1, 13, tzinfo=UTC), "/boards/x/", NOON)
        yield CalendarEntry("two@test", "A day", date(2026, 12, 1), "/boards/y/", NOON)

    register_calendar(source)
    yield
    CALENDARS.remove(source)


def address(token: str) -> str:
    """Return the address of the feed."""
    return reverse("notifications:calendar", args=[token])


def test_the_feed_opens_with_its_token_and_is_a_calendar() -> None:
    response = browser().get(address(make_feed(by=person(), at=NOON)))
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/calendar")
    events = {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("vevent")}
    assert str(events["one@test"]["summary"]) == "Café; board, meets"
    assert events["one@test"]["dtstart"].dt == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert events["two@test"]["dtstart"].dt == date(2026, 12, 1)
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75


def test_only_the_hash_of_the_token_is_kept() -> None:
    token = make_feed(by=person(), at=NOON)
    assert token not in str(CalendarFeed.objects.values())


def test_a_new_token_ends_the_old_and_revoking_ends_both() -> None:
    who = person()
    old, new = make_feed(by=who, at=NOON), make_feed(by=who, at=NOON)
    assert browser().get(address(old)).status_code == 404
    assert browser().get(address(new)).status_code == 200
    revoke_feed(by=who)
    assert browser().get(address(new)).status_code == 404


def test_the_feed_of_somebody_who_has_left_is_closed() -> None:
    who = person()
    token = make_feed(by=who, at=NOON)
    who.is_active = False
    who.save()
    assert browser().get(address(token)).status_code == 404


def test_the_address_is_shown_once_on_its_making() -> None:
    who = person()
    client = browser(who)
    page = client.post(reverse("notifications:make_calendar")).content.decode()
    assert "/calendar/" in page
    assert ".ics" in page
    assert ".ics" not in client.get(reverse("notifications:preferences")).content.decode()
    assert client.get(reverse("notifications:make_calendar")).status_code == 405


def test_preferences_are_kept_and_shown() -> None:
    client = browser(person())
    address = reverse("notifications:preferences")
    assert browser().get(address).status_code == 302
    page = client.get(address)
    names = page.context["form"].fields
    assert "trial" in names
    assert client.post(address, dict.fromkeys(names, "none")).status_code == 302
    assert client.get(address).context["form"]["trial"].value() == "none"
    assert client.post(address, dict.fromkeys(names, "loudly")).status_code == 422
