"""The facts a review's guards ask, and what stands between it and its next stage in words.

Each part of the peer review gathers its own facts in one small function here. A part that is not recorded in the
portal yet leaves its facts as the domain has them: not there, and therefore refusing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

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
from peerreview.enums.reviews import Lack, ReviewKind, ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import (
    AccuracyComment,
    Achievement,
    EvidencePortfolio,
    HostRole,
    ReportVersion,
    Review,
    SeatAgreement,
    TeamSeat,
    Visit,
    VisitReport,
)
from peerreview.queries.accuracy import comments_closed
from peerreview.queries.reports import report_of
from peerreview.queries.selfassessments import workbook
from peerreview.queries.teams import is_valid
from portal.people.models.periods import day_of


def self_assessment_facts(review: Review) -> SelfAssessmentFacts:
    """Return how many applicable standards the staff have answered, and whether young people were heard."""
    book = workbook(review)
    if book.assessment is None:
        return SelfAssessmentFacts()
    return SelfAssessmentFacts(book.count.applicable, book.count.answered, book.heard)


def portfolio_frozen(review: Review) -> bool:
    """Say whether what was handed in last has been frozen for the team."""
    if review.submitted_at is None:
        return False
    return EvidencePortfolio.objects.filter(review=review, frozen_at__gte=review.submitted_at).exists()


def visit_facts(review: Review) -> VisitFacts:
    """Return whether team, date and portfolio stand, and whether the visit was held."""
    visit: Visit | None = getattr(review, "visit", None)
    return VisitFacts(
        team_valid=is_valid(review),
        date_confirmed=visit is not None and visit.confirmed_on is not None,
        portfolio_frozen=portfolio_frozen(review),
    )


def report_facts(review: Review, at: datetime) -> ReportFacts:
    """Return how far the report is: what the team says of it, what the service did, who made it final."""
    report = report_of(review)
    if report is None:
        return ReportFacts()
    versions = list(ReportVersion.objects.filter(report=report).values_list("pk", "kind").order_by("n"))
    rounds = [key for key, kind in versions if kind == VersionKind.ACCURACY]
    comments = AccuracyComment.objects.waiting().filter(version__report=report).count() if rounds else None
    return ReportFacts(
        seats_silent=_silent(review, report),
        achievements=Achievement.objects.filter(report=report, removed_at=None).count(),
        comments_open=comments,
        host_heard=report.host_done_at is not None or comments_closed(review, at),
        accuracy_rounds=len(rounds),
        finaliser_is_another=report.finalised_by_id is not None and report.finalised_by_id != report.lead_id,
        hashes_stored=any(kind == VersionKind.FINAL for _key, kind in versions),
    )


def _silent(review: Review, report: VisitReport) -> int | None:
    """Count the seats that have said nothing of the draft as it stands; None where nobody is recorded as there."""
    seats = TeamSeat.objects.filter(team__review=review, state=SeatState.ATTENDED)
    spoke = SeatAgreement.objects.filter(version__report=report, version__n=report.put_n or 0, seat=OuterRef("pk"))
    said = list(seats.annotate(spoke=Exists(spoke)).values_list("spoke", flat=True))
    return said.count(False) if said else None


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
        visit=visit_facts(review) if to in (ReviewState.SCHEDULED, ReviewState.DRAFTING) else VisitFacts(),
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
