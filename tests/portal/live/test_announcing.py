"""Announcing never fails or delays the request, and says nothing that was rolled back."""

import logging
from time import perf_counter
from typing import Any

import pytest
from channels.layers import channel_layers
from channels_redis.pubsub import RedisPubSubChannelLayer

from portal.live import announce_on_commit
from portal.live.publishing import publisher

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("room", "event"),
    [("proposal", "a.b"), ("proposal:x", "a.b"), ("proposal:5", ""), ("proposal:5", "Text of the thing")],
)
def test_a_mistaken_announcement_fails_where_it_is_written(room: str, event: str) -> None:
    with pytest.raises(ValueError, match="not a room or not an event"):
        announce_on_commit(room, event, 1)


def test_nobody_listening_costs_nothing(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        announce_on_commit("proposal:5", "proposal.changed", 5)
    assert len(callbacks) == 1
    assert publisher.pending == set()


def test_a_redis_that_is_away_neither_fails_nor_delays_the_request(
    django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    away = RedisPubSubChannelLayer(hosts=[{"address": "redis://127.0.0.1:1/0", "socket_connect_timeout": 1}])
    before = channel_layers.set("default", away)
    try:
        with caplog.at_level(logging.WARNING, "portal.live.publishing"):
            began = perf_counter()
            with django_capture_on_commit_callbacks(execute=True):
                announce_on_commit("proposal:5", "proposal.changed", 5)
            assert perf_counter() - began < 0.5
            for sending in list(publisher.pending):
                sending.result(timeout=10)
        assert "Not announced: proposal.changed in proposal:5" in caplog.text
    finally:
        channel_layers.set("default", before)
