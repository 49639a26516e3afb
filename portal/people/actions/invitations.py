"""Inviting somebody by a link, and what becomes of the link."""

import secrets
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.people.actions.people import add_person
from portal.people.announcements import invitations as announce
from portal.people.models import INVITATION_LASTS, Invitation, User
from portal.people.permissions.people import can_manage_people
from portal.people.refusals import Refused

# Makes the whole address of an invitation from its token; the view or command that acts knows the host.
LinkMaker = Callable[[str], str]


def hash_of(token: str) -> str:
    """Return what is stored of a token: 256 random bits need no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()


def open_invitation(token: str, at: datetime) -> Invitation | None:
    """Find the invitation a link stands for, if it still lets somebody in."""
    return Invitation.objects.open(at).select_related("person").filter(token_hash=hash_of(token)).first()


@transaction.atomic
def invite_person(*, email: str, name: str, reason: str, link: LinkMaker, by: User | None, at: datetime) -> Invitation:
    """Add somebody, if they are not here yet, and write them a link that works once and for fourteen days."""
    if by is not None and not can_manage_people(by, at):
        raise PermissionDenied
    person = User.objects.select_for_update().filter(email__iexact=email).first()
    if person is None:
        person = add_person(email=email, name=name, by=by, reason=reason, at=at)
    return send_invitation(person=person, reason=reason, link=link, by=by, at=at)


@transaction.atomic
def send_invitation(*, person: User, reason: str, link: LinkMaker, by: User | None, at: datetime) -> Invitation:
    """Write ``person`` a new link; an earlier one stops working. Also the way to send one again."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if by is not None and not can_manage_people(by, at):
        raise PermissionDenied
    if person.has_usable_password():
        raise Refused(_("They have already set a password: they can sign in, or reset it themselves."))
    for earlier in Invitation.objects.filter(person=person, accepted_at__isnull=True, revoked_at__isnull=True):
        _revoke(earlier, by, "A new invitation was sent", at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        person=person, invited_by=by, token_hash=hash_of(token), sent_at=at, expires_at=at + INVITATION_LASTS
    )
    save_with_history(invitation, by=by, reason=reason, at=at)
    announce.invitation_made(invitation, link(token))
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, reason: str, by: User, at: datetime) -> Invitation:
    """Make an unused link useless."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not can_manage_people(by, at):
        raise PermissionDenied
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Refused(_("This invitation is no longer open."))
    _revoke(invitation, by, reason, at)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, name: str, known_as: str, password: str, at: datetime) -> User:
    """Let the invited person in, once: set their name and password. A used, old or revoked link is refused."""
    found = open_invitation(token, at)
    if found is None:
        raise Refused(_("This invitation can no longer be used. Ask whoever invited you for a new one."))
    person = User.objects.select_for_update().get(pk=found.person_id)
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    if not invitation.is_open(at):
        raise Refused(_("This invitation can no longer be used. Ask whoever invited you for a new one."))
    invitation.accepted_at = at
    save_with_history(invitation, by=person, reason="Accepted", at=at, update_fields=["accepted_at"])
    person.name, person.known_as, person.is_active = name, known_as, True
    person.set_password(password)
    save_with_history(person, by=person, reason="Invitation accepted", at=at)
    return person


def _revoke(invitation: Invitation, by: User | None, reason: str, at: datetime) -> None:
    invitation.revoked_at = at
    save_with_history(invitation, by=by, reason=reason, at=at, update_fields=["revoked_at"])
