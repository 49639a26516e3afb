"""The facts a review's guards ask, and what stands between it and its next stage in words.

Each part of the peer review gathers its own facts in one small function here. A part that is not recorded in the
portal yet leaves its facts as the domain has them: not there, and therefore refusing.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from peerreview.domain.reviews import (
    AfterFacts,
    Facts,
    Missing,
    ReportFacts,
    SelfAssessmentFacts,
    VisitFacts,
    missing_for,
    next_stage,
)
from peerreview.enums.hosts import HostKind
from peerreview.enums.reports import VersionKind
from peerreview.enums.reviews import DeadlineKind, Lack, ReviewKind, ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import (
    AccuracyComment,
    Achievement,
    Deadline,
    EvidencePortfolio,
    HostRole,
    ReportVersion,
    Review,
    SeatAgreement,
    SelfAssessment,
    TeamSeat,
    Visit,
    VisitReport,
)
from peerreview.queries.accreditation import panel_decided
from peerreview.queries.actionplans import plan_facts
from peerreview.queries.reports import report_of
from peerreview.queries.selfassessments import heard, progress_of
from peerreview.queries.teams import is_valid
from portal.people.models.periods import day_of


def self_assessment_facts(review: Review) -> SelfAssessmentFacts:
    """Return how many applicable standards the staff have answered, and whether young people were heard."""
    assessment: SelfAssessment | None = getattr(review, "self_assessment", None)
    if assessment is None:
        return SelfAssessmentFacts()
    count = progress_of([review])[review.pk]
    return SelfAssessmentFacts(count.applicable, count.answered, heard(review, assessment))


def portfolio_frozen(review: Review) -> bool:
    """Say whether what was handed in last has been frozen for the team."""
    if review.submitted_at is None:
        return False
    return EvidencePortfolio.objects.filter(review=review, frozen_at__gte=review.submitted_at).exists()


def visit_facts(review: Review) -> VisitFacts:
    """Return whether team, date and portfolio stand."""
    visit: Visit | None = getattr(review, "visit", None)
    return VisitFacts(
        team_valid=is_valid(review),
        date_confirmed=visit is not None and visit.confirmed_on is not None,
        portfolio_frozen=portfolio_frozen(review),
    )


def held_facts(review: Review) -> VisitFacts:
    """Return whether it is recorded who was there."""
    visit: Visit | None = getattr(review, "visit", None)
    return VisitFacts(attendance_recorded=visit is not None and visit.attendance_at is not None)


def _visit(review: Review, to: ReviewState | None) -> VisitFacts:
    """Gather of the visit only what the arrow asks."""
    if to is ReviewState.DRAFTING:
        return held_facts(review)
    return visit_facts(review) if to is ReviewState.SCHEDULED else VisitFacts()


def report_facts(review: Review, at: datetime) -> ReportFacts:
    """Return how far the report is: what the team says of it, what the service did, who made it final."""
    report = report_of(review)
    if report is None:
        return ReportFacts()
    seats = TeamSeat.objects.filter(team__review=review, state=SeatState.ATTENDED).order_by()
    spoke = SeatAgreement.objects.filter(version__report=report, version__n=report.put_n or 0, seat=OuterRef("pk"))
    versions = ReportVersion.objects.filter(report=OuterRef("pk")).order_by()
    late = Deadline.objects.filter(review=OuterRef("review"), kind=DeadlineKind.ACCURACY, due_on__lt=day_of(at))
    comments = AccuracyComment.objects.waiting().filter(version__report=OuterRef("pk")).order_by()
    praise = Achievement.objects.filter(report=OuterRef("pk"), removed_at=None).order_by()
    counted = VisitReport.objects.filter(pk=report.pk).annotate(
        seats=Subquery(_number(seats, "team__review")),
        silent=Subquery(_number(seats.filter(~Exists(spoke)), "team__review")),
        achieved=Subquery(_number(praise, "report")),
        waiting=Subquery(_number(comments, "version__report")),
        rounds=Subquery(_number(versions.filter(kind=VersionKind.ACCURACY), "report")),
        is_late=Exists(late),
        has_final=Exists(versions.filter(kind=VersionKind.FINAL)),
    )
    names = ("seats", "silent", "achieved", "waiting", "rounds", "is_late", "has_final")
    seated, silent, achieved, waiting, rounds, is_late, has_final = counted.values_list(*names).get()
    return ReportFacts(
        seats_silent=(silent or 0) if seated else None,
        achievements=achieved or 0,
        comments_open=(waiting or 0) if rounds else None,
        host_heard=report.host_done_at is not None or is_late,
        accuracy_rounds=rounds or 0,
        finaliser_is_another=report.finalised_by_id is not None and report.finalised_by_id != report.lead_id,
        hashes_stored=has_final,
    )


def _number(rows: QuerySet[Any, Any], of: str) -> Any:
    """Count rows inside another question: all facts of a report are one statement."""
    return rows.values(of).annotate(number=Count("pk")).values("number")


def after_facts(review: Review) -> AfterFacts:
    """Return what became of the report."""
    return replace(plan_facts(review), panel_decided=panel_decided(review))


def has_lead(review: Review, at: datetime) -> bool:
    """Say whether somebody leads the review in the service."""
    return HostRole.objects.active(at).filter(service=review.service_id, kind=HostKind.LEAD).exists()


def facts_of(
    review: Review, at: datetime, *, to: ReviewState | None = None, reason: str = "", until: date | None = None
) -> Facts:
    """Gather what the arrow to ``to`` asks; ``reason`` and ``until`` are what the act brings with it."""
    kind = ReviewKind(review.kind)
    to = to or next_stage(ReviewState(review.state), kind)
    return Facts(
        kind=kind,
        begun=review.clock_from <= day_of(at),
        lead_named=to is ReviewState.SELF_REVIEW and has_lead(review, at),
        reason_given=bool(reason.strip()),
        day_given=until is not None and until > day_of(at),
        self_assessment=self_assessment_facts(review) if to is ReviewState.SUBMITTED else SelfAssessmentFacts(),
        visit=_visit(review, to),
        report=report_facts(review, at) if to in _REPORT else ReportFacts(),
        after=after_facts(review) if to in _AFTER else AfterFacts(),
    )


_REPORT = (ReviewState.ACCURACY_CHECK, ReviewState.FINALISING, ReviewState.FINAL)
_AFTER = (ReviewState.DECIDED, ReviewState.DEFERRED, ReviewState.ACTION_PLAN, ReviewState.CLOSED)


def words_of(missing: Missing) -> str:
    """Say in words what is missing, and of how many."""
    label = str(missing.lack.label)
    return f"{label}: {missing.many}" if missing.many else label


@dataclass(frozen=True)
class Between:
    """The stage a review is on its way to, and what is missing for it."""

    to: ReviewState
    missing: tuple[str, ...]

    @property
    def is_free(self) -> bool:
        """Say whether nothing stands in the way."""
        return not self.missing


def between(review: Review, at: datetime, *, without: Collection[Lack] = ()) -> Between | None:
    """Say what stands between a review and its next stage, ``without`` some of it; None when its way has ended."""
    state = ReviewState(review.state)
    to = next_stage(state, ReviewKind(review.kind))
    if to is None:
        return None
    missing = missing_for(state, to, facts_of(review, at, to=to))
    return Between(to, tuple(words_of(one) for one in missing if one.lack not in without))
