"""Which released statements peer review reads: the team, who looks back, who writes the self-assessment, members."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from peerreview.domain.actionplans import FOLLOWED
from peerreview.models import Membership, Review
from peerreview.permissions.teams import is_on_team
from peerreview.queries.hosts import hosting
from portal.people.enums import OrganisationKind, RoleKind
from portal.people.models import Affiliation
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def heard_by_team(person: "Person", at: datetime) -> Q | None:
    """Return what was said in the campaign of a review that ``person`` visits: while they read what the team reads."""
    if not person.is_authenticated or not has_role(person, RoleKind.REVIEWER, at):
        return None
    reviews = Review.objects.filter(team__seats__person=person).distinct()
    mine = [review.pk for review in reviews if is_on_team(person, review, at)]
    return Q(campaign__subject_kind="review", campaign__subject_key__in=mine) if mine else None


def heard_by_who_looks_back(person: "Person", at: datetime) -> Q | None:
    """Return what was said of whether it got better, to who runs the review: until the progress review closes it."""
    if not person.is_authenticated or not has_role(person, RoleKind.PROGRAMME_MANAGER, at):
        return None
    followed = Review.objects.visible_to(person, at).filter(state=FOLLOWED)
    mine = followed.exclude(service__in=hosting(person, at)).values("pk")
    return Q(campaign__subject_kind="progress", campaign__subject_key__in=mine)


def heard_by_service(person: "Person", at: datetime) -> Q | None:
    """Return what was said about a service that ``person`` hosts: whoever writes its self-assessment."""
    if not person.is_authenticated or not person.is_active:
        return None
    services = list(hosting(person, at))
    if not services:
        return None
    reviews = Review.objects.filter(service__in=services).values("pk")
    here = Q(place__service_key__in=services) | Q(campaign__place__service_key__in=services)
    asked = Q(campaign__subject_kind__in=("review", "progress"), campaign__subject_key__in=reviews)
    return asked | here


def heard_by_members(person: "Person", at: datetime) -> Q | None:
    """Return everything, to whoever belongs to an authority or to a body with a service in the network."""
    if not person.is_authenticated or not person.is_active:
        return None
    members = Membership.objects.active(at).values("service__owner")
    belongs = Affiliation.objects.active(at).filter(person=person)
    near = belongs.filter(Q(organisation__in=members) | Q(organisation__kind=OrganisationKind.LOCAL_AUTHORITY))
    return Q() if near.exists() else None
