"""Saying who is under whose control and who owns which service, with dates."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.enums.services import MembershipDoubt
from peerreview.models import (
    ControlGroup,
    ControlGroupMembership,
    Membership,
    MembershipQuestion,
    Service,
    ServiceOwnership,
)
from peerreview.permissions import control as permissions
from portal.history.writing import save_with_history
from portal.people.models import Organisation, User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused


@transaction.atomic
def add_group(*, name: str, reason: str, by: User, at: datetime) -> ControlGroup:
    """Name a control group."""
    _insist(by, at)
    if ControlGroup.objects.filter(name__iexact=name).exists():
        raise Refused(_("A group with this name is already here."))
    group = ControlGroup(name=name)
    save_with_history(group, by=by, reason=reason, at=at)
    return group


@transaction.atomic
def bring_under(
    *, group: ControlGroup, organisation: Organisation, starts_on: date, reason: str, by: User, at: datetime
) -> ControlGroupMembership:
    """Bring an organisation under a group's control from a day; another group's control ends on that day."""
    _insist(by, at)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    for earlier in ControlGroupMembership.objects.filter(organisation=organisation).overlapping(starts_on, None):
        if earlier.group_id == group.pk and earlier.ends_on is None:
            raise Refused(_("The organisation is in this group already."))
        if earlier.starts_on >= starts_on:
            raise Refused(_("The organisation is in a group from that day or later."))
        earlier.ends_on = starts_on
        save_with_history(earlier, by=by, reason=reason, at=at)
    row = ControlGroupMembership(group=group, organisation=organisation, starts_on=starts_on)
    save_with_history(row, by=by, reason=reason, at=at)
    return row


@transaction.atomic
def let_go(
    *, membership: ControlGroupMembership, ends_on: date, reason: str, by: User, at: datetime
) -> ControlGroupMembership:
    """End a group's control on a day, which is the first without it."""
    _insist(by, at)
    Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    membership = ControlGroupMembership.objects.get(pk=membership.pk)
    if ends_on < membership.starts_on:
        raise Refused(_("It cannot end before it begins."))
    if membership.ends_on is not None and membership.ends_on <= ends_on:
        raise Refused(_("It has ended already."))
    membership.ends_on = ends_on
    save_with_history(membership, by=by, reason=reason, at=at)
    return membership


@transaction.atomic
def change_owner(
    *, service: Service, owner: Organisation, from_on: date, reason: str, by: User, at: datetime
) -> ServiceOwnership:
    """Record that a service belongs to somebody else from a day, today at the latest; of a member it asks a question.

    The register says the same of what it lists, in its next edition.
    """
    _insist(by, at)
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if service.owner_id == owner.pk:
        raise Refused(_("It belongs to them already."))
    if from_on > day_of(at):
        raise Refused(_("Record it on the day it happens: who owns a service now is what the portal goes by."))
    before = service.owner
    earlier = ServiceOwnership.objects.filter(service=service, ends_on__isnull=True).first()
    if earlier is not None:
        if earlier.starts_on > from_on:
            raise Refused(_("The present owner has had it from a later day."))
        earlier.ends_on = from_on
        save_with_history(earlier, by=by, reason=reason, at=at)
    ownership = ServiceOwnership(service=service, organisation=owner, starts_on=from_on)
    save_with_history(ownership, by=by, reason=reason, at=at)
    service.owner = owner
    save_with_history(service, by=by, reason=reason, at=at)
    if before is not None and Membership.objects.active(at).filter(service=service).exists():
        question = MembershipQuestion(
            service=service,
            about=MembershipDoubt.OWNER,
            from_owner=before,
            to_owner=owner,
            changed_on=from_on,
            raised_at=at,
        )
        save_with_history(question, by=by, reason=reason, at=at)
    return ownership


def _insist(by: User, at: datetime) -> None:
    if not permissions.can_keep_control(by, at):
        raise PermissionDenied
