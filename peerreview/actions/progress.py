"""What becomes of an action: each step is told in words that stand for ever; somebody else than its owner verifies.

Locks: the next review where something is carried on, the review, the action, its deadlines, the head of the ledger.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.actionplans import locked
from peerreview.actions.carrying import carry_action, later_review
from peerreview.actions.deadlines import mark_done
from peerreview.actions.reviews import lock_review, move_review
from peerreview.announcements import actionplans as announce
from peerreview.domain.actionplans import may_move
from peerreview.enums.actionplans import ActionState
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import ActionPlan, EvidenceRevision, PlanAction, PlanEvidence, ProgressUpdate, Review
from peerreview.permissions import actionplans as permissions
from peerreview.permissions.evidence import can_open
from portal.history.ledger import append_to_ledger
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@transaction.atomic
def tell_progress(*, action: PlanAction, text: str, is_done: bool, by: User, at: datetime) -> ProgressUpdate:
    """Tell how far an action is, or that it is done: from then on it waits for somebody else to look."""
    review, row = _taken(action, by)
    if not permissions.can_tell_progress(by, review, row, at):
        raise PermissionDenied
    if is_done:
        row.done_by, row.done_at = by, at
    update = _step(row, ActionState.DONE if is_done else ActionState.IN_PROGRESS, text, by, at)
    if is_done:
        announce.action_done(review, row, update, by, at)
    return update


@transaction.atomic
def verify_action(*, action: PlanAction, text: str, by: User, at: datetime) -> ProgressUpdate:
    """Say that it is so, and how that was seen: never by who owns it or said that it is done (invariant 18)."""
    review, row = _taken(action, by)
    if not permissions.can_verify(by, review, row, at):
        raise PermissionDenied
    row.verified_by, row.verified_at = by, at
    update = _step(row, ActionState.VERIFIED, text, by, at)
    announce.action_verified(review, row, update, by, at)
    return update


@transaction.atomic
def send_back(*, action: PlanAction, text: str, by: User, at: datetime) -> ProgressUpdate:
    """Say that it is not done yet, and what is lacking."""
    review, row = _taken(action, by)
    if not permissions.can_verify(by, review, row, at):
        raise PermissionDenied
    row.done_by, row.done_at = None, None
    update = _step(row, ActionState.IN_PROGRESS, text, by, at)
    announce.action_sent_back(review, row, update, by, at)
    return update


@transaction.atomic
def give_up(*, action: PlanAction, reason: str, by: User, at: datetime) -> ProgressUpdate:
    """Say that an action is not pursued, and why."""
    review, row = _taken(action, by)
    if not permissions.can_give_up(by, review, row, at):
        raise PermissionDenied
    row.why_not = reason.strip()
    return _step(row, ActionState.NOT_PURSUED, reason, by, at)


@transaction.atomic
def take_up_again(*, action: PlanAction, text: str, by: User, at: datetime) -> ProgressUpdate:
    """Plan again what was given up."""
    review, row = _taken(action, by)
    if not permissions.can_take_up_again(by, review, row, at):
        raise PermissionDenied
    row.why_not = ""
    return _step(row, ActionState.PLANNED, text, by, at)


@transaction.atomic
def show_evidence(*, action: PlanAction, revisions: Collection[EvidenceRevision], by: User, at: datetime) -> None:
    """Say which files of the library show that it is done, in place of what was said before.

    What somebody else linked and ``by`` may not open stays as it is.
    """
    review, row = _taken(action, by)
    if not permissions.can_show_evidence(by, review, row, at):
        raise PermissionDenied
    for one in revisions:
        if one.item.review_id != review.pk or one.item.removed_at is not None or not can_open(by, one.item, at):
            raise Refused(_("This file is not in the library of the review."))
    wanted = {one.pk for one in revisions}
    for link in row.evidence.select_related("revision__item__review"):
        if link.revision_id not in wanted and can_open(by, link.revision.item, at):
            delete_with_history(link, by=by, reason=_("No longer linked"), at=at)
        wanted.discard(link.revision_id)
    for key in sorted(wanted):
        link = PlanEvidence(action=row, revision_id=key, by=by, at=at)
        save_with_history(link, by=by, reason=_("Linked"), at=at)


@transaction.atomic
def carry_on(*, action: PlanAction, reason: str, by: User, at: datetime) -> PlanAction:
    """Carry an open action into the service's next review, with a reason: at once, or when that begins."""
    into = later_review(action.plan.review)
    review, row = _taken(action, by)
    if not permissions.can_carry_on(by, review, row, at):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("A reason must be given."))
    carry_action(row, into, reason.strip(), by, at)
    return row


@transaction.atomic
def close_review(*, review: Review, text: str, better: str, by: User, at: datetime) -> Review:
    """Hold the progress review and close: everything is verified, given up with a reason, or carried on.

    ``better`` is what young people say of it, or why they were not asked.
    """
    review = lock_review(review, by=by)
    if not permissions.can_close(by, review, at):
        raise PermissionDenied
    if not text.strip():
        raise Refused(_("Say what the progress review found."))
    if not better.strip():
        raise Refused(_("Say whether it got better for young people, as they say it, or why they were not asked."))
    plan = ActionPlan.objects.select_for_update(of=("self",)).get(review=review)
    plan.looked_back, plan.better, plan.reviewed_by, plan.reviewed_at = text.strip(), better.strip(), by, at
    words = _("Progress reviewed")
    save_with_history(plan, by=by, reason=words, at=at)
    review = move_review(review, ReviewState.CLOSED, by, words, at)
    mark_done(review=review, kind=DeadlineKind.PROGRESS, by=by, reason=words, at=at)
    append_to_ledger(kind="peer_review.closed", subject=plan, by=by, at=at)
    return review


def _taken(action: PlanAction, by: User) -> tuple[Review, PlanAction]:
    return lock_review(action.plan.review, by=by), locked(action)


def _step(row: PlanAction, to: ActionState, text: str, by: User, at: datetime) -> ProgressUpdate:
    """Follow one arrow and tell it."""
    if not may_move(ActionState(row.state), to):
        raise Refused(_("This cannot be done now: it stands at “%(state)s”.") % {"state": row.get_state_display()})
    if not text.strip():
        raise Refused(_("Say it in words: they are what others read."))
    row.state = to
    row.version += 1
    save_with_history(row, by=by, reason=str(to.label), at=at)
    update = ProgressUpdate(action=row, n=row.updates.count() + 1, state=to, text=text.strip(), by=by, at=at)
    save_with_history(update, by=by, reason=str(to.label), at=at)
    return update
