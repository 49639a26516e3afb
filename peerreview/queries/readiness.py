"""The facts a review's guards ask, and what stands between it and its next stage in words.

Each part of the peer review gathers its own facts in one small function here. A part that is not recorded in the
portal yet leaves its facts as the domain has them: not there, and therefore refusing.
"""

from dataclasses import dataclass
from datetime import date, datetime

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
from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import EvidencePortfolio, HostRole, Review, SelfAssessment, Visit
from peerreview.queries.selfassessments import heard, progress_of
from peerreview.queries.teams import is_valid
from portal.people.models.periods import day_of


def self_assessment_facts(review: Review) -> SelfAssessmentFacts:
    """Return how many applicable standards the staff have answered, and whether young people were heard."""
    assessment: SelfAssessment | None = getattr(review, "self_assessment", None)
    if assessment is None:
        return SelfAssessmentFacts()
    count = progress_of([review])[review.pk]
    return SelfAssessmentFacts(count.applicable, count.answered, heard(assessment))


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


def report_facts(review: Review) -> ReportFacts:
    """Return how far the report is."""
    return ReportFacts()


def after_facts(review: Review) -> AfterFacts:
    """Return what became of the report."""
    return AfterFacts()


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
        report=report_facts(review) if to in _REPORT else ReportFacts(),
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


def between(review: Review, at: datetime) -> Between | None:
    """Say what stands between a review and its next stage; None when its way has ended."""
    state = ReviewState(review.state)
    to = next_stage(state, ReviewKind(review.kind))
    if to is None:
        return None
    missing = missing_for(state, to, facts_of(review, at, to=to))
    return Between(to, tuple(words_of(one) for one in missing))
