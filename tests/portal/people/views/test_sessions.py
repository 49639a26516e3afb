"""Sessions end after half an hour without use, after twelve hours, and when somebody ends them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import override_settings

from portal.people.queries.sessions import device
from portal.people.sessions import session_is_alive
from tests.factories.people import UserFactory
from tests.people import administrator, browser, person

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def minutes(number: float) -> datetime:
    return START + timedelta(minutes=number)


def is_in(client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.mark.parametrize(("idle", "stays"), [(29, True), (30, False), (600, False)])
def test_session_ends_after_half_an_hour_without_use(idle, stays):
    with time_machine.travel(START, tick=False) as clock:
        client = browser(person())
        assert is_in(client)
        clock.move_to(minutes(idle))
        assert is_in(client) is stays


def test_session_ends_after_twelve_hours_however_busy():
    with time_machine.travel(START, tick=False) as clock:
        client = browser(person())
        seen = []
        for minute in range(0, 12 * 60 + 20, 20):
            clock.move_to(minutes(minute))
            seen.append(is_in(client))
        assert seen == [True] * 36 + [False]


def test_page_that_refreshes_itself_keeps_nobody_signed_in():
    with time_machine.travel(START, tick=False) as clock:
        client = browser(person())
        for minute in (10, 20, 29):
            clock.move_to(minutes(minute))
            assert client.get("/account/", headers={"X-Refresh": "1"}).status_code == 200
        clock.move_to(minutes(31))
        assert not is_in(client)


def test_sign_in_page_says_why_somebody_was_signed_out():
    with time_machine.travel(START, tick=False) as clock:
        client = browser(person())
        is_in(client)
        clock.move_to(minutes(31))
        page = client.get("/account/", follow=True)
        assert b"You were signed out because you had not used the portal" in page.content


def test_answers_to_the_signed_in_are_not_kept():
    client = browser(person())
    assert client.get("/account/")["Cache-Control"] == "no-store, private"
    assert client.get("/account/nothing/")["Cache-Control"] == "no-store, private"


def test_visitor_costs_no_query_and_gets_no_session(django_assert_num_queries):
    client = browser()
    with django_assert_num_queries(0):
        client.get("/account/signup/")
    assert "sessionid" not in client.cookies


def test_use_is_written_once_a_minute(django_assert_num_queries):
    with time_machine.travel(START, tick=False) as clock:
        client = browser(person())
        client.get("/account/sessions/")
        clock.move_to(minutes(0.5))
        client.get("/account/sessions/")
        assert UserSession.objects.get().last_seen_at == START
        clock.move_to(minutes(1))
        client.get("/account/sessions/")
        assert UserSession.objects.get().last_seen_at == minutes(1)


def test_socket_asks_whether_the_session_is_alive():
    with time_machine.travel(START, tick=False):
        client = browser(person())
        client.get("/account/")
        key = client.session.session_key
    assert session_is_alive(key, minutes(29))
    assert not session_is_alive(key, minutes(30))
    assert not session_is_alive("nothing", minutes(1))
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        assert not session_is_alive(key, minutes(1))
    UserSession.objects.get().end()
    assert not session_is_alive(key, minutes(1))


def test_own_sessions_are_listed_and_ended_one_by_one():
    somebody = person()
    here, there = browser(somebody), browser(somebody)
    there.get("/account/", headers={"User-Agent": "Mozilla/5.0 (iPhone) Version/17 Safari/604"})
    page = here.get("/account/sessions/")
    assert [row.device for row in page.context["sessions"] if not row.is_this_one] == ["Safari on iPhone"]
    row = next(row for row in page.context["sessions"] if not row.is_this_one)
    here.post(f"/account/sessions/{row.pk}/end/")
    assert (is_in(here), is_in(there)) == (True, False)


def test_every_other_session_is_ended_at_once():
    somebody = person()
    clients = [browser(somebody) for _ in range(4)]
    assert all(is_in(client) for client in clients)
    clients[0].post("/account/sessions/end-others/")
    assert [is_in(client) for client in clients] == [True, False, False, False]


def test_session_of_somebody_else_is_not_found():
    other = UserFactory()
    theirs = browser(other)
    theirs.get("/account/")
    row = UserSession.objects.get(user=other)
    assert browser(person()).post(f"/account/sessions/{row.pk}/end/").status_code == 404
    assert is_in(theirs)


def test_administrator_ends_anybodys_sessions():
    other = person()
    theirs = browser(other)
    assert is_in(theirs)
    assert browser(administrator()).post(f"/people/{other.pk}/end-sessions/").status_code == 302
    assert not is_in(theirs)


def test_changed_password_ends_the_other_sessions():
    somebody = person()
    here, there = browser(somebody), browser(somebody)
    assert is_in(here)
    assert is_in(there)
    new = {"oldpassword": "seven slow herons", "password1": "four quiet herons", "password2": "four quiet herons"}
    assert here.post("/account/password/change/", new).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_staying_signed_in_says_until_when():
    with time_machine.travel(START, tick=False) as clock:
        client = browser(person())
        client.get("/account/")
        clock.move_to(minutes(28))
        assert client.post("/account/stay-signed-in/").json() == {"ends": minutes(58).isoformat()}
        clock.move_to(minutes(57))
        assert is_in(client)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537 Edg/120", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko Firefox/120.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit Version/17 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/120 Mobile Safari/537", "Chrome on Android"),
        ("curl/8.0", "Another device"),
        ("", "Another device"),
    ],
)
def test_device_is_named_as_people_name_it(agent, words):
    assert device(agent) == words
