"""The daily check finds what must never be of action plans; each is planted past every guard."""

import pytest

from peerreview.models import ActionPlan, PlanAction, PlanAnswer, ProgressUpdate, Recommendation
from tests.conftest import NOON
from tests.factories import actionplans as plan
from tests.planting import MADE, away, found_each, peer_review, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guards_again")]


def test_wrongs_in_plans_are_found() -> None:
    review = plan.reported()
    action = plan.planned(review, *plan.asked(review))
    plan.handed_in(review)
    plan.verified(action)
    other: Recommendation = plan.asked(plan.reported(("must",)))[0]
    answer = PlanAnswer.objects.order_by("pk")[0]
    step = ProgressUpdate.objects.get(action=action, n=2)
    found_each(
        peer_review,
        [
            (
                f"2: action {action.pk} answers a recommendation of another report",
                put(PlanAnswer, answer.pk, recommendation=other),
            ),
            (f"17: review {review.pk} stands at action_plan, and a “must”", away(PlanAnswer, action=action)),
            (f"17: review {review.pk} stands at action_plan, and nobody handed", put(ActionPlan, handed_in_at=None)),
            (f"17: action {action.pk} stands at done", put(PlanAction, state="done")),
            (f"17: the steps of action {action.pk} are not numbered", put(ProgressUpdate, step.pk, n=5)),
            (f"18: action {action.pk} was verified by who owns it", put(PlanAction, verified_by=action.owner_id)),
            (f"19: action {action.pk} is verified by nobody", put(PlanAction, verified_by=None, verified_at=None)),
        ],
        NOON,
        despite=(*MADE, "5: review", "11: the team"),
    )
