"""Organisations added and corrected by hand; the register's import writes its own."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.people.models import LocalAuthority, Organisation, Region, User
from portal.people.permissions.people import can_manage_organisations
from portal.people.refusals import Refused


@transaction.atomic
def save_organisation(
    *,
    organisation: Organisation | None,
    name: str,
    kind: str,
    sector: str = "",
    region: Region | None = None,
    authority: LocalAuthority | None = None,
    owned_by: Organisation | None = None,
    reason: str,
    by: User | None,
    at: datetime,
) -> Organisation:
    """Add an organisation, or correct one. Its address never changes. ``by`` is None when the portal itself acts."""
    if by is not None and not can_manage_organisations(by, at):
        raise PermissionDenied
    if organisation is None:
        organisation = Organisation(slug=free_slug(name))
    else:
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if owned_by is not None and organisation.pk and _would_own_itself(organisation, owned_by):
        raise Refused(_("An organisation cannot own itself, not even through others."))
    organisation.name, organisation.kind, organisation.sector = name, kind, sector
    organisation.region, organisation.authority, organisation.owned_by = region, authority, owned_by
    save_with_history(organisation, by=by, reason=reason, at=at)
    return organisation


def free_slug(name: str) -> str:
    """Return an address word for ``name`` that no organisation has."""
    base = slugify(name)[:200] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _would_own_itself(organisation: Organisation, owner: Organisation | None) -> bool:
    seen: set[int] = set()
    while owner is not None and owner.pk not in seen:
        if owner.pk == organisation.pk:
            return True
        seen.add(owner.pk)
        owner = owner.owned_by
    return False
