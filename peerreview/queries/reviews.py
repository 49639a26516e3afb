"""One review as its page shows it: its way, what falls due, what stands in the way of the next step, its history."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from peerreview.domain.reviewclock import visit_window
from peerreview.domain.reviews import stages
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import DeadlineKind, ReviewKind, ReviewState
from peerreview.models import Deadline, DeadlineExtension, HostRole, Review
from peerreview.models.reviews import sight_of
from peerreview.queries.deadlines import GivenTime, deadlines_of, is_asked
from peerreview.queries.readiness import Between, between
from peerreview.queries.selfassessments import spoken_in
from portal.history.as_of import history_rows
from portal.history.timeline import Source, TimelinePage, timeline_page
from portal.people.enums import RoleKind
from portal.people.models.periods import day_of
from portal.statements import Kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User

    Reader = User | AnonymousUser

# Where each stage's day is read off.
DUE_AT = {
    ReviewState.SUBMITTED: DeadlineKind.SELF_REVIEW,
    ReviewState.SCHEDULED: DeadlineKind.VISIT,
    ReviewState.DRAFTING: DeadlineKind.DRAFT,
    ReviewState.ACCURACY_CHECK: DeadlineKind.ACCURACY,
    ReviewState.FINAL: DeadlineKind.FINAL,
    ReviewState.ACTION_PLAN: DeadlineKind.ACTION_PLAN,
    ReviewState.CLOSED: DeadlineKind.PROGRESS,
}


@dataclass(frozen=True)
class DeadlineLine:
    """Something due, and how it stands."""

    deadline: Deadline
    asked: bool
    days_late: int

    @property
    def is_late(self) -> bool:
        """Say whether it is waited for and overdue."""
        return self.asked and self.days_late > 0


@dataclass(frozen=True)
class ReviewPage:
    """Everything of a review one reader may see."""

    review: Review
    deadlines: list[DeadlineLine]
    extensions: list[GivenTime]
    hosts: list[HostRole]
    between: Between | None
    stages: list[dict[str, Any]]
    visit_from: date | None

    @property
    def leads(self) -> list[HostRole]:
        """Return who leads the review in the service."""
        return [role for role in self.hosts if role.kind == HostKind.LEAD]


def find_review(person: "Reader", pk: int, at: datetime, *, whole: bool = False) -> Review | None:
    """Return a review ``person`` may know of, with what every page of it reads.

    Its visit, its team and who handed it in come along only where ``whole`` is asked: the database spends more on
    laying out a statement over ten tables than on answering it.
    """
    if not person.is_authenticated or not person.is_active:
        return None
    office, values = sight_of(person, at)
    found: list[Review] = _FOUND.ask(shape=(office, whole), pk=pk, **values)
    return found[0] if found else None


def _found(office: RoleKind | None, whole: bool, pk: int, **values: Any) -> "QuerySet[Review]":
    rows = Review.objects.in_sight(office, **values).filter(pk=pk).order_by()
    rows = rows.select_related("service__region", "cycle", "edition__set", "self_assessment")
    if not whole:
        return rows
    rows = rows.select_related("visit__timetable", "team", "submitted_by", "report", "plan")
    return rows.annotate(young_people_spoke=Exists(spoken_in(OuterRef("pk"))))


_FOUND = Kept(_found)


def review_page(person: "Reader", pk: int, at: datetime) -> ReviewPage | None:
    """Return the page of a review; None for what may not be known. Three queries, and those of the facts."""
    review = find_review(person, pk, at, whole=True)
    if review is None:
        return None
    deadlines, given = deadlines_of(review)
    lines = [_line(row, review, at) for row in deadlines]
    hosts = HostRole.objects.active(at).filter(service=review.service_id).select_related("person")
    return ReviewPage(
        review=review,
        deadlines=lines,
        extensions=given,
        hosts=list(hosts.order_by("kind", "person__name", "pk")),
        between=between(review, at),
        stages=_stages(review, lines),
        visit_from=_visit_from(review, lines),
    )


def _line(row: Deadline, review: Review, at: datetime) -> DeadlineLine:
    return DeadlineLine(row, is_asked(row, review), max(0, (day_of(at) - row.due_on).days))


def _stages(review: Review, lines: list[DeadlineLine]) -> list[dict[str, Any]]:
    """Lay the way out for the stage tracker: a stage's day is the one on which what it needs is due."""
    by_kind = {line.deadline.kind: line for line in lines}
    before = _before_cancelled(review)
    shown = []
    for stop in stages(ReviewState(review.state), ReviewKind(review.kind), before):
        line = by_kind.get(DUE_AT[stop.stage]) if stop.stage in DUE_AT else None
        late = stop.standing == "todo" and line is not None and line.is_late
        note = ""
        if stop.standing == "current" and stop.stage != review.state:
            note = str(ReviewState(review.state).label)
        shown.append(
            {
                "name": stop.stage.label,
                "state": "late" if late else stop.standing,
                "date": line.deadline.due_on if line is not None and stop.standing == "todo" and not before else None,
                "note": note,
            }
        )
    return shown


def _before_cancelled(review: Review) -> ReviewState | None:
    """Return how far a cancelled review had come."""
    if review.state != ReviewState.CANCELLED:
        return None
    rows = history_rows(review).exclude(state=ReviewState.CANCELLED).order_by("-history_date", "-history_id")
    state = rows.values_list("state", flat=True).first()
    return ReviewState(state) if state else ReviewState.PLANNED


def _visit_from(review: Review, lines: list[DeadlineLine]) -> date | None:
    """Return the first day of the window for the visit, counted from when the self-review is due."""
    due = next((line.deadline.due_on for line in lines if line.deadline.kind == DeadlineKind.SELF_REVIEW), None)
    return visit_window(due, review.cycle.rules).first if due else None


def history_of_review(review: Review, *, before: str = "", limit: int = 30) -> TimelinePage:
    """Return what happened to a review, its deadlines and the extensions given, the newest first."""
    deadlines = Deadline.objects.filter(review=review).values("pk")
    return timeline_page(
        [
            Source(history_rows(review)),
            Source(
                history_rows(Deadline).filter(review_id=review.pk),
                label=lambda row: row.get_kind_display(),
            ),
            Source(
                history_rows(DeadlineExtension).filter(deadline_id__in=deadlines),
            ),
        ],
        limit=limit,
        before=before,
        hidden_fields=("review", "deadline", "by"),
    )
