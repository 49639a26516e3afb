"""What is done to a person's record: added, corrected, deactivated."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.people.actions.roles import synchronise_editors
from portal.people.actions.sessions import end_every_session
from portal.people.announcements import people as announce
from portal.people.models import Invitation, User
from portal.people.permissions.people import can_change_details, can_manage_people
from portal.people.refusals import Refused


def address_is_taken(email: str, *, except_for: User | None = None) -> bool:
    """Say whether somebody already has this address, whatever its case."""
    others = User.objects.annotate(lower=Lower("email")).filter(lower=email.lower())
    return (others.exclude(pk=except_for.pk) if except_for else others).exists()


@transaction.atomic
def add_person(
    *, email: str, name: str, known_as: str = "", may_sign_in: bool = False, by: User | None, reason: str, at: datetime
) -> User:
    """Add somebody; they cannot sign in until an invitation is accepted, unless said otherwise.

    ``by`` is None when the portal itself does it: a first administrator, an import, the demonstration.
    """
    if by is not None and not can_manage_people(by, at):
        raise PermissionDenied
    if address_is_taken(email):
        raise Refused(_("Somebody with this e-mail address is already here."))
    person = User(email=email.lower(), name=name, known_as=known_as, is_active=may_sign_in, joined_at=at)
    person.set_unusable_password()
    save_with_history(person, by=by, reason=reason, at=at)
    return person


@transaction.atomic
def change_details(*, person: User, name: str, known_as: str, by: User, at: datetime) -> User:
    """Correct the name by which everybody sees ``person``."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not can_change_details(by, person, at):
        raise PermissionDenied
    person.name, person.known_as = name, known_as
    save_with_history(person, by=by, reason="Name corrected", at=at, update_fields=["name", "known_as"])
    return person


@transaction.atomic
def change_email(*, person: User, email: str, at: datetime) -> User:
    """Change the address ``person`` signs in with, after they proved that the new one is theirs."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise PermissionDenied
    if address_is_taken(email, except_for=person):
        raise Refused(_("This e-mail address cannot be used."))
    old = person.email
    person.email = email.lower()
    save_with_history(person, by=person, reason="E-mail address changed and confirmed", at=at, update_fields=["email"])
    announce.email_changed(person, old)
    return person


@transaction.atomic
def deactivate_person(*, person: User, reason: str, by: User, at: datetime) -> User:
    """Stop ``person`` from signing in and end their sessions now. Their record, seats and history stay."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not can_manage_people(by, at):
        raise PermissionDenied
    if person.pk == by.pk:
        raise Refused(_("You cannot deactivate yourself. Ask another administrator."))
    person.is_active = False
    save_with_history(person, by=by, reason=reason, at=at, update_fields=["is_active"])
    # A link that is still open would let them in again.
    for invitation in Invitation.objects.open(at).select_for_update(of=("self",)).filter(person=person):
        invitation.revoked_at = at
        save_with_history(invitation, by=by, reason=reason, at=at, update_fields=["revoked_at"])
    end_every_session(person=person, by=by, at=at)
    synchronise_editors(at=at, person=person)
    return person


@transaction.atomic
def reactivate_person(*, person: User, reason: str, by: User, at: datetime) -> User:
    """Let ``person`` sign in again; without a password they need an invitation first."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not can_manage_people(by, at):
        raise PermissionDenied
    if not person.has_usable_password():
        raise Refused(_("They have never set a password. Send an invitation instead."))
    person.is_active = True
    save_with_history(person, by=by, reason=reason, at=at, update_fields=["is_active"])
    synchronise_editors(at=at, person=person)
    return person
