"""Cycles as the programme manager reads them: every review by stage, the late ones first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Subquery

from peerreview.enums.hosts import HostKind
from peerreview.enums.reviewers import ReviewerKind
from peerreview.enums.reviews import DeadlineKind, ReviewKind, ReviewState
from peerreview.models import HostRole, PlanAction, Review, ReviewCycle, ReviewerProfile
from peerreview.models.reviews import sight_of
from peerreview.queries.deadlines import is_late
from portal.people.enums import RoleKind
from portal.people.models.periods import day_of
from portal.statements import Kept, total_of
from portal.ui.templatetags.dates import day, relative

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Reader = User | AnonymousUser


A_PAGE = 50
# What a list shows of a review, its service and what stands beside: the rest is not read.
SHOWN = (
    *("kind", "state", "state_since", "clock_from", "postponed_until", "awaited_kind", "awaited_on"),
    *("service__kind", "service__urn", "service__named_publicly", "service__public_name", "service__owner__name"),
    *("service__region__name", "cycle__title"),
)


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
        late=Count("reviews", filter=Q(reviews__in=seen.filter(is_late(at)))),
    )
    return list(rows.order_by("-opens_on", "label"))


def find_cycle(label: str) -> ReviewCycle | None:
    """Return a cycle by its label."""
    return ReviewCycle.objects.filter(label=label).first()


def review_rows(
    person: "Reader", at: datetime, narrowed: NarrowedReviews, *, cycle: ReviewCycle | None = None
) -> QuerySet[Review]:
    """Return the reviews ``person`` may know of, by the day something is waited for: the late ones come first.

    Those that wait for nothing come last. The order is that of an index, so that a page costs what a page shows.
    """
    return _narrow(_listed(Review.objects.visible_to(person, at), cycle), narrowed, at)


def _listed(rows: QuerySet[Review], cycle: ReviewCycle | None) -> QuerySet[Review]:
    rows = rows.select_related("service__region", "service__owner", "cycle")
    if cycle is not None:
        rows = rows.filter(cycle=cycle)
    return rows.order_by(F("awaited_on").asc(nulls_last=True), "pk").only(*SHOWN)


def page_of_reviews(
    person: "Reader",
    at: datetime,
    narrowed: NarrowedReviews,
    number: object,
    *,
    cycle: ReviewCycle | None = None,
    total: int | None = None,
) -> "Page[Review]":
    """Return one page of ``review_rows``; a number that is not there becomes the nearest.

    One query where ``total`` is known, else two; both are written once (see ``portal.statements``), unless words are
    looked for.
    """
    if narrowed.words or not person.is_authenticated or not person.is_active:
        found = Paginator(review_rows(person, at, narrowed, cycle=cycle), A_PAGE)
        return found.get_page(number)  # type: ignore[arg-type]
    office, sight = sight_of(person, at)
    shape = (office, replace(narrowed, region=""), bool(narrowed.region), cycle is not None)
    values: dict[str, Any] = {**sight, "region": narrowed.region, "cycle": cycle.pk if cycle else 0}
    if total is None:
        [total] = _PAGE_TOTAL.ask(shape=shape, **values)
    page: Page[Any] = Paginator(range(total), A_PAGE).get_page(number)  # type: ignore[arg-type]
    page.object_list = _PAGE.ask(shape=(*shape, page.number), **values)
    return page


def _all_of_page(
    office: RoleKind | None, narrowed: NarrowedReviews, in_region: bool, in_cycle: bool, **values: Any
) -> QuerySet[Review]:
    cycle, region = values.pop("cycle"), values.pop("region")
    rows = _listed(Review.objects.in_sight(office, **values), ReviewCycle(pk=cycle) if in_cycle else None)
    return _narrow(rows, replace(narrowed, region=region if in_region else ""), values["at"])


def _one_page(
    office: RoleKind | None, narrowed: NarrowedReviews, in_region: bool, in_cycle: bool, number: int, **values: Any
) -> QuerySet[Review]:
    first = (number - 1) * A_PAGE
    return _all_of_page(office, narrowed, in_region, in_cycle, **values)[first : first + A_PAGE]


def _total_of_page(*shape: Any, **values: Any) -> "QuerySet[Any, Any]":
    return total_of(_all_of_page(*shape, **values))


_PAGE, _PAGE_TOTAL = Kept(_one_page), Kept(_total_of_page)


def shown_in_list(rows: Iterable[Review], at: datetime, *, with_cycle: bool = False) -> list[dict[str, object]]:
    """Return what a list shows of the rows of ``review_rows``, as plain values; every word is looked up once."""
    words: dict[str, str] = {"": ""}
    for choice in (*ReviewKind, *ReviewState, *DeadlineKind):
        words[f"{type(choice).__name__} {choice}"] = str(choice.label)
    until: dict[date, str] = {}
    today = day_of(at)
    shown: list[dict[str, object]] = []
    for row in rows:
        due = row.awaited_on
        if due is not None and due not in until:
            # Far away, the words are the day itself, which stands there already.
            words_of_due = relative(due, at)
            until[due] = "" if words_of_due == day(due) else words_of_due
        shown.append(
            {
                "pk": row.pk,
                "service": str(row.service),
                "owner": row.service.owner.name if row.service.owner else "",
                "kind": words[f"ReviewKind {row.kind}"],
                "beside": row.cycle.title if with_cycle else row.service.region.name,
                "state": row.state,
                "state_words": words[f"ReviewState {row.state}"],
                "since": row.state_since,
                "due": due,
                "due_words": words[row.awaited_kind and f"DeadlineKind {row.awaited_kind}"],
                "due_in": until[due] if due else "",
                "is_late": due is not None and due < today,
                "clock_from": row.clock_from,
                "postponed_until": row.postponed_until,
            }
        )
    return shown


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
    return rows.filter(is_late(at)) if narrowed.late else rows


def stage_counts(person: "Reader", cycle: ReviewCycle, at: datetime) -> list[StageCount]:
    """Count the reviews of a cycle by stage, and the late ones among them; one query."""
    if not person.is_authenticated or not person.is_active:
        return []
    office, values = sight_of(person, at)
    rows = _COUNTS.ask(shape=(office,), cycle=cycle.pk, **values)
    found = {ReviewState(state): (count, late) for state, count, late in rows}
    return [StageCount(state, *found[state]) for state in ReviewState if state in found]


def _counts(office: RoleKind | None, cycle: int, at: datetime, **values: Any) -> QuerySet[Any, Any]:
    rows = Review.objects.in_sight(office, at=at, **values).filter(cycle=cycle).order_by().values_list("state")
    return rows.annotate(count=Count("pk"), late=Count("pk", filter=is_late(at)))


_COUNTS = Kept(_counts)


def counted(counts: Iterable[StageCount], narrowed: NarrowedReviews) -> int | None:
    """Return how many reviews of a cycle match, where counting by stage has told it already."""
    if narrowed.kind or narrowed.region or narrowed.words:
        return None
    if narrowed.late:
        return sum(one.late for one in counts)
    return sum(one.count for one in counts if narrowed.stage in ("", one.stage))


@dataclass(frozen=True)
class CycleNumbers:
    """What stands beside the reviews of a cycle: planned ones to begin, overdue actions, people who can be asked."""

    startable: int
    overdue: int
    leads: int
    peers: int
    experts: int


def numbers_of(person: "User", cycle: ReviewCycle, at: datetime) -> CycleNumbers:
    """Count what the page of a cycle says beside its reviews, as far as ``person`` may know of it; one query."""
    office, values = sight_of(person, at)
    [row] = _NUMBERS.ask(shape=(office,), cycle=cycle.pk, **values)
    return CycleNumbers(*(number or 0 for number in row))


def _numbers(office: RoleKind | None, cycle: int, at: datetime, **values: Any) -> QuerySet[Any, Any]:
    seen = Review.objects.in_sight(office, at=at, **values).filter(cycle=cycle).order_by()
    able = ReviewerProfile.objects.filter(takes_part=True, person__is_active=True)
    counted: dict[str, QuerySet[Any]] = {
        "startable": _to_begin(Review.objects.run_from(office, at=at, **values).filter(cycle=cycle), at),
        "overdue": PlanAction.objects.overdue(at).filter(plan__review__in=seen.values("pk")),
        "leads": able.filter(kind=ReviewerKind.LEAD),
        "peers": able.filter(kind__in=(ReviewerKind.PEER, ReviewerKind.SPECIALIST)),
        "experts": able.filter(kind=ReviewerKind.EXPERT),
    }
    columns = {name: Subquery(total_of(rows).values("total")) for name, rows in counted.items()}
    return ReviewCycle.objects.filter(pk=cycle).annotate(**columns).values_list(*columns)


_NUMBERS = Kept(_numbers)


def startable(person: "User", cycle: ReviewCycle, at: datetime) -> QuerySet[Review]:
    """Return the planned reviews ``person`` runs whose day has come and that somebody leads in the service."""
    return _to_begin(Review.objects.managed_by(person, at).filter(cycle=cycle), at).order_by("pk")


def _to_begin(rows: QuerySet[Review], at: datetime) -> QuerySet[Review]:
    led = HostRole.objects.active(at).filter(kind=HostKind.LEAD).values("service")
    return rows.filter(state=ReviewState.PLANNED, service__in=led, clock_from__lte=day_of(at))
