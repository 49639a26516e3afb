"""Sockets, cache and what is shared between processes: Redis when ``REDIS_URL`` is set."""

from typing import Any

from portal.settings.env import REDIS_URL

CHANNEL_LAYERS: dict[str, dict[str, Any]]
CACHES: dict[str, dict[str, Any]]

if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            # Asked for at most this long: a page never waits for a Redis that does not answer.
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_connect_timeout": 2}]},
        }
    }
    CACHES = {
        "default": {"BACKEND": "portal.rediscache.LastingRedisCache", "LOCATION": REDIS_URL},
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Public pages are kept apart from rate limits: many of the one must never push out the other.
CACHES["pages"] = (
    {**CACHES["default"], "KEY_PREFIX": "pages", "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1}}
    if REDIS_URL
    else {**CACHES["default"], "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 1000}}
)

# Where ``{% cache %}`` keeps fragments: with Redis away they are drawn each time.
CACHES["template_fragments"] = (
    {**CACHES["pages"], "KEY_PREFIX": "fragments", "BACKEND": "portal.ui.fragments.FragmentCache"}
    if REDIS_URL
    else CACHES["default"]
)

# How often a socket asks again whether its session holds and what it may hear.
LIVE_ASK_AGAIN_SECONDS = 60
# For ``uvicorn.run``: sockets say little, and stopping never waits for ever.
UVICORN: dict[str, Any] = {
    "ws": "websockets-sansio",
    "ws_max_size": 4096,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
    "timeout_graceful_shutdown": 5,
    "timeout_keep_alive": 15,
    "server_header": False,
}
