"""Which reviews a cycle would get: the preview, and what planning then writes, are one and the same."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from peerreview.domain.planning import Member, Planned, plan_interim, plan_member
from peerreview.domain.reviewclock import first_deadlines
from peerreview.enums.accreditation import AwardState
from peerreview.enums.reviews import DeadlineKind, PassedOver, ReviewKind, ReviewState
from peerreview.enums.services import Track
from peerreview.enums.standards import EditionState, SetKind
from peerreview.models import Accreditation, HostRole, Membership, Review, ReviewCycle, Service, StandardSetEdition
from peerreview.models.strangers import strange_services
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays

if TYPE_CHECKING:
    from portal.people.models import User


@dataclass(frozen=True)
class PlannedReview:
    """One review that would be planned."""

    service: Service
    kind: ReviewKind
    edition: StandardSetEdition
    clock_from: date
    deadlines: Mapping[DeadlineKind, date]

    @property
    def due_on(self) -> date:
        """Return when its self-review would be due."""
        return self.deadlines[DeadlineKind.SELF_REVIEW]


@dataclass(frozen=True)
class Plan:
    """What planning would do, and whom it would pass over."""

    reviews: list[PlannedReview]
    passed_over: list[tuple[Service, PassedOver]]


def plan_of(person: "User", cycle: ReviewCycle, at: datetime) -> Plan:
    """Work out the reviews of every member ``person`` may plan, and the interim ones that fall due; six queries.

    Members they are conflicted with, or host in, are in neither list: somebody else plans those.
    """
    editions = editions_in_force()
    taken: dict[int, set[ReviewKind]] = defaultdict(set)
    for service, kind in Review.objects.filter(cycle=cycle).values_list("service", "kind"):
        taken[service].add(ReviewKind(kind))
    interims = _interims_due()
    reviews, passed_over = [], []
    for membership in _members(person, cycle, at):
        edition = editions.get(membership.standard_set)
        member = Member(
            track=Track(membership.track),
            joined_on=membership.starts_on,
            leaves_on=membership.ends_on,
            has_edition=edition is not None,
            reviewed_as=frozenset(taken[membership.service_id]),
        )
        found = plan_member(member, opens_on=cycle.opens_on, closes_on=cycle.closes_on, today=day_of(at))
        if isinstance(found, Planned) and edition is not None:
            reviews.append(_planned(membership.service, found, edition, cycle))
        elif isinstance(found, PassedOver):
            passed_over.append((membership.service, found))
        due = interims.get(membership.service_id)
        if due is not None and edition is not None and ReviewKind.INTERIM not in member.reviewed_as:
            reviews.extend(_interim(membership, due, edition, cycle, day_of(at)))
    return Plan(reviews, passed_over)


def _interims_due() -> dict[int, date]:
    """Return when the interim review of each accreditation is due that has had none since it began."""
    since = Review.objects.filter(
        service=OuterRef("service"), kind=ReviewKind.INTERIM, clock_from__gte=OuterRef("starts_on")
    ).exclude(state=ReviewState.CANCELLED)
    awards = Accreditation.objects.exclude(state=AwardState.ENDED).filter(~Exists(since))
    return dict(awards.order_by("pk").values_list("service", "interim_on"))


def _interim(
    membership: Membership, due: date, edition: StandardSetEdition, cycle: ReviewCycle, today: date
) -> Iterator[PlannedReview]:
    clock_from = plan_interim(
        due,
        cycle.rules,
        opens_on=max(cycle.opens_on, membership.starts_on),
        closes_on=min(cycle.closes_on, membership.ends_on or cycle.closes_on),
        today=today,
    )
    if clock_from is not None:
        yield _planned(membership.service, Planned(ReviewKind.INTERIM, clock_from), edition, cycle)


def editions_in_force() -> dict[str, StandardSetEdition]:
    """Return the edition in force of every set services are reviewed by, by the set's code."""
    rows = StandardSetEdition.objects.filter(state=EditionState.PUBLISHED, set__kind=SetKind.SERVICE)
    return {row.set.code: row for row in rows.select_related("set")}


def sets_in_force() -> list[tuple[str, str]]:
    """Return the sets a service can be reviewed by: code and title, in the published order."""
    editions = sorted(editions_in_force().values(), key=lambda edition: (edition.set.order, edition.set.title))
    return [(edition.set.code, edition.set.title) for edition in editions]


def _members(person: "User", cycle: ReviewCycle, at: datetime) -> list[Membership]:
    """Return who is a member at some time of the cycle that is still to come; of two periods the later."""
    hosted = HostRole.objects.filter(person=person).active(at).values("service")
    since = max(cycle.opens_on, day_of(at))
    rows = (
        Membership.objects.overlapping(since, cycle.closes_on)
        .filter(service__in=Service.objects.open_at(at).values("pk"))
        .exclude(service__in=strange_services(person, at).values("pk"))
        .exclude(service__in=hosted)
        .select_related("service__region", "service__owner")
        .order_by("service__urn", "starts_on")
    )
    return list({row.service_id: row for row in rows}.values())


def _planned(service: Service, found: Planned, edition: StandardSetEdition, cycle: ReviewCycle) -> PlannedReview:
    holidays = bank_holidays(service.region.nation, found.clock_from)
    deadlines = first_deadlines(found.clock_from, found.kind, cycle.rules, holidays)
    return PlannedReview(service, found.kind, edition, found.clock_from, deadlines)


def edition_for(service: Service, at: datetime) -> StandardSetEdition | None:
    """Return the edition in force of the set the service is reviewed by as a member now."""
    membership = Membership.objects.active(at).filter(service=service).first()
    return editions_in_force().get(membership.standard_set) if membership else None
