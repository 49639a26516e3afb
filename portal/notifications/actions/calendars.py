"""The secret address of a calendar: made, made anew, taken away."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from portal.notifications.models import CalendarFeed
from portal.people.models import User


def hash_of(token: str) -> str:
    """Return what is stored of a token: 256 random bits need no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, by: User, at: datetime) -> str:
    """Give ``by`` a new secret address; the old one stops working. The token is shown once and not kept."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(person=by, defaults={"token_hash": hash_of(token), "made_at": at})
    return token


def revoke_feed(*, by: User) -> None:
    """Take the address away."""
    CalendarFeed.objects.filter(person=by).delete()


def person_of(token: str) -> User | None:
    """Return whose calendar the token opens, while they may sign in."""
    feed = CalendarFeed.objects.select_related("person").filter(token_hash=hash_of(token)).first()
    return feed.person if feed and feed.person.is_active else None
