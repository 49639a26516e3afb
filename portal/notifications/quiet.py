"""Writing notices without sending letters about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_QUIET: ContextVar[bool] = ContextVar("notifications_quiet", default=False)
_SILENT: ContextVar[bool] = ContextVar("notifications_silent", default=False)


@contextmanager
def without_mail() -> Iterator[None]:
    """Write notices, but no letters: for whoever writes the past, as the demonstration does."""
    token = _QUIET.set(True)
    try:
        yield
    finally:
        _QUIET.reset(token)


@contextmanager
def without_notices() -> Iterator[None]:
    """Tell nobody anything: for whoever writes what was over long ago."""
    token = _SILENT.set(True)
    try:
        yield
    finally:
        _SILENT.reset(token)


def is_silent() -> bool:
    """Say whether nobody is told anything here."""
    return _SILENT.get()


def is_quiet() -> bool:
    """Say whether letters are held back here."""
    return _QUIET.get()
