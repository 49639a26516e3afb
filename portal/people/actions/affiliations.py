"""Where a person belongs, and until when."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.people.models import Affiliation, Organisation, User
from portal.people.permissions.people import can_manage_organisations
from portal.people.refusals import Refused


@transaction.atomic
def add_affiliation(
    *,
    person: User,
    organisation: Organisation,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    reason: str,
    by: User | None,
    at: datetime,
) -> Affiliation:
    """Say that ``person`` belongs to ``organisation`` from a day. ``by`` is None when the portal itself does it."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if by is not None and not can_manage_organisations(by, at):
        raise PermissionDenied
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("The last day must come after the first."))
    same = Affiliation.objects.filter(person=person, organisation=organisation, role__iexact=role)
    if same.overlapping(starts_on, ends_on).exists():
        raise Refused(_("This is already recorded for some of that time."))
    affiliation = Affiliation(person=person, organisation=organisation, role=role, starts_on=starts_on, ends_on=ends_on)
    save_with_history(affiliation, by=by, reason=reason, at=at)
    return affiliation


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, ends_on: date, reason: str, by: User, at: datetime) -> Affiliation:
    """End an affiliation on a day: on that day it no longer holds."""
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if not can_manage_organisations(by, at):
        raise PermissionDenied
    if ends_on < affiliation.starts_on:
        raise Refused(_("An affiliation cannot end before it starts."))
    affiliation.ends_on = ends_on
    save_with_history(affiliation, by=by, reason=reason, at=at, update_fields=["ends_on"])
    return affiliation
