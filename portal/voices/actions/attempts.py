"""Counting tries of codes, in the shared cache alone and only for some hours: no address is stored, not even there."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from portal.voices.domain.attempts import ALL_IN, REMEMBERED, wait_after

SECONDS = int(REMEMBERED.total_seconds())
WINDOW = int(ALL_IN.total_seconds())
MOST_TOLD = 12


class TooManyAttempts(Exception):
    """Somebody must wait before the next try; ``wait`` says how long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def begin_attempt(address: str, at: datetime) -> None:
    """Count a try before it is made, so that a hundred at the same moment are a hundred; or say how long to wait.

    Trying while one waits makes the wait no longer. ``was_right`` takes a try back.
    """
    key = _key(address)
    before = _counted(key, SECONDS) - 1
    wait = wait_after(before, cache.get(_all(at)) or 0)
    left = (cache.get(key + ":last") or 0.0) + wait.total_seconds() - at.timestamp()
    if wait and left > 0:
        _take_back(key)
        raise TooManyAttempts(timedelta(seconds=left))
    cache.set(key + ":last", at.timestamp(), SECONDS)
    _counted(_all(at), WINDOW)


def was_right(address: str, at: datetime) -> None:
    """Take a try back: it was no guess. Earlier wrong ones stay counted."""
    _take_back(_key(address))
    _take_back(_all(at))


def may_tell(address: str) -> bool:
    """Count a message of "I don't feel safe"; false when very many came from one place within minutes."""
    return _counted(_key(address) + ":told", WINDOW) <= MOST_TOLD


def is_first(token: str, seconds: int = 3600) -> bool:
    """Say whether ``token`` is seen for the first time: a form that was sent twice counts once."""
    return cache.add("voices:once:" + sha256(token.encode()).hexdigest(), 1, seconds)


def _counted(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, seconds)
        return 1


def _take_back(key: str) -> None:
    try:
        if cache.decr(key) < 0:
            cache.delete(key)
    except ValueError:
        return


def _key(address: str) -> str:
    # Keyed; and of the sixth version the network alone, for a visitor chooses the other half as they like.
    network = ":".join(address.split(":")[:4]) if ":" in address else address
    digest = hmac.new(settings.SECRET_KEY.encode(), b"voices-attempts:" + network.encode(), sha256)
    return "voices:attempts:" + digest.hexdigest()


def _all(at: datetime) -> str:
    return f"voices:attempts:all:{int(at.timestamp()) // WINDOW}"
