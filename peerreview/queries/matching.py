"""The problem of one cycle as the solver takes it, from what stands in the tables today."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from peerreview.domain.matching.problem import Kind, Problem, Review, Reviewer, Role, Seat, Span, without
from peerreview.domain.teams import SAID_YES
from peerreview.domain.travel import Place
from peerreview.enums.reviewers import TrainingKind
from peerreview.enums.reviews import ReviewState
from peerreview.enums.visits import Coming
from peerreview.models import (
    Availability,
    Clearance,
    DayReply,
    ReviewCycle,
    ReviewerProfile,
    ReviewerTraining,
    SeatLeaving,
    TeamSeat,
)
from peerreview.models import Review as ReviewRow
from peerreview.queries.conflicts import cycles_before, ties
from portal.people.models import Affiliation

if TYPE_CHECKING:
    from portal.people.models import User

# Reviews that still need a team or have one that may change.
MATCHABLE = (
    ReviewState.PLANNED,
    ReviewState.SELF_REVIEW,
    ReviewState.SUBMITTED,
    ReviewState.RETURNED,
    ReviewState.SCHEDULED,
    ReviewState.POSTPONED,
)


def reviews_to_match(cycle: ReviewCycle, manager: "User | None", at: datetime) -> "QuerySet[ReviewRow]":
    """Return the reviews of a cycle that ``manager`` may find teams for; without one, all that need a team."""
    rows = ReviewRow.objects.all() if manager is None else ReviewRow.objects.managed_by(manager, at)
    rows = rows.filter(cycle=cycle, state__in=MATCHABLE)
    return rows.select_related("service__authority", "service__region", "edition__set", "visit").order_by("pk")


def problem_of(
    cycle: ReviewCycle,
    reviews: Iterable[ReviewRow],
    at: datetime,
    *,
    manager: "User | None" = None,
    deciding: int | None = None,
) -> Problem:
    """Work the problem out: a dozen questions, whatever the numbers. Reviews without offered days are left out.

    Reviewers are keyed by their person. For a ``manager`` only what they may know enters it, earlier cycles included:
    their problem says nothing of reviews that are kept from them. Whoever writes asks with everything.

    Whoever is on a team whose days are still all held is free on none of them for another; ``deciding`` is the review
    whose own days are being asked about. A team whose days were given back has no day, and still counts for the cap.
    """
    past = TeamSeat.objects.filter(state__in=SAID_YES, team__review__cycle__in=cycles_before(cycle))
    if manager is not None:
        past = past.filter(team__review__in=ReviewRow.objects.managed_by(manager, at).values("pk"))
    every = [row for row in reviews if hasattr(row, "visit")]
    rows = [row for row in every if row.visit.days]
    profiles = list(
        ReviewerProfile.objects.filter(takes_part=True, person__is_active=True)
        .select_related("home_service__authority", "region")
        .order_by("person")
    )
    seated = _seats(rows)
    people = [one.person_id for one in profiles]
    services = {row.service_id: row.service.owner_id for row in rows}
    between = ties(people, services, cycle, at)
    homes = _homes(profiles, at)
    return Problem(
        reviews=tuple(_review(row) for row in rows),
        reviewers=_reviewers(profiles, homes, _held(rows, deciding), _waiting(every)),
        blocked=frozenset((person, row.pk) for row in rows for person in people if (person, row.service_id) in between),
        served=_served(rows, past, homes),
        met=_met(past),
        balance=balance(
            past.values_list("person__reviewer_profile__home_service__owner", "team__review__service__owner")
        ),
        kept=tuple(seat for seat in seated if seat.reviewer in homes),
        refused=frozenset(
            SeatLeaving.objects.filter(team__review__in=[row.pk for row in rows]).values_list("person", "team__review")
        ),
    )


def _review(row: ReviewRow) -> Review:
    service = row.service
    authority = service.authority.code if service.authority else ""
    return Review(
        key=row.pk,
        organisation=service.owner_id,
        place=Place(authority, service.region.short),
        standard_set=row.edition.set.code,
        needs=frozenset(_needs(service)),
        dates=row.visit.days,
    )


def _needs(service: Any) -> Iterable[str]:
    """What a service asks a team to know: schools ask for education, others for what harmed children need."""
    return ("education",) if "school" in service.kind else ("trauma",)


def _held(rows: list[ReviewRow], deciding: int | None) -> defaultdict[int, set[date]]:
    """Return the days people hold for a visit they said yes to, and of which no day is fixed."""
    days = {row.pk: row.visit.days for row in rows if row.visit.confirmed_on is None and row.pk != deciding}
    seats = TeamSeat.objects.filter(team__review__in=days, state__in=SAID_YES) if days else TeamSeat.objects.none()
    # Whoever has said that they cannot come on one of the days does not keep it.
    replies = DayReply.objects.filter(coming=Coming.CANNOT, at__gte=F("visit__offered_at"), visit__review__in=days)
    off = set(replies.values_list("person", "visit__review", "day")) if days else set()
    found: defaultdict[int, set[date]] = defaultdict(set)
    for person, review in seats.values_list("person", "team__review"):
        if person is not None:
            found[person] |= {day for day in days[review] if (person, review, day) not in off}
    return found


def _waiting(rows: list[ReviewRow]) -> Counter[int]:
    """Count the teams people are on whose days were given back."""
    freed = [row.pk for row in rows if not row.visit.days]
    seats = TeamSeat.objects.filter(team__review__in=freed) if freed else TeamSeat.objects.none()
    return Counter(person for person in seats.values_list("person", flat=True) if person is not None)


def _reviewers(
    profiles: list[ReviewerProfile], homes: dict[int, int | None], held: Mapping[int, set[date]], waiting: Counter[int]
) -> tuple[Reviewer, ...]:
    keys = [one.pk for one in profiles]
    available = _spans(Availability.objects.filter(profile__in=keys))
    trained = _spans(ReviewerTraining.objects.filter(profile__in=keys, kind=TrainingKind.REVIEWER))
    leading = _spans(ReviewerTraining.objects.filter(profile__in=keys, kind=TrainingKind.LEAD))
    cleared = _spans(Clearance.objects.filter(profile__in=keys))
    return tuple(
        Reviewer(
            key=one.person_id,
            kind=Kind(one.kind),
            organisation=homes[one.person_id],
            place=_place(one),
            sets=frozenset(one.sets_known),
            specialisms=frozenset(one.specialisms),
            cap=max(0, one.cap - waiting[one.person_id]),
            limit=one.travel_limit,
            available=without(available[one.pk], held.get(one.person_id, ())),
            training=trained[one.pk],
            lead_training=leading[one.pk],
            clearance=cleared[one.pk],
        )
        for one in profiles
    )


def _place(profile: ReviewerProfile) -> Place:
    home = profile.home_service
    return Place(home.authority.code if home and home.authority else "", profile.region.short)


def _spans(rows: Any) -> defaultdict[int, tuple[Span, ...]]:
    found: defaultdict[int, tuple[Span, ...]] = defaultdict(tuple)
    for profile, starts_on, ends_on in rows.order_by("starts_on", "pk").values_list("profile", "starts_on", "ends_on"):
        found[profile] += (Span(starts_on, ends_on),)
    return found


def _homes(profiles: list[ReviewerProfile], at: datetime) -> dict[int, int | None]:
    """Return whom each person comes from: their home service's owner, or where they work."""
    rows = Affiliation.objects.active(at).filter(person__in=[one.person_id for one in profiles])
    works = dict(rows.order_by("-starts_on", "-pk").values_list("person", "organisation"))
    return {
        one.person_id: (one.home_service.owner_id if one.home_service else None) or works.get(one.person_id)
        for one in profiles
    }


def _seats(rows: list[ReviewRow]) -> list[Seat]:
    taken = TeamSeat.objects.filter(team__review__in=[row.pk for row in rows], person__isnull=False)
    return [
        Seat(review, Role(role), person)
        for review, role, person in taken.order_by("team", "number").values_list("team__review", "role", "person")
        if person is not None
    ]


def _served(
    rows: list[ReviewRow], past: "QuerySet[TeamSeat]", homes: dict[int, int | None]
) -> frozenset[tuple[int, int]]:
    """Return which organisations sent somebody to which of these services in the two cycles before."""
    seats = past.filter(team__review__service__in=[row.service_id for row in rows]).values_list(
        "person", "team__review__service"
    )
    by_service: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        by_service[row.service_id].append(row.pk)
    return frozenset(
        (home, review)
        for person, service in seats
        if person is not None and (home := homes.get(person)) is not None
        for review in by_service[service]
    )


def _met(past: "QuerySet[TeamSeat]") -> frozenset[tuple[int, int]]:
    teams: defaultdict[int, set[int]] = defaultdict(set)
    for team, person in past.values_list("team", "person"):
        if person is not None:
            teams[team].add(person)
    return frozenset(pair for people in teams.values() for pair in combinations(sorted(people), 2))


def balance(pairs: Iterable[tuple[int | None, int | None]]) -> dict[int, int]:
    """Count seats given less seats received, from pairs of whose person went and whose service it was."""
    count: Counter[int] = Counter()
    for gave, received in pairs:
        if gave is not None:
            count[gave] += 1
        if received is not None:
            count[received] -= 1
    return {key: count[key] for key in sorted(count) if count[key]}
