"""Trying codes: counted before each try, and made to wait longer and longer (``domain/attempts.py``)."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from portal.people.requests import now
from portal.voices.actions import attempts


def minutes_to_wait(request: HttpRequest) -> int:
    """Count a try of a code, or say how many minutes are to be waited before the next; nothing is tried then."""
    try:
        attempts.begin_attempt(_address(request), now())
    except attempts.TooManyAttempts as many:
        return max(1, -(-int(many.wait.total_seconds()) // 60))
    return 0


def was_right(request: HttpRequest) -> None:
    """Take the try back: it was no guess."""
    attempts.was_right(_address(request), now())


def may_tell(request: HttpRequest) -> bool:
    """Count a message of "I don't feel safe" and say whether it is not one of very many from one place."""
    return attempts.may_tell(_address(request))


def _address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))
