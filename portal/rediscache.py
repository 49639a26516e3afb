"""Django's cache in Redis, asked through one client instead of a new one for every question."""

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class LastingClient(RedisCacheClient):
    """Keeps the client of each server: making one took as long as what was asked through it.

    A client only hands out connections of its pool, which Django keeps as long.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lasting: dict[Any, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """Return the client of the server that is asked."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # the stubs leave it out
        client = self._lasting.get(pool)
        if client is None:
            client = self._lasting[pool] = self._client(connection_pool=pool)  # type: ignore[attr-defined]
        return client


class LastingRedisCache(RedisCache):
    """The cache of Django, with clients that last."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = LastingClient
