"""Saying who hosts reviews in a service, from a day until a day."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.enums.hosts import HostKind
from peerreview.models import HostRole, Service
from peerreview.permissions import hosts as permissions
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@transaction.atomic
def name_host(
    *, service: Service, person: User, kind: HostKind, starts_on: date, reason: str, by: User, at: datetime
) -> HostRole:
    """Let somebody host; who hosts already in another way changes it from that day."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if not permissions.can_name_host_as(by, service, kind, at):
        raise PermissionDenied
    if not person.is_active:
        raise Refused(_("This account is deactivated."))
    for earlier in HostRole.objects.filter(service=service, person=person).overlapping(starts_on, None):
        if earlier.kind == kind:
            raise Refused(_("They host the service in this way already."))
        if earlier.kind == HostKind.LEAD and not permissions.can_name_host_as(by, service, HostKind.LEAD, at):
            raise PermissionDenied
        if earlier.starts_on >= starts_on:
            raise Refused(_("They host the service in another way from that day or later."))
        earlier.ends_on = starts_on
        save_with_history(earlier, by=by, reason=reason, at=at)
    role = HostRole(service=service, person=person, kind=kind, starts_on=starts_on)
    save_with_history(role, by=by, reason=reason, at=at)
    return role


@transaction.atomic
def end_host(*, role: HostRole, ends_on: date, reason: str, by: User, at: datetime) -> HostRole:
    """End somebody's hosting on a day, which is the first without it."""
    role = HostRole.objects.select_for_update(of=("self",)).select_related("service").get(pk=role.pk)
    if not permissions.can_name_host_as(by, role.service, HostKind(role.kind), at):
        raise PermissionDenied
    if ends_on < role.starts_on:
        raise Refused(_("It cannot end before it begins."))
    if role.ends_on is not None and role.ends_on <= ends_on:
        raise Refused(_("It has ended already."))
    role.ends_on = ends_on
    save_with_history(role, by=by, reason=reason, at=at)
    return role
