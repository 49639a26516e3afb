"""Carrying what is still open from last time into the next review, with its mark; nothing of it is done twice.

Locks: the next review, then the one before where it acts itself, then the actions.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from peerreview.domain.actionplans import OPEN, TAKES_ON
from peerreview.models import ActionPlan, PlanAction, PlanAnswer, Recommendation, Review
from portal.history.writing import save_with_history
from portal.people.models import User


def carry_into(review: Review, by: User | None, at: datetime) -> int:
    """Copy every open action of the service's earlier reviews into one that begins; count them.

    Also what was to be carried on and waited for this review. Whoever calls has locked the review and asked.
    """
    earlier = PlanAction.objects.standing().filter(
        plan__review__service=review.service_id,
        plan__review__cycle__opens_on__lt=review.cycle.opens_on,
        carried_to__isnull=True,
    )
    keys = list(earlier.filter(state__in=OPEN).values_list("pk", flat=True))
    # Asked again under the lock: meanwhile somebody may have verified one.
    rows = PlanAction.objects.select_for_update(of=("self",)).filter(pk__in=keys, removed_at=None, state__in=OPEN)
    found = list(rows.order_by("plan", "n"))
    _copy(found, review, by, at)
    return len(found)


def later_review(review: Review) -> Review | None:
    """Return the service's next review, if it has begun: what is carried on goes there at once. It is locked."""
    rows = (
        Review.objects.select_for_update(of=("self",))
        .select_related("cycle")
        .filter(service=review.service_id, cycle__opens_on__gt=review.cycle.opens_on, state__in=TAKES_ON)
    )
    return rows.order_by("cycle__opens_on", "pk").first()


def carry_action(action: PlanAction, into: Review | None, reason: str, by: User, at: datetime) -> None:
    """Mark one action as carried on, and copy it where the next review has begun; it is locked, and so is ``into``."""
    action.carried_at, action.carried_why = at, reason
    save_with_history(action, by=by, reason=reason, at=at)
    if into is not None:
        _copy([action], into, by, at)


def link_carried(review: Review, by: User, at: datetime) -> None:
    """Let what came from last time answer the recommendations that carry on what it answered; once a report is final.

    A copy answers nothing of its own: the earlier recommendation belongs to the earlier report.
    """
    asked = Recommendation.objects.filter(report__review=review, removed_at=None, carried_from__isnull=False)
    by_earlier: dict[int, list[Recommendation]] = {}
    for one in asked.order_by("n"):
        by_earlier.setdefault(one.carried_from_id or 0, []).append(one)
    if not by_earlier:
        return
    for action in PlanAction.objects.still_open().filter(plan__review=review, carried_from__isnull=False):
        for key in _answered_before(action):
            for one in by_earlier.get(key, ()):
                if not PlanAnswer.objects.filter(action=action, recommendation=one).exists():
                    link = PlanAnswer(action=action, recommendation=one)
                    save_with_history(link, by=by, reason=_("Carried on with its recommendation"), at=at)


def _answered_before(action: PlanAction) -> set[int]:
    """Return what an action answered in every review it came through."""
    found: set[int] = set()
    earlier = action.carried_from
    while earlier is not None:
        found |= set(PlanAnswer.objects.filter(action=earlier).values_list("recommendation", flat=True))
        earlier = earlier.carried_from
    return found


def _copy(actions: Iterable[PlanAction], into: Review, by: User | None, at: datetime) -> None:
    for action in actions:
        plan = ActionPlan.objects.select_for_update(of=("self",)).filter(review=into).first()
        if plan is None:
            plan = ActionPlan(review=into, begun_at=at)
            save_with_history(plan, by=by, reason=_("Open actions carried on"), at=at)
        if action.carried_at is None:
            words = _("The next review has begun")
            action.carried_at, action.carried_why = at, words
            save_with_history(action, by=by, reason=words, at=at)
        last: int | None = PlanAction.objects.filter(plan=plan).aggregate(last=Max("n"))["last"]
        copy = PlanAction(
            plan=plan,
            n=(last or 0) + 1,
            what=action.what,
            owner_id=action.owner_id,
            due_on=action.due_on,
            state=action.state,
            done_by_id=action.done_by_id,
            done_at=action.done_at,
            carried_from=action,
        )
        save_with_history(copy, by=by, reason=_("Carried on from the review before"), at=at)
