"""What makes a decision a question again: the service's appeal, once and in time; what a regulator says.

Locks: the review, the case, the head of the ledger.
"""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.accreditation import lock_case
from peerreview.announcements import accreditation as announce
from peerreview.enums.accreditation import RegulatoryKind
from peerreview.models import AccreditationCase, Appeal, RegulatoryEvent
from peerreview.permissions import accreditation as permissions
from peerreview.queries.accreditation import last_decision
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused


@transaction.atomic
def appeal(*, case: AccreditationCase, grounds: str, by: User, at: datetime) -> Appeal:
    """Ask others to look at the decision again; until it is heard, what was decided holds."""
    case = lock_case(case, by=by)
    if not permissions.leads_there(by, case, at):
        raise PermissionDenied
    decision = last_decision(case)
    if decision is None or not permissions.can_appeal(by, case, at):
        raise Refused(_("This decision cannot be appealed, or no longer: once, and within the days there are."))
    if not grounds.strip():
        raise Refused(_("Say why it should be looked at again."))
    row = Appeal(case=case, decision=decision, grounds=grounds.strip(), made_by=by, made_at=at)
    save_with_history(row, by=by, reason=_("Appealed"), at=at)
    # Those who decided know nothing of what others decide about it: somebody lays it before another meeting.
    case.meeting = None
    save_with_history(case, by=by, reason=_("Appealed"), at=at)
    announce.appealed(case, row, by, at)
    append_to_ledger(kind="peer_review.accreditation_appealed", subject=row, by=by, at=at)
    return row


@transaction.atomic
def record_event(
    *, case: AccreditationCase, kind: RegulatoryKind, happened_on: date, text: str, by: User, at: datetime
) -> RegulatoryEvent:
    """Note what a regulator said or did: from now on it is a question whether the accreditation goes on."""
    case = lock_case(case, by=by)
    if not permissions.can_record_event(by, case, at):
        raise PermissionDenied
    if happened_on > day_of(at):
        raise Refused(_("It cannot have happened after today."))
    if not text.strip():
        raise Refused(_("Say what the regulator said, and where it can be read."))
    row = RegulatoryEvent(case=case, kind=kind, happened_on=happened_on, text=text.strip(), by=by, at=at)
    save_with_history(row, by=by, reason=_("Recorded"), at=at)
    announce.questioned(case, row, by, at)
    append_to_ledger(kind="peer_review.regulatory_event", subject=row, by=by, at=at)
    return row
