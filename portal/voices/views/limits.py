"""Trying codes is limited: a few for each place they come from, and for all together (``ACCOUNT_RATE_LIMITS``)."""

from allauth.core import ratelimit
from django.http import HttpRequest

# Everybody counts on one tally beside their own.
ALL = "all"


def may_try(request: HttpRequest) -> bool:
    """Say whether another code may be tried now."""
    return ratelimit.consume(request, action="voices_code", key=ALL, dry_run=True)


def failed(request: HttpRequest) -> None:
    """Count a code that opened nothing."""
    ratelimit.consume(request, action="voices_code", key=ALL)


def may_tell(request: HttpRequest) -> bool:
    """Count a message of "I don't feel safe" and say whether it is not one of very many from one place."""
    return ratelimit.consume(request, action="voices_told")
