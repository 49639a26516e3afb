"""What the addresses of accreditation answer to whom; see ``tests/test_matrix.py``.

``case`` lies before the panel, of which the lead reviewer of the cast is one; the others were decided by other members.
Who leads in those services is nobody of the cast: what a host lead reads, and what a recused member does not, is in
``tests/peerreview/views/test_accreditation.py``.
"""

from collections.abc import Mapping

from peerreview.models import AccreditationCase, AwardCondition, EvidenceItem, PanelProposal, PanelSeat

TABLE = """
/accreditation/ | 200
/accreditation/cases/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/accreditation/cases/{case}/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/accreditation/cases/{case}/history/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/accreditation/cases/{case}/report/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/accreditation/cases/{case}/evidence/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/accreditation/cases/{case}/evidence/{case_item}/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/accreditation/cases/{case}/evidence/{other_item}/ | 401 visitor; 404
/accreditation/cases/{case}/meeting/ | 401 visitor; 200 programme-manager; 404
/accreditation/cases/{case}/panel/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/accreditation/cases/{case}/panel/propose/ | 401 visitor; 200 lead-reviewer; 404
/accreditation/cases/{case}/panel/{case_n}/say/ | 401 visitor; 200 lead-reviewer; 404
/accreditation/cases/{case}/panel/{case_n}/decide/ | 401 visitor; 200 lead-reviewer; 404
POST /accreditation/cases/{case}/panel/{case_n}/decide/ | 401 visitor; 422 lead-reviewer; 404
/accreditation/cases/{case}/panel/recuse/{case_member}/ | 401 visitor; 200 programme-manager; 404
/accreditation/cases/{case}/panel/recuse/{case_own}/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/accreditation/cases/{case}/appeal/ | 401 visitor; 404
/accreditation/cases/{case}/bring-back/ | 401 visitor; 404
/accreditation/cases/{case}/regulator/ | 401 visitor; 404
/accreditation/cases/{accredited}/ | 401 visitor; 200 programme-manager; 404
/accreditation/cases/{accredited}/panel/ | 401 visitor; 200 programme-manager; 404
/accreditation/cases/{accredited}/panel/propose/ | 401 visitor; 404
/accreditation/cases/{accredited}/meeting/ | 401 visitor; 404
/accreditation/cases/{accredited}/regulator/ | 401 visitor; 200 programme-manager; 404
/accreditation/cases/{conditional}/conditions/{condition}/ | 401 visitor; 200 programme-manager; 404
/accreditation/cases/{accredited}/conditions/{condition}/ | 401 visitor; 404
/accreditation/cases/{deferred_case}/bring-back/ | 401 visitor; 200 programme-manager; 404
/accreditation/cases/{deferred_case}/report/ | 401 visitor; 200 programme-manager; 404
/accreditation/panel/ | 401 visitor; 200 programme-manager; 404
/accreditation/panel/seat/ | 401 visitor; 200 programme-manager; 404
/accreditation/panel/{panel_seat}/end/ | 401 visitor; 200 programme-manager; 404
/accreditation/panel/meetings/call/ | 401 visitor; 200 programme-manager; 404
/cycles/{cycle}/thresholds/ | 401 visitor; 200 programme-manager; 404
/reviews/{review}/accreditation/ | 401 visitor; 404
"""


def examples() -> Mapping[str, object]:
    """Return what the names stand for."""
    case = AccreditationCase.objects.get(review__state="with_panel")
    decided = {row.decisions.get().outcome: row.pk for row in AccreditationCase.objects.exclude(pk=case.pk)}
    proposal = PanelProposal.objects.get(case=case)
    seat = PanelSeat.objects.get(person__email="lead-reviewer@hearth.example")
    items = EvidenceItem.objects.filter(sensitivity="ordinary").order_by("pk")
    return {
        "case": case.pk,
        "case_item": items.filter(review=case.review_id)[0].pk,
        "other_item": items.exclude(review=case.review_id)[0].pk,
        "case_n": proposal.n,
        "case_member": proposal.by_id,
        "case_own": seat.person_id,
        "accredited": decided["accredited"],
        "conditional": decided["with_conditions"],
        "deferred_case": decided["deferred"],
        "condition": AwardCondition.objects.get(met_at=None).pk,
        "panel_seat": seat.pk,
    }
