"""The version of everything the public is shown: one word, changed by everything that changes a public page.

A cache that does not answer costs speed and nothing else: pages are then drawn each time.
"""

import logging
from typing import Any
from uuid import uuid4

from django.core.cache import caches
from redis.exceptions import RedisError

KEY = "content:version"
# A page that says something of the day ("in force since") is drawn again after this long even if nothing changed.
KEPT_FOR = 600
BROKEN = (RedisError, OSError)
logger = logging.getLogger(__name__)


def version() -> str | None:
    """Return the word pages are kept under now, or None while the cache does not answer."""
    store = caches["pages"]
    try:
        found = store.get(KEY)
        if found is None:
            # Of two first readers one wins; add() does not overwrite.
            store.add(KEY, uuid4().hex, timeout=None)
            found = store.get(KEY)
    except BROKEN:
        logger.warning("The page cache does not answer; pages are drawn each time")
        return None
    return str(found)


def read(key: str) -> Any:
    """Return what is kept under ``key``, or None."""
    try:
        return caches["pages"].get(key)
    except BROKEN:
        return None


def keep(key: str, value: Any, seconds: int) -> None:
    """Keep a page."""
    try:
        caches["pages"].set(key, value, seconds)
    except BROKEN:
        logger.warning("A page could not be kept")


def forget() -> None:
    """Let no page kept until now be served again; call it after the commit."""
    try:
        caches["pages"].set(KEY, uuid4().hex, timeout=None)
    except BROKEN:
        logger.warning("The page cache does not answer; what it kept is served again for its few minutes at most")
