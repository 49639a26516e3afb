"""Helping somebody who has lost their second factor."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.history.writing import save_with_history
from portal.people.actions.sessions import end_every_session
from portal.people.announcements import people as announce
from portal.people.models import User
from portal.people.permissions.people import can_manage_people


@transaction.atomic
def reset_second_factor(*, person: User, reason: str, by: User, at: datetime) -> None:
    """Remove app, passkeys and recovery codes of ``person``, end their sessions and write to them.

    The next sign-in asks for the password and leads to the set-up pages. The reason stands in their history.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not can_manage_people(by, at) or person.pk == by.pk:
        raise PermissionDenied
    Authenticator.objects.filter(user=person).delete()
    save_with_history(person, by=by, reason=f"Second factor reset: {reason}", at=at)
    end_every_session(person=person, by=by, at=at)
    announce.second_factor_reset(person)
