"""Where ``{% cache %}`` keeps fragments of pages: a Redis that does not answer costs speed and nothing else."""

import logging
from typing import Any

from redis.exceptions import RedisError

from portal.rediscache import LastingRedisCache

BROKEN = (RedisError, OSError)
logger = logging.getLogger(__name__)


class FragmentCache(LastingRedisCache):
    """Without an answer nothing was kept and nothing is: the fragment is drawn each time."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, or ``default`` also while nobody answers."""
        try:
            return super().get(key, default, version)
        except BROKEN:
            logger.warning("The cache of fragments does not answer; they are drawn each time")
            return default

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep it if somebody answers."""
        try:
            super().set(key, value, *args, **kwargs)
        except BROKEN:
            logger.warning("A fragment could not be kept")
