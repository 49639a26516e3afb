"""Signing somebody out elsewhere."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.people.models import User
from portal.people.permissions.people import can_end_sessions


@transaction.atomic
def end_session(*, session: UserSession, by: User, at: datetime) -> None:
    """End one session; its next request is a visitor's."""
    if not can_end_sessions(by, session.user, at):
        raise PermissionDenied
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()


@transaction.atomic
def end_every_session(*, person: User, by: User, at: datetime, except_for: str | None = None) -> int:
    """End the sessions of ``person``, apart from the one with the key ``except_for``; return how many."""
    if not can_end_sessions(by, person, at):
        raise PermissionDenied
    rows = UserSession.objects.filter(user=person).exclude(session_key=except_for or "")
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)
