"""A reviewer's profile, days, training and clearance."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.enums.reviewers import ClearanceKind, ReviewerKind, TrainingKind, TravelLimit
from peerreview.models import Availability, Clearance, ReviewerProfile, ReviewerTraining, Service
from peerreview.permissions import reviewers as permissions
from peerreview.queries.reviewers import has_visit_between, most_teams_of
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import Region, User
from portal.people.refusals import Refused


@transaction.atomic
def save_profile(
    *,
    person: User,
    kind: ReviewerKind | str,
    home_service: Service | None,
    region: Region,
    sets_known: Iterable[str],
    specialisms: Iterable[str],
    cap: int,
    travel_limit: TravelLimit | int,
    takes_part: bool,
    reason: str,
    by: User,
    at: datetime,
) -> ReviewerProfile:
    """Make somebody a reviewer, or change what they bring; what they are and where from is the programme manager's."""
    profile = ReviewerProfile.objects.select_for_update().filter(person=person).first()
    keeps = permissions.can_keep_reviewers(by, at)
    if profile is None and not keeps:
        raise PermissionDenied
    if profile is not None and not permissions.can_keep_own(by, profile, at):
        raise PermissionDenied
    if profile is not None and not keeps and (profile.kind, profile.home_service) != (kind, home_service):
        raise PermissionDenied
    profile = profile or ReviewerProfile(person=person)
    if cap < most_teams_of(person):
        raise Refused(_("There are more visits arranged than that. Leave one of them first."))
    values: dict[str, Any] = {
        "kind": kind,
        "home_service": home_service,
        "region": region,
        "sets_known": sorted(sets_known),
        "specialisms": sorted(specialisms),
        "cap": cap,
        "travel_limit": travel_limit,
        "takes_part": takes_part,
    }
    for name, value in values.items():
        setattr(profile, name, value)
    save_with_history(profile, by=by, reason=reason, at=at)
    return profile


@transaction.atomic
def add_training(
    *, profile: ReviewerProfile, kind: TrainingKind | str, starts_on: date, ends_on: date | None, by: User, at: datetime
) -> ReviewerTraining:
    """Enter a training that somebody has done, by somebody else."""
    if not permissions.can_record_checks(by, profile, at):
        raise PermissionDenied
    _in_order(starts_on, ends_on)
    training = ReviewerTraining(profile=profile, kind=kind, starts_on=starts_on, ends_on=ends_on)
    save_with_history(training, by=by, reason=_("Training entered"), at=at)
    return training


@transaction.atomic
def add_clearance(
    *,
    profile: ReviewerProfile,
    kind: ClearanceKind | str,
    reference: str,
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime,
) -> Clearance:
    """Enter a check that was seen, by somebody else than the person."""
    if not permissions.can_record_checks(by, profile, at):
        raise PermissionDenied
    _in_order(starts_on, ends_on)
    clearance = Clearance(
        profile=profile, kind=kind, reference=reference.strip(), starts_on=starts_on, ends_on=ends_on, seen_by=by
    )
    save_with_history(clearance, by=by, reason=_("Check seen"), at=at)
    return clearance


@transaction.atomic
def say_available(*, profile: ReviewerProfile, starts_on: date, last_day: date, by: User, at: datetime) -> Availability:
    """Say from which until which day, both included, somebody can come."""
    profile = ReviewerProfile.objects.select_for_update().get(pk=profile.pk)
    if not permissions.can_keep_own(by, profile, at):
        raise PermissionDenied
    if last_day < starts_on:
        raise Refused(_("The last day comes before the first."))
    ends_on = date.fromordinal(last_day.toordinal() + 1)
    if Availability.objects.filter(profile=profile).overlapping(starts_on, ends_on).exists():
        raise Refused(_("Some of these days are there already. Take the earlier entry away first."))
    row = Availability(profile=profile, starts_on=starts_on, ends_on=ends_on)
    save_with_history(row, by=by, reason=_("Said when they can come"), at=at)
    return row


@transaction.atomic
def withdraw_availability(*, row: Availability, by: User, at: datetime) -> None:
    """Take days back, unless a visit is arranged on one of them: leaving that is said on its own page."""
    row = Availability.objects.select_for_update(of=("self",)).select_related("profile").get(pk=row.pk)
    if not permissions.can_keep_own(by, row.profile, at):
        raise PermissionDenied
    if has_visit_between(row):
        raise Refused(_("You said yes to a visit on one of these days. Leave that team first."))
    delete_with_history(row, by=by, reason=_("Took the days back"), at=at)


def _in_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("It ends before it begins."))
