"""A name for every request, and one line in the log for each: what was asked, never what was said."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponseBase

from portal.roomy import with_room

log = logging.getLogger("portal.requests")
HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = frozenset({"healthz", "readyz", "metrics"})
_CURRENT: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the name of the request being answered, or nothing outside one."""
    return _CURRENT.get()


class NoNullBytes:
    """Leave null bytes out of what is asked: PostgreSQL takes none, and nobody types one.

    A form says so in words; this is for the addresses, which views read as they stand.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer that there is no such address, or read the query without them."""
        if "\x00" in request.path_info:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\x00", "")
        return self.get_response(request)


class RequestId:
    """Take the proxy's name for the request or make one; say it in the answer and in every log line.

    The line names the route, not the address: addresses hold search words, secret tokens and people's keys.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    @with_room
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer under a name; this is the first of all, so the whole request finds room in it."""
        given = request.headers.get(HEADER, "")
        token = _CURRENT.set(given if GIVEN.fullmatch(given) else uuid4().hex)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = _CURRENT.get()
            route = request.resolver_match.route if request.resolver_match else ""
            if route not in QUIET:
                log.info(
                    "request",
                    extra={
                        "method": request.method,
                        "route": route,
                        "status": response.status_code,
                        "ms": round((time.perf_counter() - started) * 1000),
                    },
                )
            return response
        finally:
            _CURRENT.reset(token)
