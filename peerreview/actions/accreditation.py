"""A case from the final report to the panel and back from a deferral; thresholds; conditions that are met.

Locks: the review, the case, the head of the ledger.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from peerreview.actions.reviews import lock_review, move_review
from peerreview.announcements import accreditation as announce
from peerreview.domain.accreditation import Snapshot, Thresholds, result_of, with_met
from peerreview.enums.reviews import ReviewState
from peerreview.models import AccreditationCase, AwardCondition, CaseSnapshot, Review, ReviewCycle
from peerreview.permissions import accreditation as permissions
from peerreview.queries import accreditation as queries
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@transaction.atomic
def open_case(*, review: Review, by: User, at: datetime) -> AccreditationCase:
    """Bring a review before the panel: its scores and the thresholds of this moment are stored with their hash."""
    review = lock_review(review, by=by)
    if not permissions.can_open_case(by, review, at):
        raise PermissionDenied
    snapshot = queries.first_snapshot(review)
    if snapshot is None:
        raise Refused(_("There is no final report to decide upon."))
    review = move_review(review, ReviewState.WITH_PANEL, by, _("Brought before the panel"), at)
    case = AccreditationCase(review=review, opened_by=by, opened_at=at)
    save_with_history(case, by=by, reason=_("Case opened"), at=at)
    keep_snapshot(case, snapshot, _("The final report"), by, at)
    announce.case_opened(case, by, at)
    return case


@transaction.atomic
def bring_back(
    *, case: AccreditationCase, met_now: Collection[str], reason: str, by: User, at: datetime
) -> AccreditationCase:
    """Bring a deferred case back before the panel; ``met_now`` are codes of standards that are met now, and how."""
    case = lock_case(case, by=by)
    if not permissions.can_bring_back(by, case, at):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Say what was shown, and who looked at it."))
    before = queries.last_snapshot(case).snapshot
    short = {code for one in result_of(before).types for code in one.short}
    if unknown := sorted(set(met_now) - short):
        raise Refused(_("These standards are not among those that are not met: %(codes)s.") % {"codes": unknown})
    if met_now:
        keep_snapshot(case, with_met(before, met_now), reason.strip(), by, at)
    return _back(case, reason.strip(), by, at)


@transaction.atomic
def bring_back_by_calendar(*, case: AccreditationCase, at: datetime) -> AccreditationCase:
    """Bring a case back whose deferral is over; doing it again changes nothing."""
    case = lock_case(case)
    if case.review.state != ReviewState.DEFERRED or case.pk not in {one.pk for one in queries.deferrals_over(at)}:
        return case
    return _back(case, _("The time of the deferral is over"), None, at)


def _back(case: AccreditationCase, reason: str, by: User | None, at: datetime) -> AccreditationCase:
    case.review = move_review(case.review, ReviewState.WITH_PANEL, by, reason, at)
    case.meeting = None
    save_with_history(case, by=by, reason=reason, at=at)
    announce.case_back(case, by, at)
    return case


@transaction.atomic
def find_met(*, condition: AwardCondition, reason: str, by: User, at: datetime) -> AwardCondition:
    """Note that a condition is met, and how it was seen: by somebody who is not of the service."""
    case = lock_case(condition.proposal.case, by=by)
    row = AwardCondition.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=condition.pk)
    row.proposal.case = case
    if not hasattr(row.proposal, "decision") or not permissions.can_find_met(by, row, at):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Say how it was seen."))
    row.met_by, row.met_at, row.met_reason = by, at, reason.strip()
    save_with_history(row, by=by, reason=_("Found met"), at=at)
    announce.condition_met(case, row, by, at)
    append_to_ledger(kind="peer_review.condition_met", subject=row, by=by, at=at)
    return row


@transaction.atomic
def set_thresholds(
    *, cycle: ReviewCycle, thresholds: Thresholds, appeal_days: int, reason: str, by: User, at: datetime
) -> ReviewCycle:
    """Change what accreditation asks from now on; a case that is open keeps the thresholds of its snapshot."""
    cycle = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    if not permissions.can_run_accreditation(by, at):
        raise PermissionDenied
    if (cycle.thresholds, cycle.appeal_days) == (thresholds, appeal_days):
        raise Refused(_("These are the numbers already."))
    cycle.type_1_percent, cycle.type_2_percent = thresholds.type_1, thresholds.type_2
    cycle.type_3_percent, cycle.appeal_days = thresholds.type_3, appeal_days
    save_with_history(cycle, by=by, reason=reason, at=at)
    return cycle


def lock_case(case: AccreditationCase, *, by: User | None = None) -> AccreditationCase:
    """Take the case and its review for this transaction; a stranger is looked for anew."""
    review = lock_review(case.review, by=by)
    row = AccreditationCase.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=case.pk)
    row.review = review
    return row


def keep_snapshot(case: AccreditationCase, snapshot: Snapshot, reason: str, by: User, at: datetime) -> CaseSnapshot:
    """Store what is decided upon from now on; numbers run from 1 without a gap. The case is locked."""
    last: int | None = CaseSnapshot.objects.filter(case=case).aggregate(last=Max("n"))["last"]
    row = CaseSnapshot(
        case=case,
        n=(last or 0) + 1,
        content=snapshot.as_content(),
        sha256=snapshot.sha256,
        reason=reason,
        made_by=by,
        made_at=at,
    )
    save_with_history(row, by=by, reason=reason, at=at)
    return row
