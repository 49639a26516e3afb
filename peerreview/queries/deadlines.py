"""What falls due in reviews."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from peerreview.domain.reviews import BEING_WRITTEN
from peerreview.enums.reviews import DeadlineKind, ReviewKind, ReviewState
from peerreview.models import Deadline, Review
from portal.people.models.periods import day_of
from portal.statements import Kept

# The visit is asked for once there is something to visit with; before that the self-review is what is waited for.
ASKED_IN = {
    DeadlineKind.SELF_REVIEW: tuple(BEING_WRITTEN),
    DeadlineKind.VISIT: (ReviewState.SUBMITTED, ReviewState.SCHEDULED, ReviewState.POSTPONED),
    DeadlineKind.DRAFT: (ReviewState.DRAFTING,),
    DeadlineKind.ACCURACY: (ReviewState.ACCURACY_CHECK,),
    DeadlineKind.FINAL: (ReviewState.FINALISING,),
    DeadlineKind.ACTION_PLAN: (ReviewState.FINAL, ReviewState.DECIDED),
    DeadlineKind.PROGRESS: (ReviewState.ACTION_PLAN,),
}
WAITS_FOR_HOST = frozenset({DeadlineKind.SELF_REVIEW, DeadlineKind.ACCURACY, DeadlineKind.ACTION_PLAN})
WAITS_FOR_LEAD = frozenset({DeadlineKind.DRAFT})


def asked_now() -> Q:
    """Return the condition on deadlines that are waited for at the stage their review is at, and not done."""
    stages = Q(pk__in=[])
    for kind, states in ASKED_IN.items():
        stages |= Q(kind=kind, review__state__in=states)
    return Q(done_at__isnull=True) & stages & ~_WAITS_FOR_PANEL


# A report for accreditation goes to the panel before its plan can be handed in.
_WAITS_FOR_PANEL = Q(
    kind=DeadlineKind.ACTION_PLAN, review__state=ReviewState.FINAL, review__kind=ReviewKind.ACCREDITATION
)


def is_asked(deadline: Deadline, review: Review) -> bool:
    """Say of one deadline what ``asked_now`` says of all."""
    kind, state = DeadlineKind(deadline.kind), ReviewState(review.state)
    if deadline.done_at is not None or state not in ASKED_IN.get(kind, ()):
        return False
    at_panel = kind is DeadlineKind.ACTION_PLAN and state is ReviewState.FINAL
    return not (at_panel and review.kind == ReviewKind.ACCREDITATION)


def open_until(day: date) -> list[Deadline]:
    """Return what is waited for and due by ``day``, the oldest first; one query."""
    rows = Deadline.objects.filter(asked_now(), due_on__lte=day)
    return list(rows.select_related("review__service", "review__cycle", "review__report").order_by("due_on", "pk"))


def awaited(review: Review) -> tuple[str, date | None]:
    """Return what is waited for first in a review as it stands, and until when; nothing is "" and None."""
    rows = Deadline.objects.filter(asked_now(), review=review).order_by("due_on", "pk")
    return rows.values_list("kind", "due_on").first() or ("", None)


def wrongly_kept() -> QuerySet[Review, int]:
    """Return the keys of the reviews that keep something else to be waited for than ``awaited`` says."""
    first = Deadline.objects.filter(asked_now(), review=OuterRef("pk")).order_by("due_on", "pk")
    rows = Review.objects.annotate(
        kind_truly=Coalesce(Subquery(first.values("kind")[:1]), Value("")),
        day_truly=Subquery(first.values("due_on")[:1]),
    )
    other_day = ~Q(awaited_on=F("day_truly")) & ~Q(awaited_on__isnull=True, day_truly__isnull=True)
    return rows.filter(~Q(awaited_kind=F("kind_truly")) | other_day).order_by("pk").values_list("pk", flat=True)


def is_late(at: date | datetime) -> Q:
    """Return the condition on reviews in which something is waited for that was due before today."""
    return Q(awaited_on__lt=day_of(at))


def find_deadline(review: Review, kind: str) -> Deadline | None:
    """Return a deadline of a review."""
    return Deadline.objects.filter(review=review, kind=kind).first()


@dataclass(frozen=True)
class GivenTime:
    """One extension, as it is read: of what, from when to when, why, by whom."""

    what: str
    from_on: date
    to_on: date
    reason: str
    by: str
    at: datetime


def deadlines_of(review: Review) -> tuple[list[Deadline], list[GivenTime]]:
    """Return what falls due in a review, the first first, and the time that was given, the latest first; one query."""
    deadlines: dict[int, Deadline] = {}
    given: list[GivenTime] = []
    for pk, kind, due_on, done_at, *extension in _DEADLINES.ask(review=review.pk):
        deadline = deadlines.setdefault(pk, Deadline(pk=pk, review=review, kind=kind, due_on=due_on, done_at=done_at))
        if extension[0] is not None:
            given.append(GivenTime(deadline.get_kind_display(), *extension[1:]))
    given.sort(key=lambda one: one.at, reverse=True)
    return list(deadlines.values()), given


def _with_extensions(review: int) -> QuerySet[Any, Any]:
    time = ("pk", "from_on", "to_on", "reason", "by__name", "at")
    rows = Deadline.objects.filter(review=review).order_by("due_on", "pk", "-extensions__pk")
    return rows.values_list("pk", "kind", "due_on", "done_at", *(f"extensions__{name}" for name in time))


_DEADLINES = Kept(_with_extensions)
