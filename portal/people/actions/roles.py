"""Granting and ending roles in the whole portal; keeping Wagtail's group of editors in line with them."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.people.enums import RoleKind
from portal.people.models import RoleGrant, User
from portal.people.models.periods import day_of
from portal.people.permissions.people import can_manage_people
from portal.people.refusals import Refused

# The group Wagtail's own migrations make; its page permissions are the content app's to set.
EDITORS = "Editors"


@transaction.atomic
def grant_role(
    *, person: User, role: str, starts_on: date, ends_on: date | None, reason: str, by: User | None, at: datetime
) -> RoleGrant:
    """Give ``person`` a role for a time. ``by`` is None when the portal itself does it."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if by is not None and not can_manage_people(by, at):
        raise PermissionDenied
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("The last day must come after the first."))
    if RoleGrant.objects.filter(person=person, role=role).overlapping(starts_on, ends_on).exists():
        raise Refused(_("They already hold this role for some of that time."))
    grant = RoleGrant(person=person, role=role, starts_on=starts_on, ends_on=ends_on)
    save_with_history(grant, by=by, reason=reason, at=at)
    synchronise_editors(at=at, person=person)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, ends_on: date, reason: str, by: User, at: datetime) -> RoleGrant:
    """End a role on a day: on that day it no longer holds. The last administrator cannot leave."""
    # All administrators' rows are locked: two who end each other's role at once must not leave nobody.
    grants = list(RoleGrant.objects.select_for_update().filter(role=grant.role).order_by("pk"))
    grant = next(row for row in grants if row.pk == grant.pk)
    if not can_manage_people(by, at):
        raise PermissionDenied
    if grant.ends_on is not None and grant.ends_on <= day_of(at):
        raise Refused(_("This role has already ended."))
    if ends_on < grant.starts_on:
        raise Refused(_("A role cannot end before it starts."))
    others = [row for row in grants if row.pk != grant.pk and row.person_id != grant.person_id and row.holds(ends_on)]
    active = User.objects.filter(pk__in=[row.person_id for row in others], is_active=True)
    if grant.role == RoleKind.ADMINISTRATOR and not active.exists():
        raise Refused(_("Somebody must look after the portal: make another administrator first."))
    grant.ends_on = ends_on
    save_with_history(grant, by=by, reason=reason, at=at, update_fields=["ends_on"])
    synchronise_editors(at=at, person=grant.person)
    return grant


@transaction.atomic
def synchronise_editors(*, at: datetime, person: User | None = None) -> int:
    """Bring the group's members into line with the roles held at ``at``; return how many joined or left.

    Run by every change of a role, by ``run_due`` for roles that begin or end by date, and at the CMS's gate.
    """
    held = RoleGrant.objects.filter(role=RoleKind.EDITOR, person__is_active=True).active(at)
    joined = User.groups.through.objects.filter(group__name=EDITORS)
    if person is not None:
        held, joined = held.filter(person=person), joined.filter(user=person)
    should = set(held.values_list("person_id", flat=True))
    are = set(joined.values_list("user_id", flat=True))
    if should == are:
        return 0
    group, _created = Group.objects.get_or_create(name=EDITORS)
    User.groups.through.objects.filter(group=group, user_id__in=are - should).delete()
    # no history: people.User_groups has none
    User.groups.through.objects.bulk_create(
        [User.groups.through(group=group, user_id=pk) for pk in sorted(should - are)], ignore_conflicts=True
    )
    return len(should ^ are)
