"""What the addresses of workbooks and evidence answer to whom; see ``tests/test_matrix.py``.

``own_review`` is being written by the service lead, and nobody else reads it yet; ``told_review`` is handed in.
"""

from collections.abc import Mapping
from datetime import datetime

from peerreview.models import EvidenceItem, HostRole, Review

TABLE = """
/reviews/{own_review}/self-assessment/ | 401 visitor; 200 service-lead; 404
/reviews/{told_review}/self-assessment/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/practice/ | 401 visitor; 200 service-lead; 404
/reviews/{told_review}/practice/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/self-assessment/print/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/self-assessment/sections/1/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/self-assessment/standards/1.1/staff/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/self-assessment/standards/1.1/young_people/ | 401 visitor; 404
POST /reviews/{own_review}/self-assessment/standards/1.1/staff/ | 401 visitor; 422 service-lead; 404
POST /reviews/{told_review}/self-assessment/standards/1.1/staff/ | 401 visitor; 422 programme-manager; 404
/reviews/{own_review}/self-assessment/standards/1.1/staff/earlier/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/self-assessment/young-people/ | 401 visitor; 200 service-lead; 404
/reviews/{told_review}/self-assessment/young-people/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/self-assessment/young-people/write/ | 401 visitor; 200 service-lead; 404
/reviews/{told_review}/self-assessment/young-people/write/ | 401 visitor; 404
/reviews/{own_review}/self-assessment/young-people/not-heard/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/self-assessment/young-people/1/withdraw/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/evidence/ | 401 visitor; 200 service-lead; 404
/reviews/{told_review}/evidence/ | 401 visitor; 200 programme-manager; 404
/reviews/{own_review}/evidence/add/ | 401 visitor; 200 service-lead; 404
/reviews/{told_review}/evidence/add/ | 401 visitor; 404
POST /reviews/{own_review}/evidence/freeze/ | 401 visitor; 404
POST /reviews/{told_review}/evidence/freeze/ | 401 visitor; 302 programme-manager; 404
/reviews/{own_review}/evidence/{evidence}/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/evidence/{restricted_evidence}/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/evidence/{evidence}/revise/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/evidence/{evidence}/standards/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/evidence/{evidence}/remove/ | 401 visitor; 200 service-lead; 404
/reviews/{own_review}/evidence/{evidence}/files/1/ | 401 visitor; 200 service-lead; 404
/reviews/{told_review}/evidence/{told_evidence}/files/1/ | 401 visitor; 200 programme-manager; 404
/reviews/{told_review}/evidence/{evidence}/files/1/ | 401 visitor; 404
"""


def examples(at: datetime) -> Mapping[str, object]:
    """Return what the names stand for."""
    role = HostRole.objects.active(at).select_related("service").get(person__email="service-lead@hearth.example")
    own = EvidenceItem.objects.filter(review__service=role.service, review__state="self_review").order_by("pk")
    told = Review.objects.filter(state="submitted", evidence__isnull=False).exclude(service=role.service)
    review = told.order_by("pk")[0]
    return {
        "told_review": review.pk,
        "evidence": own.filter(sensitivity="ordinary")[0].pk,
        "restricted_evidence": own.filter(sensitivity="restricted")[0].pk,
        "told_evidence": review.evidence.order_by("pk")[0].pk,
    }
