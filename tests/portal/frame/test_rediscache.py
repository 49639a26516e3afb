"""The cache in Redis: one client for all that is asked, and still Django's own cache."""

from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from portal.rediscache import LastingClient, LastingRedisCache


def test_every_cache_in_redis_is_asked_through_clients_that_last() -> None:
    cache = LastingRedisCache("redis://127.0.0.1:1/0", {})
    client = cache._cache
    assert isinstance(client, LastingClient)
    assert client.get_client("a") is client.get_client("b", write=True) is client.get_client()


def test_each_server_has_a_client_of_its_own() -> None:
    client = LastingRedisCache("redis://127.0.0.1:1/0,redis://127.0.0.1:2/0", {})._cache
    assert client.get_client("a", write=True) is not client.get_client("a")
    assert client.get_client("a") is client.get_client("b")


@pytest.mark.redis
def test_the_portals_caches_are_of_this_kind_and_keep_what_django_keeps() -> None:
    for name in settings.CACHES:
        cache: Any = caches[name]
        assert isinstance(cache, LastingRedisCache), name
        cache.set("lasting", {"a": [1, 2]}, 60)
        plain = RedisCache(cache._servers[0], {"KEY_PREFIX": cache.key_prefix})
        assert plain.get("lasting") == cache.get("lasting") == {"a": [1, 2]}
        cache.delete("lasting")
        assert cache.get("lasting") is None


@pytest.mark.redis
def test_threads_ask_at_once_and_each_gets_its_own_answer() -> None:
    cache = caches["pages"]
    wrong: list[tuple[int, Any]] = []

    def ask(number: int) -> None:
        for turn in range(50):
            cache.set(f"of-{number}", (number, turn), 60)
            if (found := cache.get(f"of-{number}")) != (number, turn):
                wrong.append((number, found))

    threads = [Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
