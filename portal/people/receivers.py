"""What signing in starts."""

from typing import Any

from django.http import HttpRequest

from portal.people.models import User
from portal.people.requests import now
from portal.people.sessions import SEEN, STARTED


def start_session_clocks(sender: type[User], user: User, request: HttpRequest, **kwargs: Any) -> None:
    """Begin both limits of the session anew, whatever the visitor's session held before."""
    request.session[STARTED] = request.session[SEEN] = int(now().timestamp())
