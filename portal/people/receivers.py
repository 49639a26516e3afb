"""What signing in writes."""

from typing import Any

from django.http import HttpRequest

from portal.people.models import User
from portal.people.requests import now
from portal.people.sessions import SEEN, STARTED


def note_sign_in(sender: type[User], user: User, request: HttpRequest, **kwargs: Any) -> None:
    """Start the clocks of the session and note the day, without a history row for every sign-in."""
    at = now()
    request.session[STARTED] = request.session[SEEN] = int(at.timestamp())
    user.last_login = at
    user.save_without_historical_record(update_fields=["last_login"])  # type: ignore[attr-defined]
