"""Reviewers as the programme manager reads them, and as each reads themselves."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from peerreview.enums.reviewers import Specialism, TrainingKind
from peerreview.enums.standards import SetKind
from peerreview.enums.teams import SeatState
from peerreview.models import (
    Availability,
    Clearance,
    Review,
    ReviewCycle,
    ReviewerProfile,
    ReviewerTraining,
    StandardSet,
    TeamSeat,
)
from peerreview.models.strangers import strange_services
from peerreview.queries.conflicts import Attested, attestations
from peerreview.queries.matching import MATCHABLE
from peerreview.queries.teams import invitations
from portal.people.models import User
from portal.people.models.periods import day_of


@dataclass(frozen=True)
class ReviewerRow:
    """One line of the directory."""

    profile: ReviewerProfile
    training: bool
    lead_training: bool
    cleared_until: date | None
    """The last day of the clearance that counts today; None when there is none."""
    available: bool
    attested: Attested | None
    seats: int

    @property
    def missing(self) -> list[str]:
        """Return what keeps them from being asked, by name."""
        lacks = {
            "training": not (self.training or self.lead_training),
            "clearance": self.cleared_until is None,
            "days": not self.available,
            "attestation": self.attested is None,
        }
        return [name for name, is_lacking in lacks.items() if is_lacking]


def current_cycle(at: datetime) -> ReviewCycle | None:
    """Return the cycle that runs: the last one that has opened, or the first to come."""
    rows = ReviewCycle.objects.all()
    return rows.filter(opens_on__lte=day_of(at)).order_by("-opens_on").first() or rows.order_by("opens_on").first()


def profiles(person: User, at: datetime, *, kind: str = "", words: str = "") -> "QuerySet[ReviewerProfile]":
    """Return the reviewers ``person`` may know of, narrowed."""
    rows = ReviewerProfile.objects.visible_to(person, at).select_related("person", "region", "home_service__owner")
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(Q(person__name__icontains=words) | Q(home_service__owner__name__icontains=words))
    return rows.order_by("person__name", "pk")


def as_rows(found: list[ReviewerProfile], viewer: User, cycle: ReviewCycle | None, at: datetime) -> list[ReviewerRow]:
    """Put facts beside profiles, in five questions. Seats are counted on reviews that ``viewer`` runs only."""
    keys, people, today = [one.pk for one in found], [one.person_id for one in found], day_of(at)
    trained = ReviewerTraining.objects.filter(profile__in=keys).active(at)
    kinds = set(trained.values_list("profile", "kind"))
    cleared = dict(
        Clearance.objects.filter(profile__in=keys)
        .active(at)
        .order_by()
        .values("profile")
        .annotate(last=Max("ends_on"))
        .values_list("profile", "last")
    )
    coming = set(Availability.objects.filter(profile__in=keys, ends_on__gt=today).values_list("profile", flat=True))
    said = attestations(people, cycle) if cycle else {}
    seats: Counter[int | None] = Counter()
    if cycle is not None:
        managed = Review.objects.managed_by(viewer, at).filter(cycle=cycle)
        taken = TeamSeat.objects.filter(person__in=people, team__review__in=managed.values("pk"))
        seats = Counter(taken.values_list("person", flat=True))
    return [
        ReviewerRow(
            profile=one,
            training=(one.pk, TrainingKind.REVIEWER.value) in kinds,
            lead_training=(one.pk, TrainingKind.LEAD.value) in kinds,
            cleared_until=cleared.get(one.pk),
            available=one.pk in coming,
            attested=said.get(one.person_id),
            seats=seats[one.person_id],
        )
        for one in found
    ]


def profile_of(person: User) -> ReviewerProfile | None:
    """Return somebody's own profile."""
    rows = ReviewerProfile.objects.select_related("person", "region", "home_service__owner")
    return rows.filter(person=person).first()


def trainings_of(profile: ReviewerProfile) -> list[ReviewerTraining]:
    """Return every training, the latest first."""
    return list(profile.trainings.all())


def clearances_of(profile: ReviewerProfile) -> list[Clearance]:
    """Return every clearance, the latest first; only for who may read the details."""
    return list(profile.clearances.select_related("seen_by"))


def days_of(profile: ReviewerProfile, at: datetime) -> list[Availability]:
    """Return the periods to come."""
    return list(profile.availabilities.filter(ends_on__gt=day_of(at)))


def set_choices() -> list[tuple[str, str]]:
    """Return the sets of standards for services."""
    return list(StandardSet.objects.filter(kind=SetKind.SERVICE).order_by("code").values_list("code", "title"))


def set_titles(codes: list[str]) -> list[str]:
    """Name sets by their codes."""
    return list(StandardSet.objects.filter(code__in=codes).order_by("code").values_list("title", flat=True))


def specialism_words(codes: list[str]) -> list[str]:
    """Name what somebody knows well."""
    return [str(Specialism(one).label) for one in codes if one in Specialism.values]


def seats_of_person(person: User, at: datetime) -> dict[str, list[TeamSeat]]:
    """Return what somebody was asked and what they said yes to; nothing where a conflict stands between."""
    strange = strange_services(person, at).values("pk")
    found = list(invitations(person).exclude(team__review__service__in=strange))
    return {
        "asked": [seat for seat in found if seat.state == SeatState.INVITED],
        "coming": [seat for seat in found if seat.state in (SeatState.ACCEPTED, SeatState.CONFIRMED)],
        "past": [seat for seat in found if seat.state == SeatState.ATTENDED],
    }


def most_teams_of(person: User) -> int:
    """Return on how many teams somebody is in the cycle in which they are on most, of those not over."""
    seats = TeamSeat.objects.filter(person=person, team__review__state__in=MATCHABLE)
    return max(Counter(seats.values_list("team__review__cycle", flat=True)).values(), default=0)


def has_visit_between(row: Availability) -> bool:
    """Say whether the person of some days has a visit on one of them."""
    visits = TeamSeat.objects.filter(person=row.profile.person_id, team__review__state__in=MATCHABLE)
    return visits.filter(
        team__review__visit__confirmed_on__gte=row.starts_on, team__review__visit__confirmed_on__lt=row.ends_on
    ).exists()
