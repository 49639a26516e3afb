"""Entering a service by hand, and what is said of it in public: only by its own wish, no longer than it wishes."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from peerreview.enums.services import ServiceKind, ServiceSource
from peerreview.models import Service, ServiceOwnership
from peerreview.permissions import services as permissions
from portal.history.writing import save_with_history
from portal.people.models import LocalAuthority, Organisation, Region, User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused

# Addresses under /services/ that are not services.
TAKEN = frozenset({"register", "directory", "control"})


@transaction.atomic
def name_publicly(
    *, service: Service, public_name: str, public_text: str, reason: str, actor: User, at: datetime
) -> Service:
    """Name a service in public; ``reason`` says who in the service wished it, and how we know."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    if not permissions.can_manage_services(actor, at):
        raise PermissionDenied
    if not slugify(public_name):
        raise Refused(_("The name needs at least one letter."))
    service.public_name, service.public_text = public_name, public_text
    # The address stays when the name changes: people cite it.
    service.public_slug = service.public_slug or _free_slug(public_name)
    service.named_publicly = True
    service.consented_on, service.consented_by = day_of(at), actor
    save_with_history(service, by=actor, reason=reason, at=at)
    return service


@transaction.atomic
def stop_naming(*, service: Service, reason: str, actor: User, at: datetime) -> Service:
    """Take a service's name out of public sight at once; its address is kept for it, and answers "not found"."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    if not permissions.can_manage_services(actor, at):
        raise PermissionDenied
    service.named_publicly = False
    save_with_history(service, by=actor, reason=reason, at=at)
    return service


def _free_slug(name: str) -> str:
    base = slugify(name)[:100]
    slug, number = base, 1
    while slug in TAKEN or Service.objects.filter(public_slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def add_service(
    *,
    urn: str,
    name: str,
    kind: ServiceKind,
    sector: str,
    places: int | None,
    owner: Organisation,
    region: Region,
    registered_on: date | None,
    reason: str,
    actor: User,
    at: datetime,
    authority: LocalAuthority | None = None,
) -> Service:
    """Enter a service by hand: one the register does not know yet, or one of another nation."""
    if not permissions.can_manage_services(actor, at):
        raise PermissionDenied
    if Service.objects.filter(urn__iexact=urn).exists():
        raise Refused(_("A service with this reference number is already here."))
    service = Service(
        urn=urn,
        source=ServiceSource.BY_HAND,
        name=name,
        kind=kind,
        sector=sector,
        places=places,
        owner=owner,
        region=region,
        authority=authority,
        authority_name=authority.name if authority else "",
        registered_on=registered_on,
    )
    save_with_history(service, by=actor, reason=reason, at=at)
    ownership = ServiceOwnership(service=service, organisation=owner, starts_on=registered_on or day_of(at))
    save_with_history(ownership, by=actor, reason=reason, at=at)
    return service
