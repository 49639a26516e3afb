"""What the addresses of action plans answer to whom; see ``tests/test_matrix.py``.

``closed_review`` is last year's of the service lead's own service: verified, closed, and one action carried on into
``own_review``. ``to_plan`` has a final report and no plan yet, ``followed`` a plan in progress: both are of services in
which nobody of the cast hosts. Who does what with it: ``tests/peerreview/views/test_actionplans.py``.
"""

from collections.abc import Mapping

from peerreview.models import PlanAction, PlanEvidence, Review

TABLE = """
/reviews/{closed_review}/plan/ | 401 visitor; 200 service-lead programme-manager; 404
/reviews/{closed_review}/plan/plan.csv | 401 visitor; 200 service-lead programme-manager; 404
/reviews/{closed_review}/plan/history/ | 401 visitor; 200 service-lead programme-manager; 404
/reviews/{closed_review}/plan/1/ | 401 visitor; 200 service-lead programme-manager; 404
/reviews/{closed_review}/plan/add/ | 401 visitor; 404
/reviews/{closed_review}/plan/close/ | 401 visitor; 404
/reviews/{closed_review}/plan/1/evidence/{plan_file}/ | 401 visitor; 200 service-lead programme-manager; 404
/reviews/{own_review}/plan/ | 401 visitor; 200 service-lead programme-manager; 404
/reviews/{own_review}/plan/{carried}/ | 401 visitor; 200 service-lead programme-manager; 404
/reviews/{own_review}/plan/{carried}/change/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/plan/{carried}/give-up/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/plan/{carried}/progress/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/plan/{carried}/evidence/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/plan/{carried}/remove/ | 401 visitor; 404
/reviews/{own_review}/plan/add/ | 401 visitor; 404
/reviews/{to_plan}/plan/ | 401 visitor; 200 programme-manager; 404
/reviews/{to_plan}/plan/add/ | 401 visitor; 404
/reviews/{to_plan}/plan/hand-in/ | 401 visitor; 404
/reviews/{to_plan}/plan/recommendations/1/ | 401 visitor; 404
/reviews/{followed}/plan/ | 401 visitor; 200 programme-manager; 404
/voices/campaigns/about/progress/{followed}/ | 401 visitor; 200 programme-manager; 404
/voices/campaigns/about/progress/{closed_review}/ | 401 visitor; 404
/reviews/{followed}/plan/close/ | 401 visitor; 200 programme-manager; 404
/reviews/{followed}/plan/{to_verify}/ | 401 visitor; 200 programme-manager; 404
/reviews/{followed}/plan/{to_verify}/verify/ | 401 visitor; 200 programme-manager; 404
/reviews/{followed}/plan/{to_verify}/send-back/ | 401 visitor; 200 programme-manager; 404
/reviews/{followed}/plan/{to_verify}/carry-on/ | 401 visitor; 200 programme-manager; 404
/reviews/{followed}/plan/{to_verify}/take-up-again/ | 401 visitor; 404
/reviews/{followed}/plan/{to_verify}/progress/ | 401 visitor; 404
POST /reviews/{followed}/plan/{to_verify}/verify/ | 401 visitor; 302 programme-manager; 404
POST /reviews/{followed}/plan/{to_verify}/progress/ | 401 visitor; 404
/reviews/{review}/plan/ | 401 visitor; 404
/cycles/{cycle}/plans/ | 401 visitor; 200 programme-manager; 404
"""


def examples() -> Mapping[str, object]:
    """Return what the names stand for."""
    closed = Review.objects.get(state="closed", service__host_roles__person__email="service-lead@hearth.example")
    followed = Review.objects.filter(state="action_plan").order_by("pk")[0]
    return {
        "closed_review": closed.pk,
        "plan_file": PlanEvidence.objects.filter(action__plan__review=closed, action__n=1)[0].pk,
        "carried": PlanAction.objects.filter(carried_from__plan__review=closed)[0].n,
        "to_plan": Review.objects.filter(state="final", cycle__state="open").order_by("pk")[0].pk,
        "followed": followed.pk,
        "to_verify": PlanAction.objects.filter(plan__review=followed, state="done")[0].n,
    }
