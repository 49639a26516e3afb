"""What a page carries for somebody without an account: the receipt in a cookie, and their words in the page itself.

Both are sealed, so that neither the next person at this device nor a log can read them, and run out by themselves.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from portal.voices.models import Statement
from portal.voices.models.secrets import Unreadable, seal_for_a_while, unseal
from portal.voices.queries.statements import statement_of_receipt
from portal.voices.queries.tickets import statement_of_ticket

P = ParamSpec("P")
COOKIE, PATH = "hys", "/have-your-say/"
# Without a new page for so long, the code is asked again; words in the page are good for a day.
IDLE, CARRIED = 20 * 60, 24 * 60 * 60


def quiet(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let no browser keep the page and no other site learn of it; the receipt lives on with each page."""

    @wraps(view)
    @never_cache
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        # Not "no-referrer": a browser then sends forms from an origin called "null", which are turned away as foreign.
        response["Referrer-Policy"] = "same-origin"
        carried = _carried(request)
        if carried.get("code") and COOKIE not in response.cookies:
            remember(response, carried["code"], carried.get("ticket"))
        return response

    return answer


def remember(response: HttpResponse, code: str, ticket: dict[str, Any] | None = None) -> None:
    """Let the browser carry the receipt for a while, on the pages of this side only; with what is not stored yet."""
    response.set_cookie(
        COOKIE,
        sealed({"code": code, **({"ticket": ticket} if ticket else {})}),
        max_age=IDLE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse) -> None:
    """Take the receipt off the device."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def receipt_of(request: HttpRequest) -> str:
    """Return the receipt the browser carries, or nothing."""
    return str(_carried(request).get("code", ""))


def statement_of(request: HttpRequest) -> Statement | None:
    """Return whose page this is: what is stored, or what the browser carries until it is sent."""
    carried = _carried(request)
    return statement_by(str(carried.get("code", "")), carried.get("ticket"))


def statement_by(code: str, ticket: dict[str, Any] | None) -> Statement | None:
    """Return the statement of a code: the stored one, or the one in a ticket that belongs to the code."""
    if not code:
        return None
    return statement_of_receipt(code) or statement_of_ticket(ticket or {}, code)


def _carried(request: HttpRequest) -> dict[str, Any]:
    return opened(request.COOKIES.get(COOKIE, ""), IDLE)


def sealed(data: dict[str, Any]) -> str:
    """Return data for a hidden field or a cookie."""
    return seal_for_a_while(json.dumps(data).encode()).decode()


def opened(text: str, seconds: int = CARRIED) -> dict[str, Any]:
    """Return what was sealed; nothing when it is not ours or too old."""
    if not text:
        return {}
    try:
        data: dict[str, Any] = json.loads(unseal(text.encode(), seconds))
    except (Unreadable, ValueError):
        return {}
    return data
