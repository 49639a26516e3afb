"""Session limits, the second factor, the gate of the CMS, and nothing kept by browsers of the signed-in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from portal.people.actions.roles import synchronise_editors
from portal.people.permissions.roles import is_editor
from portal.people.requests import now
from portal.people.secondfactor import lacks_second_factor
from portal.people.sessions import LISTED, SEEN, STARTED, TOUCH_EVERY, session_ends

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

Handler = Callable[[HttpRequest], HttpResponseBase]

# A page that refreshes itself says so in this header: it does not keep an absent person signed in.
REFRESH_HEADER = "X-Refresh"
CMS = "/cms/"
# People are managed in the portal's own pages, with reasons and history.
CLOSED_IN_CMS = ("/cms/users/", "/cms/groups/")
# Its own ways in and out are redirected by our addresses.
LEFT_TO_ADDRESSES = ("/cms/login/", "/cms/logout/", "/cms/password_reset/")


def _is_signed_in(request: HttpRequest) -> bool:
    """Ask without opening a session where there is none: an anonymous page stays free of queries."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


class SessionLimits:
    """End sessions that are over; note that the others are in use; forbid keeping what the signed-in see."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Read the clock once for the session of this request."""
        if _is_signed_in(request):
            # Known by now, so no longer lazy: asking each thing of a person through the proxy took a seventh of Today.
            request.user = _known(request.user)
            self.limit(request, now())
        response = self.get_response(request)
        if _is_signed_in(request):
            response["Cache-Control"] = "no-store, private"
        return response

    def limit(self, request: HttpRequest, at: datetime) -> None:
        """Sign out when the time is up, else note the use and say when it will be."""
        session = request.session
        if STARTED not in session:
            session[STARTED] = session[SEEN] = int(at.timestamp())
        if at >= session_ends(session):
            UserSession.objects.filter(session_key=session.session_key).delete()
            logout(request)
            messages.info(request, settings.SIGNED_OUT_MESSAGE)
            return
        if session.get(LISTED) != session.session_key:
            # A new sign-in, or a new key after a changed password.
            UserSession.objects.create_from_request(request)
            session[LISTED] = session.session_key
        elif REFRESH_HEADER not in request.headers and at - _seen(session[SEEN]) >= TOUCH_EVERY:
            session[SEEN] = int(at.timestamp())
            # no history: usersessions.UserSession has none
            UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=at)
        request.session_ends = session_ends(session)  # type: ignore[attr-defined]


def _known(person: "User | AnonymousUser") -> "User | AnonymousUser":
    """Return the object inside a lazy one that has been asked for."""
    known: User | AnonymousUser = getattr(person, "_wrapped", person)
    return known


def _seen(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class SecondFactorGate:
    """Without a second factor, where one is required, only its own set-up pages open."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let through visitors, the set-up pages and whoever has a second factor."""
        if _is_signed_in(request) and not self.is_open(request.path) and lacks_second_factor(request):
            if request.path.startswith("/api/") or request.headers.get("HX-Request"):
                raise PermissionDenied
            return redirect("mfa_index")
        return self.get_response(request)

    def is_open(self, path: str) -> bool:
        """Say whether ``path`` serves setting up a second factor or leaving."""
        names = ("account_logout", "account_reauthenticate", "mfa_index")
        return path.startswith(tuple(reverse(name) for name in names))


class CmsGate:
    """Only an editor of today enters the CMS, through the portal's own sign-in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Ask the dated role, and bring the group Wagtail asks into line with it."""
        if request.path.startswith(CMS) and not request.path.startswith(LEFT_TO_ADDRESSES):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            at = now()
            synchronise_editors(at=at, person=request.user)
            if not is_editor(request.user, at):
                raise PermissionDenied
            if request.path.startswith(CLOSED_IN_CMS):
                raise Http404
        return self.get_response(request)
