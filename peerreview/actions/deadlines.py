"""Winding a review's clock, giving more time for a reason, and noting what is done."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.announcements import reviews as announce
from peerreview.domain.reviewclock import visit_due
from peerreview.domain.reviews import ENDED
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import Deadline, DeadlineExtension, Review
from peerreview.models.strangers import forget_strangers
from peerreview.permissions import reviews as permissions
from peerreview.queries.deadlines import awaited
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.queries.bankholidays import bank_holidays
from portal.people.refusals import Refused


@transaction.atomic
def extend_deadline(*, deadline: Deadline, to_on: date, reason: str, by: User, at: datetime) -> DeadlineExtension:
    """Give more time; when the self-review moves, the last day for the visit moves with it as far as it must."""
    review = Review.objects.select_for_update(of=("self",)).get(pk=deadline.review_id)
    forget_strangers(by)
    if not permissions.can_manage_review(by, review, at):
        raise PermissionDenied
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if ReviewState(review.state) in ENDED or deadline.done_at is not None:
        raise Refused(_("This is done already: there is nothing to give more time for."))
    if not reason.strip():
        raise Refused(_("A reason must be given."))
    if to_on <= deadline.due_on:
        raise Refused(_("The new day must come after the one it moves."))
    return move_deadline(deadline=deadline, to_on=to_on, reason=reason, by=by, at=at)


def move_deadline(*, deadline: Deadline, to_on: date, reason: str, by: User, at: datetime) -> DeadlineExtension:
    """Move a day, inside the transaction of the act that moves it; whoever calls has asked."""
    extension = DeadlineExtension(
        deadline=deadline, from_on=deadline.due_on, to_on=to_on, reason=reason.strip(), by=by, at=at
    )
    save_with_history(extension, by=by, reason=reason, at=at)
    deadline.due_on = to_on
    save_with_history(deadline, by=by, reason=reason, at=at)
    keep_awaited(review=deadline.review, by=by, reason=reason, at=at)
    announce.deadline_extended(extension, deadline, by, at)
    append_to_ledger(kind="peer_review.extended", subject=extension, by=by, at=at)
    if deadline.kind == DeadlineKind.SELF_REVIEW:
        _let_visit_follow(deadline, reason, by, at)
    return extension


def _let_visit_follow(moved: Deadline, reason: str, by: User, at: datetime) -> None:
    review = Review.objects.select_related("service__region", "cycle").get(pk=moved.review_id)
    visit = Deadline.objects.select_for_update().filter(review=review, kind=DeadlineKind.VISIT, done_at=None).first()
    if visit is None:
        return
    last = visit_due(moved.due_on, review.cycle.rules, bank_holidays(review.service.region.nation, moved.due_on))
    if last > visit.due_on:
        move_deadline(deadline=visit, to_on=last, reason=reason, by=by, at=at)


def mark_done(*, review: Review, kind: DeadlineKind, by: User | None, reason: str, at: datetime) -> None:
    """Note that what was due is done, inside the transaction of the act that did it."""
    deadline = Deadline.objects.select_for_update().filter(review=review, kind=kind, done_at=None).first()
    if deadline is not None:
        deadline.done_at = at
        save_with_history(deadline, by=by, reason=reason, at=at)
        keep_awaited(review=review, by=by, reason=reason, at=at)


def set_deadline(
    *, review: Review, kind: DeadlineKind, due_on: date, by: User | None, reason: str, at: datetime
) -> Deadline:
    """Say when something is due that nobody could know before; inside the transaction of the act that makes it so."""
    deadline = Deadline.objects.select_for_update().filter(review=review, kind=kind).first()
    if deadline is None:
        deadline = Deadline(review=review, kind=kind, due_on=due_on)
        save_with_history(deadline, by=by, reason=reason, at=at)
        keep_awaited(review=review, by=by, reason=reason, at=at)
    return deadline


def open_again(*, review: Review, kind: DeadlineKind, until: date, by: User, reason: str, at: datetime) -> None:
    """Ask for something again until a day; less time than there was is never given."""
    deadline = Deadline.objects.select_for_update().get(review=review, kind=kind)
    deadline.done_at = None
    save_with_history(deadline, by=by, reason=reason, at=at)
    keep_awaited(review=review, by=by, reason=reason, at=at)
    if until > deadline.due_on:
        move_deadline(deadline=deadline, to_on=until, reason=reason, by=by, at=at)


def keep_awaited(*, review: Review, by: User | None, reason: str, at: datetime) -> None:
    """Keep with the review what is waited for in it now, inside the transaction of the act that changed it.

    It is worked out from deadlines and stage, so history leaves it out: nothing is written there. The object in hand
    learns of it too, for it may be saved as a whole later.
    """
    review.awaited_kind, review.awaited_on = awaited(review)
    save_with_history(review, by=by, reason=reason, at=at, update_fields=["awaited_kind", "awaited_on"])
