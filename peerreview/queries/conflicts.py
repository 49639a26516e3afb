"""What stands between people and services: declared conflicts, work there, earlier reviews; and what was attested."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from peerreview.domain.conflicts import Conflict, Kind, Party, blocking, group_of
from peerreview.domain.teams import SAID_YES
from peerreview.models import (
    ConflictAttestation,
    ControlGroupMembership,
    Review,
    ReviewCycle,
    ReviewerConflict,
    ReviewerProfile,
    TeamSeat,
)
from peerreview.models.strangers import strange_organisations, strange_services
from portal.people.enums import RoleKind
from portal.people.models import Affiliation, RoleGrant, User
from portal.people.models.periods import day_of
from portal.people.permissions.roles import has_role

CYCLES_BACK = 2


def groups_on(at: datetime) -> dict[int, frozenset[int]]:
    """Return, for each organisation under somebody's control, everybody under the same."""
    members: defaultdict[int, set[int]] = defaultdict(set)
    for organisation, group in ControlGroupMembership.objects.active(at).values_list("organisation", "group"):
        members[group].add(organisation)
    return {one: frozenset(group) for group in members.values() for one in group}


def cycles_before(cycle: ReviewCycle) -> list[int]:
    """Return the two cycles before this one."""
    rows = ReviewCycle.objects.filter(opens_on__lt=cycle.opens_on).order_by("-opens_on", "-pk")
    return list(rows.values_list("pk", flat=True)[:CYCLES_BACK])


def ties(
    people: Collection[int], services: Mapping[int, int | None], cycle: ReviewCycle, at: datetime
) -> dict[tuple[int, int], list[Conflict]]:
    """Return what keeps each person from each service (by its owner) today; six questions however many they are."""
    groups, day = groups_on(at), day_of(at)
    by_person: defaultdict[int, list[Conflict]] = defaultdict(list)
    behind: defaultdict[int, set[int]] = defaultdict(set)
    for person, organisation, ends_on in Affiliation.objects.filter(person__in=people, starts_on__lte=day).values_list(
        "person", "organisation", "ends_on"
    ):
        ended = ends_on if ends_on is not None and ends_on <= day else None
        for one in group_of(organisation, groups):
            by_person[person].append(Conflict(Kind.WORKED, person=person, host_organisation=one, ended_on=ended))
        if ended is None:
            behind[person] |= group_of(organisation, groups)
    homes = ReviewerProfile.objects.filter(person__in=people, home_service__owner__isnull=False)
    for person, owner in homes.values_list("person", "home_service__owner"):
        behind[person] |= group_of(owner, groups)
    visited = TeamSeat.objects.filter(
        person__in=people, state__in=SAID_YES, team__review__cycle__in=cycles_before(cycle)
    ).values_list("person", "team__review__service")
    for person, service in visited:
        if person is not None:
            by_person[person].append(Conflict(Kind.REVIEWED, person=person, service=service))
    by_organisation: defaultdict[int, list[Conflict]] = defaultdict(list)
    for row in ReviewerConflict.objects.counting(at):
        conflict = _as_value(row)
        if conflict.person is not None:
            by_person[conflict.person].append(conflict)
        elif conflict.organisation is not None:
            by_organisation[conflict.organisation].append(conflict)
    hosts = {service: Party(service, group_of(owner, groups)) for service, owner in services.items()}
    found = {}
    for person in people:
        party = Party(person, frozenset(behind[person]))
        own = by_person[person] + [one for organisation in party.organisations for one in by_organisation[organisation]]
        for service, host in hosts.items():
            if between := blocking(own, party, host, day):
                found[person, service] = between
    return found


def _as_value(row: ReviewerConflict) -> Conflict:
    return Conflict(
        Kind(row.kind),
        person=row.person_id,
        organisation=row.organisation_id,
        service=row.service_id,
        host_organisation=row.host_organisation_id,
        ended_on=row.ended_on,
    )


def visible_conflicts(person: User, at: datetime) -> "QuerySet[ReviewerConflict]":
    """Return the conflicts ``person`` may read: their own; a programme manager's all but with whom they are tied to."""
    rows = ReviewerConflict.objects.select_related(
        "person", "organisation", "service", "host_organisation", "declared_by", "waiver__by"
    )
    own = Q(person=person)
    if not has_role(person, RoleKind.PROGRAMME_MANAGER, at):
        return rows.filter(own)
    strange = Q(service__in=strange_services(person, at).values("pk")) | Q(
        host_organisation__in=strange_organisations(person, at).values("pk")
    )
    return rows.filter(own | ~strange)


def managers_for_conflict(conflict: ReviewerConflict, at: datetime) -> set[int]:
    """Return the programme managers who may read and settle a conflict; never the one concerned."""
    grants = RoleGrant.objects.active(at).filter(role=RoleKind.PROGRAMME_MANAGER).exclude(person=conflict.person)
    managers = User.objects.filter(pk__in=grants.values("person"), is_active=True)
    return {one.pk for one in managers if visible_conflicts(one, at).filter(pk=conflict.pk).exists()}


class Attested(NamedTuple):
    """What somebody last said of their conflicts, for one cycle; None: never asked."""

    at: datetime
    declared_none: bool


def attestations(people: Collection[int], cycle: ReviewCycle) -> dict[int, Attested]:
    """Return the last word of each person; who is missing has never said anything."""
    rows = ConflictAttestation.objects.filter(person__in=people, cycle=cycle).order_by("at", "pk")
    return {
        person: Attested(at, none)
        for person, at, none in rows.values_list("person", "at", "declared_none")
        if person is not None
    }


def seats_against(conflict: ReviewerConflict, at: datetime) -> list[TeamSeat]:
    """Return the seats that a conflict concerns: of its people, on the teams of its hosts, in any open cycle."""
    seats = TeamSeat.objects.filter(person__isnull=False).select_related("team__review__service", "team__review__cycle")
    if conflict.person_id is not None:
        seats = seats.filter(person=conflict.person_id)
    seats = seats.exclude(team__review__state__in=("closed", "cancelled"))
    found = []
    for seat in seats:
        review: Review = seat.team.review
        person = seat.person_id
        services = {review.service_id: review.service.owner_id}
        if person is not None and (person, review.service_id) in ties([person], services, review.cycle, at):
            found.append(seat)
    return found
