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
        code = receipt_of(request)
        if code and COOKIE not in response.cookies:
            remember(response, code)
        return response

    return answer


def remember(response: HttpResponse, code: str) -> None:
    """Let the browser carry the receipt for a while, on the pages of this side only."""
    response.set_cookie(
        COOKIE,
        sealed({"code": code}),
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
    return str(opened(request.COOKIES.get(COOKIE, ""), IDLE).get("code", ""))


def statement_of(request: HttpRequest) -> Statement | None:
    """Return whose page this is."""
    code = receipt_of(request)
    return statement_of_receipt(code) if code else None


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
