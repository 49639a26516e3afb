"""Moving a review: each arrow is one verb, asks its guard on the server, and says what is missing when it refuses.

Locks: the review, its deadlines, the head of the ledger.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.carrying import carry_into
from peerreview.actions.deadlines import keep_awaited, mark_done, move_deadline, open_again
from peerreview.actions.holds import give_days_back
from peerreview.announcements import reviews as announce
from peerreview.announcements import visits as announce_visit
from peerreview.domain.reviews import BEFORE_VISIT, may_move, missing_for
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import Deadline, Review, ReviewCycle, Visit
from peerreview.models.strangers import forget_strangers
from peerreview.permissions import reviews as permissions
from peerreview.queries.cycles import startable
from peerreview.queries.readiness import facts_of, words_of
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused
from portal.statements import Kept


@transaction.atomic
def start_self_review(*, review: Review, by: User, at: datetime) -> Review:
    """Begin the self-review; the host lead does, or who runs the review. Open actions of last time come along."""
    review = lock_review(review, by=by)
    if review.state == ReviewState.SELF_REVIEW:
        return review
    if not permissions.can_start_self_review(by, review, at):
        raise PermissionDenied
    review = move_review(review, ReviewState.SELF_REVIEW, by, _("Self-review begun"), at)
    carry_into(review, by, at)
    return review


@transaction.atomic
def start_due(*, cycle: ReviewCycle, by: User, at: datetime) -> int:
    """Begin every self-review of a cycle that ``by`` runs, whose day has come and that somebody leads; count them."""
    if not permissions.can_run_cycles(by, at):
        raise PermissionDenied
    due = list(startable(by, cycle, at))
    for review in due:
        start_self_review(review=review, by=by, at=at)
    return len(due)


@transaction.atomic
def submit(*, review: Review, by: User, at: datetime) -> Review:
    """Hand the self-review in; handing in twice is handing in once."""
    review = lock_review(review, by=by)
    if review.state == ReviewState.SUBMITTED and review.submitted_by_id == by.pk:
        return review
    if not permissions.can_submit(by, review, at):
        raise PermissionDenied
    reason = _("Self-review handed in")
    review = move_review(
        review, ReviewState.SUBMITTED, by, reason, at, submitted_at=at, submitted_by=by, returned_reason=""
    )
    mark_done(review=review, kind=DeadlineKind.SELF_REVIEW, by=by, reason=reason, at=at)
    return review


@transaction.atomic
def return_review(*, review: Review, reason: str, until: date, by: User, at: datetime) -> Review:
    """Return what was handed in with a reason, until a day."""
    review = _managed(review, ReviewState.RETURNED, by, at)
    reason = reason.strip()
    review = move_review(review, ReviewState.RETURNED, by, reason, at, until=until, returned_reason=reason)
    open_again(review=review, kind=DeadlineKind.SELF_REVIEW, until=until, by=by, reason=reason, at=at)
    return review


@transaction.atomic
def schedule(*, review: Review, by: User, at: datetime) -> Review:
    """Note that team, date and portfolio stand: the visit is arranged."""
    review = _managed(review, ReviewState.SCHEDULED, by, at)
    cleared: dict[str, Any] = {"postponed_reason": "", "postponed_until": None}
    return move_review(review, ReviewState.SCHEDULED, by, _("Visit arranged"), at, **cleared)


@transaction.atomic
def postpone(*, review: Review, reason: str, until: date, by: User, at: datetime) -> Review:
    """Postpone the visit with a reason: its days are free again; what is due after it moves to that day at least."""
    review = _managed(review, ReviewState.POSTPONED, by, at)
    reason = reason.strip()
    changes: dict[str, Any] = {"postponed_reason": reason, "postponed_until": until}
    review = move_review(review, ReviewState.POSTPONED, by, reason, at, until=until, **changes)
    _free_days(review, reason, by, at)
    visit = Deadline.objects.select_for_update().filter(review=review, kind=DeadlineKind.VISIT, done_at=None).first()
    if visit is not None and until > visit.due_on:
        move_deadline(deadline=visit, to_on=until, reason=reason, by=by, at=at)
    return review


@transaction.atomic
def cancel(*, review: Review, reason: str, by: User, at: datetime) -> Review:
    """Cancel a review that has no final report, with a reason; everything of it stays."""
    review = _managed(review, ReviewState.CANCELLED, by, at)
    reason = reason.strip()
    before = ReviewState(review.state)
    review = move_review(review, ReviewState.CANCELLED, by, reason, at, cancelled_reason=reason)
    if before in BEFORE_VISIT:
        _free_days(review, reason, by, at)
    append_to_ledger(kind="peer_review.cancelled", subject=review, by=by, at=at)
    return review


def begin_draft(*, review: Review, by: User, at: datetime) -> Review:
    """Note that the visit has been and the report is written; whoever records attendance has locked and asked."""
    return move_review(review, ReviewState.DRAFTING, by, _("The visit has been"), at)


def _free_days(review: Review, reason: str, by: User, at: datetime) -> None:
    """Give back the days held for a visit that does not come, and tell everybody who keeps one."""
    visit = Visit.objects.select_for_update().filter(review=review, freed_at__isnull=True).first()
    if visit is not None:
        give_days_back(visit, by=by, reason=reason, at=at)
        announce_visit.days_freed(review, at)


def lock_review(review: Review, *, by: User | None = None) -> Review:
    """Take the review for this transaction, with what its guards and announcements read.

    Whether ``by`` is a stranger to it is asked anew from here on, not as the page was told before.
    """
    if by is not None:
        forget_strangers(by)
    locked: Review | None = next(iter(_LOCKED.ask(review=review.pk)), None)
    if locked is None:
        raise Review.DoesNotExist
    return locked


# Every act begins with it, and a workbook is saved as somebody types.
_LOCKED = Kept(
    lambda review: (
        Review.objects.select_for_update(of=("self",))
        .select_related("service__region", "cycle", "edition")
        .filter(pk=review)
    )
)


def _managed(review: Review, to: ReviewState, by: User, at: datetime) -> Review:
    review = lock_review(review, by=by)
    if not permissions.can_manage_review(by, review, at):
        raise PermissionDenied
    if not may_move(ReviewState(review.state), to):
        raise Refused(_("This cannot be done at the stage “%(stage)s”.") % {"stage": review.get_state_display()})
    return review


def move_review(
    review: Review,
    to: ReviewState,
    by: User | None,
    reason: str,
    at: datetime,
    *,
    until: date | None = None,
    **changes: Any,
) -> Review:
    """Follow one arrow: no state without its guard (invariant 17). Whoever calls has locked and asked."""
    from_ = ReviewState(review.state)
    if not may_move(from_, to):
        raise Refused(_("This cannot be done at the stage “%(stage)s”.") % {"stage": review.get_state_display()})
    missing = missing_for(from_, to, facts_of(review, at, to=to, reason=reason, until=until))
    if missing:
        raise Refused(" ".join(f"{words_of(one).rstrip('.')}." for one in missing))
    for name, value in changes.items():
        setattr(review, name, value)
    review.state, review.state_since = to, at
    save_with_history(review, by=by, reason=reason, at=at)
    keep_awaited(review=review, by=by, reason=reason, at=at)
    announce.review_moved(review, from_, by, at)
    return review
