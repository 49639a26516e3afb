"""Cycles as the programme manager reads them: every review by stage, the late ones first."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import Deadline, Review, ReviewCycle
from peerreview.queries.deadlines import asked_now, late_reviews
from portal.people.models.periods import day_of
from portal.ui.templatetags.dates import relative

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Reader = User | AnonymousUser

# The way of a review, the ends last.
ORDER = {state: place for place, state in enumerate(ReviewState)}


@dataclass(frozen=True)
class NarrowedReviews:
    """What a reader asked a list of reviews for."""

    stage: str = ""
    kind: str = ""
    region: str = ""
    words: str = ""
    late: bool = False

    @property
    def is_narrow(self) -> bool:
        """Say whether anything was asked."""
        return bool(self.stage or self.kind or self.region or self.words or self.late)


@dataclass(frozen=True)
class StageCount:
    """How many reviews stand at a stage."""

    stage: ReviewState
    count: int
    late: int


def cycles(person: "Reader", at: datetime) -> list[ReviewCycle]:
    """Return every cycle, the latest first, with how many reviews of it ``person`` may know of; one query."""
    seen = Review.objects.visible_to(person, at).order_by().values("pk")
    rows = ReviewCycle.objects.annotate(
        count=Count("reviews", filter=Q(reviews__in=seen)),
        late=Count("reviews", filter=Q(reviews__in=seen) & Q(reviews__in=late_reviews(at))),
    )
    return list(rows.order_by("-opens_on", "label"))


def find_cycle(label: str) -> ReviewCycle | None:
    """Return a cycle by its label."""
    return ReviewCycle.objects.filter(label=label).first()


def review_rows(
    person: "Reader", at: datetime, narrowed: NarrowedReviews, *, cycle: ReviewCycle | None = None
) -> QuerySet[Review]:
    """Return the reviews ``person`` may know of with what is waited for in each: late first, then by stage and day."""
    rows = Review.objects.visible_to(person, at).select_related("service__region", "service__owner", "cycle", "edition")
    if cycle is not None:
        rows = rows.filter(cycle=cycle)
    asked = Deadline.objects.filter(asked_now(), review=OuterRef("pk")).order_by("due_on", "pk")
    stage = Case(*(When(state=state, then=Value(place)) for state, place in ORDER.items()), default=Value(len(ORDER)))
    return (
        _narrow(rows, narrowed, at)
        .annotate(
            due_on=Subquery(asked.values("due_on")[:1]),
            due_kind=Subquery(asked.values("kind")[:1]),
            is_late=Exists(asked.filter(due_on__lt=day_of(at))),
            place=stage,
        )
        .order_by("-is_late", "place", "due_on", "pk")
    )


def shown_in_list(row: Any, at: datetime, *, with_cycle: bool = False) -> dict[str, object]:
    """Return what a list shows of a row of ``review_rows``, as plain values."""
    return {
        "pk": row.pk,
        "service": str(row.service),
        "owner": row.service.owner.name if row.service.owner else "",
        "kind": row.get_kind_display(),
        "beside": row.cycle.title if with_cycle else row.service.region.name,
        "state": row.state,
        "state_words": row.get_state_display(),
        "since": row.state_since,
        "due": row.due_on,
        "due_words": row.due_words,
        "due_in": relative(row.due_on, at),
        "is_late": row.is_late,
        "clock_from": row.clock_from,
        "postponed_until": row.postponed_until,
    }


def _narrow(rows: QuerySet[Review], narrowed: NarrowedReviews, at: datetime) -> QuerySet[Review]:
    if narrowed.stage in ReviewState:
        rows = rows.filter(state=narrowed.stage)
    if narrowed.kind in ReviewKind:
        rows = rows.filter(kind=narrowed.kind)
    if narrowed.region:
        rows = rows.filter(service__region__slug=narrowed.region)
    if narrowed.words:
        words = narrowed.words
        rows = rows.filter(
            Q(service__urn__icontains=words)
            | Q(service__public_name__icontains=words, service__named_publicly=True)
            | Q(service__owner__name__icontains=words)
        )
    return rows.filter(pk__in=late_reviews(at)) if narrowed.late else rows


def stage_counts(person: "Reader", cycle: ReviewCycle, at: datetime) -> list[StageCount]:
    """Count the reviews of a cycle by stage, and the late ones among them; one query."""
    rows = (
        Review.objects.visible_to(person, at)
        .filter(cycle=cycle)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(pk__in=late_reviews(at))))
    )
    found = {ReviewState(state): (count, late) for state, count, late in rows}
    return [StageCount(state, *found[state]) for state in ReviewState if state in found]


def startable(person: "User", cycle: ReviewCycle, at: datetime) -> list[Review]:
    """Return the planned reviews ``person`` runs whose day has come and that somebody leads in the service."""
    leads = Q(service__host_roles__kind="lead", service__host_roles__starts_on__lte=day_of(at)) & (
        Q(service__host_roles__ends_on__isnull=True) | Q(service__host_roles__ends_on__gt=day_of(at))
    )
    rows = Review.objects.managed_by(person, at).filter(leads, cycle=cycle, state=ReviewState.PLANNED)
    return list(rows.filter(clock_from__lte=day_of(at)).distinct().order_by("pk"))
