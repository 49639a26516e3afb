"""Writing a service's action plan and handing it in. Words are saved first: what is lacking is counted, not refused.

Locks: the review, the action, its deadlines.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from peerreview.actions.deadlines import mark_done
from peerreview.actions.reports import insist_on_newest
from peerreview.actions.reviews import lock_review, move_review
from peerreview.announcements import actionplans as announce
from peerreview.domain.actionplans import FOLLOWED
from peerreview.enums.actionplans import ActionState
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import ActionPlan, NotTakenUp, PlanAction, PlanAnswer, Recommendation, Review
from peerreview.permissions import actionplans as permissions
from peerreview.queries import actionplans as queries
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@dataclass(frozen=True)
class Words:
    """What a page says of an action; while the plan is written, everything but what is done may still be lacking."""

    what: str
    owner: User | None = None
    due_on: date | None = None
    answers: Collection[Recommendation] = field(default_factory=tuple)


@transaction.atomic
def add_action(*, review: Review, words: Words, by: User, at: datetime, token: UUID | None = None) -> PlanAction:
    """Plan something. Sent again with the same ``token``, it is the same action, as it says now."""
    review = lock_review(review, by=by)
    if not permissions.can_write_plan(by, review, at):
        raise PermissionDenied
    plan = plan_for_writing(review, by, at)
    if token and (again := PlanAction.objects.standing().filter(token=token, plan=plan).first()):
        return _write(review, again, words, _("Being written"), by, at)
    row = PlanAction(plan=plan, n=next_n(plan), token=token)
    return _write(review, row, words, _("Planned"), by, at)


@transaction.atomic
def change_action(*, action: PlanAction, words: Words, base: int, reason: str, by: User, at: datetime) -> PlanAction:
    """Write an action anew, as who has read it as it stands; once the plan is handed in, with a reason."""
    review = lock_review(action.plan.review, by=by)
    row = locked(action)
    if not permissions.can_change_action(by, review, row, at):
        raise PermissionDenied
    insist_on_newest(row.version, base)
    if needs_reason(review, row) and not reason.strip():
        raise Refused(_("The plan is handed in: say why this is changed."))
    return _write(review, row, words, reason.strip() or _("Being written"), by, at)


@transaction.atomic
def remove_action(*, action: PlanAction, reason: str, by: User, at: datetime) -> None:
    """Take an action out of a plan that is being written, with a reason; it stays in the history."""
    review = lock_review(action.plan.review, by=by)
    row = locked(action)
    if not permissions.can_remove_action(by, review, row, at):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("A reason must be given."))
    row.removed_at = at
    save_with_history(row, by=by, reason=reason.strip(), at=at)


@transaction.atomic
def say_why_not(*, review: Review, recommendation: Recommendation, reason: str, by: User, at: datetime) -> NotTakenUp:
    """Say why nothing is planned for a recommendation; said again, it is the newest that stands."""
    review = lock_review(review, by=by)
    if not permissions.can_write_plan(by, review, at):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("A reason must be given."))
    if recommendation not in queries.recommended_in(review):
        raise Refused(_("This recommendation is not in the report of the review."))
    plan = plan_for_writing(review, by, at)
    found = NotTakenUp.objects.select_for_update().filter(recommendation=recommendation).first()
    row = found or NotTakenUp(plan=plan, recommendation=recommendation)
    row.reason, row.by, row.at = reason.strip(), by, at
    save_with_history(row, by=by, reason=_("Nothing is planned for it"), at=at)
    return row


@transaction.atomic
def hand_in_plan(*, review: Review, by: User, at: datetime) -> Review:
    """Hand the plan in, when every *must* has an action or a reason; twice is once."""
    review = lock_review(review, by=by)
    plan = queries.plan_of(review)
    if review.state == FOLLOWED and plan is not None and plan.handed_in_by_id == by.pk:
        return review
    if not permissions.can_hand_in_plan(by, review, at):
        raise PermissionDenied
    plan = plan or plan_for_writing(review, by, at)
    words = _("Action plan handed in")
    review = move_review(review, ReviewState.ACTION_PLAN, by, words, at)
    plan.handed_in_by, plan.handed_in_at = by, at
    save_with_history(plan, by=by, reason=words, at=at)
    mark_done(review=review, kind=DeadlineKind.ACTION_PLAN, by=by, reason=words, at=at)
    announce.plan_handed_in(review, by, at)
    for action in plan.actions.still_open().select_related("owner").order_by("n"):
        announce.action_given(review, action, by, at)
    return review


def plan_for_writing(review: Review, by: User | None, at: datetime) -> ActionPlan:
    """Return the plan, made with its first word; the review is locked, so two first words make one plan."""
    found = ActionPlan.objects.select_for_update(of=("self",)).filter(review=review).first()
    if found is None:
        found = ActionPlan(review=review, begun_at=at)
        save_with_history(found, by=by, reason=_("Action plan begun"), at=at)
    return found


def next_n(plan: ActionPlan) -> int:
    """Return the next number of a plan's actions; numbers are never given again."""
    found: int | None = PlanAction.objects.filter(plan=plan).aggregate(last=Max("n"))["last"]
    return (found or 0) + 1


def locked(action: PlanAction) -> PlanAction:
    """Take an action for this transaction; its review is taken first."""
    rows = PlanAction.objects.select_for_update(of=("self",)).select_related("plan", "owner")
    return rows.get(pk=action.pk)


def needs_reason(review: Review, action: PlanAction) -> bool:
    """Say whether a change is one of something that others rely on by now."""
    return review.state == FOLLOWED or action.carried_from_id is not None


def _write(review: Review, row: PlanAction, words: Words, reason: str, by: User, at: datetime) -> PlanAction:
    _insist(review, row, words, at)
    was = row.owner_id if row.pk else None
    said: dict[str, Any] = {"what": words.what.strip(), "owner": words.owner, "due_on": words.due_on}
    is_new = row.pk is None
    links = set() if is_new else set(PlanAnswer.objects.filter(action=row).values_list("recommendation", flat=True))
    if (
        not is_new
        and links == {one.pk for one in words.answers}
        and all(getattr(row, name) == value for name, value in said.items())
    ):
        return row
    for name, value in said.items():
        setattr(row, name, value)
    row.version += 0 if is_new else 1
    save_with_history(row, by=by, reason=reason, at=at)
    _link(row, words.answers, by, at)
    if review.state == FOLLOWED and row.owner_id != was:
        announce.action_given(review, row, by, at)
    return row


def _insist(review: Review, row: PlanAction, words: Words, at: datetime) -> None:
    if not words.what.strip():
        raise Refused(_("Say what is done."))
    is_new_owner = words.owner is not None and words.owner.pk != row.owner_id
    if is_new_owner and words.owner not in queries.may_own(review, at):
        raise Refused(_("Only somebody who hosts in the service sees to an action. The host lead names them."))
    if row.state != ActionState.PLANNED and (words.owner is None or words.due_on is None):
        raise Refused(_("This action is begun: somebody sees to it, by a day."))
    asked = {one.pk for one in queries.recommended_in(review)}
    if any(one.pk not in asked for one in words.answers):
        raise Refused(_("This recommendation is not in the report of the review."))


def _link(row: PlanAction, answers: Collection[Recommendation], by: User, at: datetime) -> None:
    wanted = {one.pk for one in answers}
    there = {link.recommendation_id: link for link in PlanAnswer.objects.filter(action=row)}
    for key in sorted(there.keys() - wanted):
        delete_with_history(there[key], by=by, reason=_("No longer answers it"), at=at)
    for key in sorted(wanted - there.keys()):
        link = PlanAnswer(action=row, recommendation_id=key)
        save_with_history(link, by=by, reason=_("Answers it"), at=at)
