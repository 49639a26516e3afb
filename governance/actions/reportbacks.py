"""Owing, sending, correcting and answering report-backs."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from governance.announcements import reportbacks as announce
from governance.domain.refusals import NotAllowed
from governance.domain.reportbacks import due_on, owes_report_backs, who_reports
from governance.domain.versions import tidy
from governance.enums.proposals import Confidentiality
from governance.models import ConstituencyResponse, Decision, ReportBack, ReportBackCorrection
from governance.permissions import reportbacks as permissions
from governance.queries.positions import rules_in_force
from governance.queries.reportbacks import seats_then
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User

USUAL_DAYS = 14


@transaction.atomic
def owe_report_backs(*, decision: Decision, by: User | None, at: datetime) -> list[ReportBack]:
    """Give every constituency with an occupied seat its report-back; asked again it changes nothing.

    Called in the transaction that records the decision, so that no decision is ever without them.
    """
    if not owes_report_backs(is_open=decision.confidentiality == Confidentiality.OPEN):
        return []
    if owed := list(ReportBack.objects.filter(decision=decision)):
        return owed
    rules = rules_in_force(decision.board, at)
    due = due_on(decision.decided_on, rules.report_back_days if rules else USUAL_DAYS)
    seats = seats_then(decision, at)
    rows = [
        ReportBack(decision=decision, seat=seats[pk].seat, constituency_id=seats[pk].seat.constituency_id, due_on=due)
        for pk in sorted(who_reports(one.then for one in seats.values()).values())
    ]
    made: list[ReportBack] = bulk_create_with_history(
        rows,
        ReportBack,
        default_user=by,
        default_change_reason=_("Decision %(number)s recorded") % {"number": decision.number},
        default_date=at,
    )
    return made


@transaction.atomic
def send_report_back(*, report_back: ReportBack, text: str, by: User, at: datetime) -> ReportBack:
    """Tell the constituency, in plain words. What was sent stays; sending the same words again changes nothing."""
    report_back = _locked(report_back)
    text = tidy(text)
    if report_back.sent_at is not None:
        if (report_back.sent_by_id, report_back.text) == (by.pk, text):
            return report_back
        if permissions.carries(by, report_back, at):
            raise NotAllowed(_("This report-back was sent meanwhile. What is still to be said can be added to it."))
    if not permissions.can_send(by, report_back, at):
        raise PermissionDenied
    if not text:
        raise NotAllowed(_("Write what you tell your constituency."))
    report_back.text, report_back.sent_at, report_back.sent_by = text, at, by
    save_with_history(report_back, by=by, reason=_("Reported back"), at=at)
    announce.report_back_sent(report_back, by, at)
    append_to_ledger(
        kind="report_back.sent", subject=report_back, by=by, at=at, board_ref=report_back.decision.board.slug
    )
    return report_back


@transaction.atomic
def correct_report_back(
    *, report_back: ReportBack, text: str, by: User, at: datetime, token: UUID | None = None
) -> ReportBackCorrection:
    """Append what was wrong; the text that was sent stays beside it."""
    report_back = _locked(report_back)
    if token and (made := ReportBackCorrection.objects.filter(token=token, by=by, report_back=report_back).first()):
        return made
    if not permissions.can_correct(by, report_back, at):
        raise PermissionDenied
    if not tidy(text):
        raise NotAllowed(_("Say what is to be put right."))
    correction = ReportBackCorrection(report_back=report_back, text=tidy(text), by=by, at=at, token=token)
    save_with_history(correction, by=by, reason=_("Correction appended"), at=at)
    announce.report_back_corrected(correction, by, at)
    return correction


@transaction.atomic
def respond(
    *, report_back: ReportBack, text: str, by: User, at: datetime, token: UUID | None = None
) -> ConstituencyResponse:
    """Answer what was told; it returns to the board."""
    report_back = _locked(report_back)
    if token and (said := ConstituencyResponse.objects.filter(token=token, person=by, report_back=report_back).first()):
        return said
    if not permissions.can_respond(by, report_back, at):
        raise PermissionDenied
    if not tidy(text):
        raise NotAllowed(_("Write your response."))
    response = ConstituencyResponse(report_back=report_back, person=by, text=tidy(text), at=at, token=token)
    save_with_history(response, by=by, reason=_("Response given"), at=at)
    announce.response_added(response, by, at)
    return response


def _locked(report_back: ReportBack) -> ReportBack:
    rows = ReportBack.objects.select_for_update(of=("self",))
    return rows.select_related("decision__board", "seat__constituency", "seat__ex_officio_of").get(pk=report_back.pk)
