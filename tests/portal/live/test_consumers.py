"""A page's socket: what it may hear, when it stops hearing, and what it is told when it misbehaves."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from portal.live import announce_on_commit
from portal.live.consumers import MISBEHAVED, MOST_ERRORS, MOST_ROOMS, RESTART, SESSION_OVER, TRY_AGAIN
from portal.live.hub import hub, listening_loop
from portal.live.messages import MOST_MESSAGES
from portal.people.models import User
from tests.portal.live.conftest import Door, announced, on_a_loop, open_page, page_of

pytestmark = pytest.mark.django_db


@on_a_loop
async def test_a_page_hears_what_changed_in_its_rooms_and_nothing_else(ada: User, door: Door) -> None:
    page = await open_page(ada, "?room=thing:1")
    assert await page.hears() == {"joined": "thing:1"}
    await page.says(join="thing:2")
    assert await page.hears() == {"joined": "thing:2"}
    for number in (1, 3, 2):
        await announced(f"thing:{number}", "thing.changed", number)
    assert await page.hears() == {"event": "thing.changed", "id": 1, "room": "thing:1"}
    assert await page.hears() == {"event": "thing.changed", "id": 2, "room": "thing:2"}
    await page.says(leave="thing:1")
    assert await page.hears() == {"left": "thing:1"}
    await announced("thing:1", "thing.changed", 1)
    assert await page.receive_nothing(0.05)
    await page.disconnect()


@on_a_loop
async def test_a_room_that_is_closed_and_one_that_is_unknown_are_refused_alike(ada: User, door: Door) -> None:
    page = await open_page(ada)
    for name in ("thing:100", "nothing_like_it:1", "person:999999"):
        await page.says(join=name)
        assert await page.hears() == {"refused": name}
    await announced("thing:100", "thing.changed", 100)
    assert await page.receive_nothing(0.05)
    await page.disconnect()


@on_a_loop
async def test_a_visitor_may_listen_where_visitors_may(ada: User, door: Door) -> None:
    page = await open_page(None, "?room=thing:1&room=person:1")
    assert await page.hears() == {"joined": "thing:1"}
    assert await page.hears() == {"refused": "person:1"}
    assert not door.asked[0][0].is_authenticated
    await page.disconnect()


@on_a_loop
async def test_permission_lost_is_noticed_at_once_when_announced(ada: User, door: Door) -> None:
    page = await open_page(ada, "?room=thing:1")
    await page.hears()
    door.open = False
    await announced("thing:1", "permission.changed", 1)
    await announced("thing:1", "thing.changed", 1)
    assert await page.hears() == {"refused": "thing:1"}
    assert await page.receive_nothing(0.05)
    await page.disconnect()


@on_a_loop
async def test_permission_kept_is_passed_on_when_announced(ada: User, door: Door) -> None:
    page = await open_page(ada, "?room=thing:1")
    await page.hears()
    await announced("thing:1", "permission.changed", 1)
    assert (await page.hears())["event"] == "permission.changed"
    await page.disconnect()


@on_a_loop
async def test_everybody_signed_in_hears_what_concerns_themselves(ada: User, door: Door) -> None:
    page = await open_page(ada, "?room=thing:1")
    await page.hears()
    await announced(f"person:{ada.pk}", "notification.added", 5)
    assert await page.hears() == {"event": "notification.added", "id": 5, "room": f"person:{ada.pk}"}
    door.open = False
    await announced(f"person:{ada.pk}", "permission.changed", ada.pk)
    assert await page.hears() == {"refused": "thing:1"}
    await page.disconnect()


def test_permission_lost_is_noticed_in_time_when_nobody_announces_it(ada: User, door: Door, settings: Any) -> None:
    settings.LIVE_ASK_AGAIN_SECONDS = 0.05

    @async_to_sync
    async def happens() -> None:
        page = await open_page(ada, "?room=thing:1")
        await page.hears()
        door.open = False
        assert await page.hears() == {"refused": "thing:1"}
        await page.disconnect()

    happens()


def end_session(ada: User) -> None:
    Session.objects.all().delete()


def let_it_idle(ada: User) -> None:
    for row in Session.objects.all():
        store = row.get_decoded()
        store["portal_seen"] = int((timezone.now() - timedelta(hours=1)).timestamp())
        row.session_data = Session.objects.encode(store)
        row.save()


def grow_old(ada: User) -> None:
    for row in Session.objects.all():
        store = row.get_decoded()
        store["portal_started"] = int((timezone.now() - timedelta(hours=13)).timestamp())
        row.session_data = Session.objects.encode(store)
        row.save()


def deactivate(ada: User) -> None:
    ada.is_active = False
    ada.save()


ENDS = [end_session, let_it_idle, grow_old, deactivate]


@pytest.mark.parametrize("end", ENDS)
@on_a_loop
async def test_a_socket_closes_when_its_session_ends(ada: User, door: Door, end: Any) -> None:
    page = await open_page(ada, "?room=thing:1")
    await page.hears()
    await sync_to_async(end)(ada)
    await announced(f"person:{ada.pk}", "session.ended", ada.pk)
    assert await page.closed_with() == SESSION_OVER
    assert not hub().rooms or await page.receive_nothing(0.01)


@on_a_loop
async def test_a_page_whose_session_is_over_is_told_so_by_the_code(ada: User, door: Door) -> None:
    page = await sync_to_async(page_of)(ada, "?room=thing:1")
    await sync_to_async(let_it_idle)(ada)
    await page.opened()
    assert await page.closed_with() == SESSION_OVER


@on_a_loop
async def test_ending_one_session_leaves_the_persons_others(ada: User, door: Door) -> None:
    ended = await open_page(ada, "?room=thing:1")
    await ended.hears()
    kept = await open_page(ada, "?room=thing:1")
    assert await kept.hears() == {"joined": "thing:1"}
    assert await sync_to_async(UserSession.objects.count)() == 2
    first = await sync_to_async(UserSession.objects.order_by("pk").first)()
    assert first is not None
    await sync_to_async(Session.objects.filter(session_key=first.session_key).delete)()
    await announced(f"person:{ada.pk}", "session.ended", ada.pk)
    assert await ended.closed_with() == SESSION_OVER
    assert await kept.receive_nothing(0.05)
    await kept.disconnect()


@on_a_loop
async def test_nonsense_is_answered_and_too_much_of_it_ends_the_socket(ada: User, door: Door) -> None:
    page = await open_page(ada)
    await page.send_to(bytes_data=b"\x00")
    assert (await page.hears())["error"] == "not-text"
    for text in ("nonsense", "x" * 600, '{"sing": "thing:1"}', '{"join": "thing"}'):
        await page.send_to(text_data=text)
        assert set(await page.hears()) == {"error", "detail"}
    for _ in range(MOST_ERRORS - 5):
        await page.send_to(text_data="nonsense")
    assert await page.closed_with() == MISBEHAVED


@on_a_loop
async def test_a_page_cannot_join_without_end(ada: User, door: Door) -> None:
    page = await open_page(ada)
    for number in range(1, MOST_ROOMS):
        await page.says(join=f"thing:{number}")
        assert await page.hears() == {"joined": f"thing:{number}"}
    await page.says(join="thing:50")
    assert (await page.hears())["error"] == "too-many-rooms"
    for _ in range(MOST_MESSAGES - MOST_ROOMS):
        await page.says(join="thing:1")
        await page.hears()
    await page.says(join="thing:1")
    assert (await page.hears())["error"] == "too-fast"
    await page.disconnect()


@pytest.mark.parametrize(
    "headers",
    [[(b"host", b"localhost")], [(b"origin", b"http://evil.example"), (b"host", b"localhost")], [(b"origin", b"null")]],
    ids=["no origin", "another origin", "a sandboxed frame"],
)
@on_a_loop
async def test_only_our_own_pages_open_a_socket(ada: User, headers: Any) -> None:
    page = await sync_to_async(page_of)(ada, "", headers)
    assert await page.connect(timeout=5) == (False, 1000)


@on_a_loop
async def test_an_unknown_address_is_refused() -> None:
    page = await sync_to_async(page_of)(None)
    page.scope["path"] = "/ws/nothing/"
    assert await page.connect(timeout=5) == (False, 1000)


@on_a_loop
async def test_many_pages_share_one_subscription_and_the_last_ends_it(ada: User, door: Door) -> None:
    pages = [await open_page(None, "?room=thing:1&room=thing:2") for _ in range(5)]
    for page in pages:
        assert [await page.hears(), await page.hears()] == [{"joined": "thing:1"}, {"joined": "thing:2"}]
    layer = hub().layer
    assert {group: len(channels) for group, channels in layer.groups.items()} == {"room.thing.1": 1, "room.thing.2": 1}
    await announced("thing:1", "thing.changed", 1)
    for page in pages:
        assert (await page.hears())["event"] == "thing.changed"
        await page.disconnect()
    assert layer.groups == {}
    assert hub().rooms == {}
    assert listening_loop() is None


@on_a_loop
async def test_pages_are_asked_to_come_back_when_events_may_have_been_lost(ada: User, door: Door) -> None:
    page = await open_page(None, "?room=thing:1")
    await page.hears()
    hub()._beat_heard(1)
    assert await page.receive_nothing(0.05)
    hub()._beat_heard(3)
    assert await page.closed_with() == RESTART


@on_a_loop
async def test_a_page_too_slow_to_read_is_asked_to_come_back(ada: User, door: Door) -> None:
    page = await open_page(None, "?room=thing:1")
    await page.hears()
    (listener,) = next(iter(hub().rooms.values()))
    for number in range(300):
        listener.hear(next(iter(hub().rooms)), "thing.changed", json.dumps({"id": number}))
    assert await page.closed_with() == TRY_AGAIN


class Away:
    """A channel layer that is away, then back."""

    def __init__(self, layer: Any) -> None:
        self.layer, self.away = layer, True

    def __getattr__(self, name: str) -> Any:
        async def call(*values: Any) -> Any:
            if self.away and name != "receive":
                raise ConnectionError("away")
            return await getattr(self.layer, name)(*values)

        return call


def test_a_page_joined_while_the_layer_was_away_is_asked_to_come_back_when_it_returns(
    ada: User, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.live.hub.BEAT_SECONDS", 0.02)

    @async_to_sync
    async def happens() -> None:
        hub().layer = away = Away(hub().layer)
        page = await open_page(None, "?room=thing:1")
        assert await page.hears() == {"joined": "thing:1"}
        assert await page.receive_nothing(0.1)
        away.away = False
        assert await page.closed_with() == RESTART

    happens()


def test_an_announcement_reaches_pages_only_after_the_commit(
    ada: User, door: Door, django_capture_on_commit_callbacks: Any
) -> None:
    def act() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            announce_on_commit("thing:1", "thing.changed", 1)
            with transaction.atomic():
                announce_on_commit("thing:1", "thing.never", 1)
                transaction.set_rollback(True)

    @async_to_sync
    async def happens() -> None:
        page = await open_page(None, "?room=thing:1")
        await page.hears()
        await sync_to_async(act)()
        assert await page.hears() == {"event": "thing.changed", "id": 1, "room": "thing:1"}
        assert await page.receive_nothing(0.05)
        await page.disconnect()

    happens()
