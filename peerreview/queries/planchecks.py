"""What must always be true of action plans, asked of the live data: a sentence for each thing that is not."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.db.models import F, Q

from peerreview.domain.actionplans import OPEN, may_move
from peerreview.enums.actionplans import ActionState
from peerreview.enums.reviews import ReviewState
from peerreview.models import ActionPlan, NotTakenUp, PlanAction, PlanAnswer, PlanEvidence, ProgressUpdate, Review
from peerreview.queries.actionplans import plan_facts


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; numbers are those of the invariants of peer review."""
    yield from _stages()
    yield from _verified()
    yield from _steps()
    yield from _carried()
    yield from _of_the_review()


def _stages() -> Iterator[str]:
    """17: a plan that is handed in answers every *must*; a closed review leaves nothing open and was looked back on."""
    states = (ReviewState.ACTION_PLAN, ReviewState.CLOSED)
    for review in Review.objects.filter(state__in=states).select_related("report", "plan").order_by("pk"):
        facts = plan_facts(review)
        plan: ActionPlan | None = getattr(review, "plan", None)
        if plan is None or plan.handed_in_at is None:
            yield f"17: review {review.pk} stands at {review.state}, and nobody handed a plan in."
        if facts.musts_open:
            yield f"17: review {review.pk} stands at {review.state}, and a “must” has neither action nor reason."
        if review.state == ReviewState.CLOSED and (facts.actions_open or not facts.progress_reviewed):
            yield f"17: review {review.pk} is closed, and something of its plan is open."
    early = ActionPlan.objects.filter(handed_in_at__isnull=False).exclude(review__state__in=states)
    for key in early.order_by("pk").values_list("review", flat=True):
        yield f"17: the plan of review {key} is handed in, and the review does not stand there."


def _verified() -> Iterator[str]:
    """18 and 19: verified if and only if somebody verified it at a time; never by who owns it or said it is done."""
    named = Q(verified_by__isnull=False, verified_at__isnull=False)
    wrong = (Q(state=ActionState.VERIFIED) & ~named) | (~Q(state=ActionState.VERIFIED) & named)
    for pk in PlanAction.objects.filter(wrong).order_by("pk").values_list("pk", flat=True):
        yield f"19: action {pk} is verified by nobody, or by somebody and not verified."
    own = PlanAction.objects.filter(Q(verified_by=F("owner")) | Q(verified_by=F("done_by")))
    for pk in own.order_by("pk").values_list("pk", flat=True):
        yield f"18: action {pk} was verified by who owns it or said that it is done."


def _steps() -> Iterator[str]:
    """17: steps are numbered 1 to n, each follows an arrow, and an action stands where the last of them left it."""
    begun = dict(PlanAction.objects.values_list("pk", "carried_from__state"))
    ends: dict[int, ActionState] = {}
    rows = ProgressUpdate.objects.order_by("action", "n").values_list("action", "n", "state")
    for action, steps in groupby(rows.iterator(), lambda row: row[0]):
        stands = ActionState(begun[action] or ActionState.PLANNED)
        for count, (_action, n, state) in enumerate(steps, start=1):
            to = ActionState(state)
            if n != count:
                yield f"17: the steps of action {action} are not numbered from 1 without a gap."
                break
            if not may_move(stands, to):
                yield f"17: action {action} came from {stands} to {to}, for which there is no arrow."
            stands = to
        ends[action] = stands
    for pk, state in PlanAction.objects.order_by("pk").values_list("pk", "state").iterator():
        if ends.get(pk, begun[pk] or ActionState.PLANNED) != state:
            yield f"17: action {pk} stands at {state}, and its steps do not say so."


def _carried() -> Iterator[str]:
    """What is carried on was open, goes on in a later review of the same service, and is there once."""
    rows = PlanAction.objects.filter(carried_from__isnull=False).select_related(
        "plan__review__cycle", "carried_from__plan__review__cycle"
    )
    for row in rows.order_by("pk").iterator():
        earlier = row.carried_from
        if earlier is None:
            continue
        before, after = earlier.plan.review, row.plan.review
        if before.service_id != after.service_id or before.cycle.opens_on >= after.cycle.opens_on:
            yield f"plans: action {row.pk} was carried on from a review that is not an earlier one of its service."
        if earlier.carried_at is None or earlier.state not in OPEN:
            yield f"plans: action {row.pk} carries on one that does not say so."


def _of_the_review() -> Iterator[str]:
    """2: what is answered, not taken up or shown belongs to the review of the plan."""
    links = PlanAnswer.objects.exclude(recommendation__report__review=F("action__plan__review"))
    for key in links.order_by("pk").values_list("action", flat=True):
        yield f"2: action {key} answers a recommendation of another report."
    why_not = NotTakenUp.objects.exclude(recommendation__report__review=F("plan__review"))
    for key in why_not.order_by("pk").values_list("pk", flat=True):
        yield f"2: a reason ({key}) is about a recommendation of another report."
    shown = PlanEvidence.objects.exclude(revision__item__review=F("action__plan__review"))
    for key in shown.order_by("pk").values_list("action", flat=True):
        yield f"2: action {key} is shown by a file of another review."
