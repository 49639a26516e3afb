"""What a seat tells its constituency about one decision, and what members answer."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.actions.reportbacks import correct_report_back, respond, send_report_back
from governance.domain.reportbacks import is_late
from governance.forms.reportbacks import CorrectionForm, ReportBackForm, ResponseForm
from governance.models import ReportBack
from governance.permissions import reportbacks as permissions
from governance.queries.constituencies import place_of
from governance.queries.reportbacks import find_report_back, starting_text
from governance.views.rounds import done_or_page
from portal.people.requests import SignedInRequest, now, signed_in


def report_back_or_404(request: SignedInRequest, number: str, code: str, at: datetime) -> ReportBack:
    """Return a report-back the reader may read."""
    found = find_report_back(request.user, number, code, at)
    if found is None:
        raise Http404
    return found


@signed_in
def report_back(request: SignedInRequest, number: str, code: str) -> HttpResponse:
    """Show what was told, what was put right, and the responses to those who may read them."""
    at = now()
    row = report_back_or_404(request, number, code, at)
    place = place_of(row.decision.board, row.seat)
    reads = permissions.can_read_responses_to(request.user, row, at)
    context = {
        "report_back": row,
        "place": place,
        "corrections": list(row.corrections.select_related("by")),
        "responses": list(row.responses.select_related("person")) if reads else [],
        "reads_responses": reads,
        "is_late": row.sent_at is None and is_late(row.due_on, timezone.localdate(at)),
        "may_send": permissions.can_send(request.user, row, at),
        "may_correct": permissions.can_correct(request.user, row, at),
        "may_respond": permissions.can_respond(request.user, row, at),
    }
    return render(request, "governance/constituencies/report_back.html", context)


@signed_in
def write(request: SignedInRequest, number: str, code: str) -> HttpResponseBase:
    """Write a report-back from a helpful beginning and send it."""
    at = now()
    row = report_back_or_404(request, number, code, at)
    back = reverse("governance:report_back", args=[number, code])
    if not permissions.carries(request.user, row, at):
        raise PermissionDenied
    if row.sent_at is not None and request.method != "POST":
        return redirect(back)
    form = ReportBackForm(request.POST or None, initial={"text": starting_text(row)})
    return done_or_page(
        request,
        form,
        lambda: send_report_back(report_back=row, text=form.cleaned_data["text"], by=request.user, at=at),
        said=_("Your report-back is sent. Those you speak for are told."),
        back=back,
        title=_("Report back on %(number)s") % {"number": number},
        caption=_("To %(told)s") % {"told": row.told},
        explanation=_(
            "Tell those you speak for what was decided and why, and what your seat said. They can answer."
            " Once sent it cannot be changed; corrections can be added beneath it."
        ),
        submit=_("Send it"),
    )


@signed_in
def correct(request: SignedInRequest, number: str, code: str) -> HttpResponseBase:
    """Append a correction."""
    at = now()
    row = report_back_or_404(request, number, code, at)
    if not permissions.can_correct(request.user, row, at):
        raise PermissionDenied
    form = CorrectionForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: correct_report_back(report_back=row, by=request.user, at=at, **form.cleaned_data),
        said=_("The correction is added. Those you speak for are told."),
        back=reverse("governance:report_back", args=[number, code]),
        title=_("Put something right"),
        caption=_("To %(told)s, about %(number)s") % {"told": row.told, "number": number},
        quote=row.text,
        quoted=_("What was sent"),
        submit=_("Add the correction"),
    )


@signed_in
def answer(request: SignedInRequest, number: str, code: str) -> HttpResponseBase:
    """Answer what was told."""
    at = now()
    row = report_back_or_404(request, number, code, at)
    if not permissions.can_respond(request.user, row, at):
        raise PermissionDenied
    form = ResponseForm(request.POST or None)
    return done_or_page(
        request,
        form,
        lambda: respond(report_back=row, by=request.user, at=at, **form.cleaned_data),
        said=_("Your response is with your seat and the board."),
        back=reverse("governance:report_back", args=[number, code]),
        title=_("Respond"),
        caption=_("%(told)s, about %(number)s") % {"told": row.told, "number": number},
        quote=row.text,
        quoted=_("What your seat told you"),
        submit=_("Send your response"),
    )
