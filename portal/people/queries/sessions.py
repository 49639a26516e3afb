"""Reading where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portal.people.models import User

# The first match names it: Edge and Opera also call themselves Chrome, Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SignedIn:
    """One place where somebody is signed in, in words."""

    pk: int
    device: str
    address: str
    began: datetime
    seen: datetime
    is_this_one: bool


def device(user_agent: str) -> str:
    """Name browser and system as people call them."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another device")


def live_sessions(person: User, at: datetime) -> QuerySet[UserSession]:
    """Return the sessions of ``person`` that have not ended, by use, by age or by hand."""
    alive: QuerySet[UserSession] = (
        UserSession.objects.filter(
            user=person,
            last_seen_at__gt=at - timedelta(seconds=settings.SESSION_IDLE_SECONDS),
            created_at__gt=at - timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS),
        )
        .filter(Exists(Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)))
        .order_by("-last_seen_at", "-pk")
    )
    return alive


def sessions_of(person: User, at: datetime, *, current_key: str | None) -> list[SignedIn]:
    """Say where ``person`` is signed in; ``current_key`` is the reader's own session."""
    return [
        SignedIn(
            pk=row.pk,
            device=device(row.user_agent),
            address=row.ip,
            began=row.created_at,
            seen=row.last_seen_at,
            is_this_one=row.session_key == current_key,
        )
        for row in live_sessions(person, at)
    ]
