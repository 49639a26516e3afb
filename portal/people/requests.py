"""The request of a signed-in person, and the door in front of the views that need one."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portal.people.secondfactor import lacks_second_factor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from portal.people.models import User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request whose person has signed in, with a second factor where that is required."""

    user: "User"
    htmx: "HtmxDetails"
    # When the session ends unless the person does something; set by ``portal.people.middleware.SessionLimits``.
    session_ends: datetime


def now() -> datetime:
    """Read the clock. Only views, tasks, commands and consumers call this; everybody below is given ``at``."""
    return timezone.now()


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Send visitors to the sign-in page and back; a fragment's request is told to reload the whole page instead."""

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401, headers={"HX-Redirect": reverse("account_login")})
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if lacks_second_factor(request):
            return redirect("mfa_index")
        return view(cast("SignedInRequest", request), *args, **kwargs)

    return door
