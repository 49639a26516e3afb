"""What the addresses of cycles, reviews, hosts and control groups answer to whom; see ``tests/test_matrix.py``."""

from collections.abc import Mapping
from datetime import datetime

from peerreview.models import ControlGroupMembership, HostRole, Review, ReviewCycle

TABLE = """
/cycles/ | 401 visitor; 200 programme-manager; 404
/cycles/open/ | 401 visitor; 200 programme-manager; 404
/cycles/{cycle}/ | 401 visitor; 200 programme-manager; 404
/cycles/{cycle}/plan/ | 401 visitor; 200 programme-manager; 404
/cycles/{cycle}/plan/one/ | 401 visitor; 200 programme-manager; 404
POST /cycles/{cycle}/start/ | 401 visitor; 302 programme-manager; 404
/cycles/{cycle}/reminders/ | 401 visitor; 200 programme-manager; 404
/cycles/{cycle}/clock/ | 401 visitor; 200 programme-manager; 404
/cycles/{cycle}/close/ | 401 visitor; 200 programme-manager; 404
/reviews/ | 401 visitor; 200
/reviews/{review}/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/ | 401 visitor; 200 service-lead programme-manager; 404
/reviews/{own_review}/history/ | 401 visitor; 200 service-lead programme-manager; 404
POST /reviews/{planned_review}/start/ | 401 visitor; 302 programme-manager; 404
/reviews/{own_review}/submit/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/return/ | 401 visitor; 404
/reviews/{handed_in}/return/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/arrange/ | 401 visitor; 404
/reviews/{handed_in}/arrange/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/postpone/ | 401 visitor; 404
/reviews/{handed_in}/postpone/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/cancel/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/extend/self_review/ | 401 visitor; 200 programme-manager; 404
/our-services/ | 401 visitor; 302 service-lead; 404
/our-services/{hosted}/ | 401 visitor; 200 service-lead; 404
/our-services/{hosted}/profile/ | 401 visitor; 200 service-lead; 404
/our-services/{hosted}/profile/write/ | 401 visitor; 200 service-lead; 404
POST /our-services/{hosted}/profile/1/publish/ | 401 visitor; 302 service-lead; 404
/our-services/{hosted}/profile/withdraw/ | 401 visitor; 200 service-lead; 404
/our-services/{hosted}/hosts/name/ | 401 visitor; 200 service-lead programme-manager; 404
/our-services/{hosted}/hosts/{host_role}/end/ | 401 visitor; 200 programme-manager; 404
/services/control/ | 401 visitor; 200 programme-manager administrator; 404
/services/control/add/ | 401 visitor; 200 programme-manager administrator; 404
/services/control/{control_group}/ | 401 visitor; 200 programme-manager administrator; 404
/services/control/{control_group}/add/ | 401 visitor; 200 programme-manager administrator; 404
/services/control/{control_group}/{controlled}/end/ | 401 visitor; 200 programme-manager administrator; 404
/services/register/{urn}/owner/ | 401 visitor; 200 programme-manager administrator; 404
"""


def examples(at: datetime) -> Mapping[str, object]:
    """Return what the names stand for: ``own_review`` is being written in the service lead's own service."""
    role = HostRole.objects.active(at).select_related("service").get(person__email="service-lead@hearth.example")
    others = Review.objects.exclude(service=role.service).order_by("pk")
    held = ControlGroupMembership.objects.active(at).order_by("pk")[0]
    return {
        "cycle": ReviewCycle.objects.filter(state="open").order_by("-opens_on")[0].label,
        "review": others.filter(state="self_review")[0].pk,
        "own_review": Review.objects.get(service=role.service, state="self_review").pk,
        "handed_in": others.filter(state="submitted", cycle__state="open", team=None)[0].pk,
        "planned_review": others.filter(state="planned")[0].pk,
        "hosted": role.service.urn,
        "host_role": role.pk,
        "control_group": held.group_id,
        "controlled": held.pk,
    }
