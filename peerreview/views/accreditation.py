"""Accreditation: what it means and who is accredited, for everybody; cases for those who may know of them."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.actions import accreditation as actions
from peerreview.actions import appeals
from peerreview.domain.accreditation import Thresholds
from peerreview.domain.evidence import CONTENT_TYPES
from peerreview.domain.reports import read_report
from peerreview.enums.accreditation import RegulatoryKind
from peerreview.enums.evidence import FileKind, Sensitivity
from peerreview.enums.reports import VersionKind
from peerreview.forms import accreditation as forms
from peerreview.forms.cycles import NothingForm
from peerreview.models import AccreditationCase, Standard
from peerreview.models.evidencefiles import EVIDENCE
from peerreview.permissions import accreditation as permissions
from peerreview.queries import accreditation as queries
from peerreview.queries import accreditationcards as cards
from peerreview.queries import evidence as evidence_queries
from peerreview.queries.reportfiles import laid_out
from peerreview.queries.reports import latest, report_of
from peerreview.queries.services import as_events
from peerreview.views.pages import ACT, act, cycle_or_404, managed_or_404, sent
from portal.people.models.periods import day_of
from portal.people.requests import SignedInRequest, now, signed_in

A_PAGE = 50


@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """Say what accreditation means, and list the services that are accredited and chose to be named."""
    at = now()
    page = Paginator(queries.accredited_now(at), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "defaults": Thresholds(), "lists_cases": permissions.can_list_cases(request.user, at)}
    return render(request, "peerreview/accreditation/explained.html", context)


@require_safe
@signed_in
def cases(request: SignedInRequest) -> HttpResponse:
    """List the cases the reader runs or decides upon, and what is ready for the panel."""
    at = now()
    if not permissions.can_list_cases(request.user, at):
        raise Http404
    page = Paginator(queries.cases_known_to(request.user, at), A_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.__dict__["outcome_words"] = queries.shown_outcome(row.__dict__["last_outcome"])
    runs = permissions.can_run_accreditation(request.user, at)
    context = {"page": page, "runs": runs, "ready": cards.ready_for_panel(request.user, at) if runs else ()}
    return render(request, "peerreview/accreditation/cases.html", context)


def case_or_404(request: SignedInRequest, pk: int, at: datetime) -> AccreditationCase:
    """Return a case the person may know of; to a stranger there is none."""
    case = queries.find_case(request.user, pk, at)
    if case is None:
        raise Http404
    return case


def case_url(case: AccreditationCase, name: str = "accreditation_case") -> str:
    """Return an address of a case."""
    return reverse(f"peerreview:{name}", args=[case.pk])


@require_safe
@signed_in
def case(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one case."""
    at = now()
    row = case_or_404(request, pk, at)
    manages = permissions.can_manage_case(request.user, row, at)
    decides = permissions.decides(request.user, row, at)
    context = {
        "page": queries.case_page(row),
        "case": row,
        "question": queries.question_of(row),
        "manages": manages,
        "decides": decides,
        "leads": permissions.leads_there(request.user, row, at),
        "may_bring_back": permissions.can_bring_back(request.user, row, at),
        "may_appeal": permissions.can_appeal(request.user, row, at),
        "may_record_event": permissions.can_record_event(request.user, row, at),
        "lists_cases": permissions.can_list_cases(request.user, at),
        "at": at,
    }
    return render(request, "peerreview/accreditation/case.html", context)


@require_safe
@signed_in
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what happened to a case."""
    at = now()
    row = case_or_404(request, pk, at)
    deliberation = permissions.can_read_deliberation(request.user, row, at)
    events = as_events(queries.history_of_case(row, deliberation=deliberation))
    return render(request, "peerreview/accreditation/history.html", {"case": row, "events": events})


@require_safe
@signed_in
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the final report that a case rests on."""
    row = case_or_404(request, pk, now())
    written = report_of(row.review)
    version = latest(written, VersionKind.FINAL) if written else None
    if version is None:
        raise Http404
    context = {"case": row, "version": version, **laid_out(read_report(version.content))}
    return render(request, "peerreview/accreditation/report.html", context)


@require_safe
@signed_in
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the evidence that is linked to standards; what is restricted stays with the service and the team."""
    at = now()
    row = _deliberating(request, pk, at)
    lines = [line for line in _linked(request, row) if line.codes]
    return render(request, "peerreview/accreditation/evidence.html", {"case": row, "lines": lines})


@require_safe
@signed_in
def file(request: SignedInRequest, pk: int, item: int) -> HttpResponseBase:
    """Hand the newest file of a linked item over to be saved: nothing in it may run."""
    row = _deliberating(request, pk, now())
    line = next((one for one in _linked(request, row) if one.item.pk == item and one.codes), None)
    if line is None or line.newest is None or EVIDENCE.fingerprint(line.newest.file) is None:
        raise Http404
    response = FileResponse(
        EVIDENCE.path(line.newest.file).open("rb"),
        as_attachment=True,
        filename=line.newest.download_name,
        content_type=CONTENT_TYPES[FileKind(line.newest.type)],
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _linked(request: SignedInRequest, row: AccreditationCase) -> list[evidence_queries.ItemLine]:
    return evidence_queries.library(row.review, request.user, (Sensitivity.ORDINARY,))


def _deliberating(request: SignedInRequest, pk: int, at: datetime) -> AccreditationCase:
    row = case_or_404(request, pk, at)
    if not permissions.can_read_deliberation(request.user, row, at):
        raise Http404
    return row


@ACT
@signed_in
def open_case(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring a review before the panel."""
    at = now()
    review = managed_or_404(request, pk, at)
    if not permissions.can_open_case(request.user, review, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.open_case(review=review, by=request.user, at=at),
        title=_("Bring it before the panel"),
        caption=str(review),
        explanation=_(
            "The scores of the final report and the thresholds of today are stored with their hash. It is decided upon "
            "these, whatever changes later. Then lay the case before a meeting of the panel."
        ),
        submit=_("Bring it before the panel"),
        done=_("The case is open. Lay it before a meeting of the panel."),
        back=reverse("peerreview:accreditation_cases"),
    )


@ACT
@signed_in
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring a deferred case back."""
    at = now()
    row = case_or_404(request, pk, at)
    if not permissions.can_bring_back(request.user, row, at):
        raise Http404
    page = queries.case_page(row)
    short = [code for one in page.result.types for code in one.short]
    texts = dict(Standard.objects.filter(edition=row.review.edition_id, code__in=short).values_list("code", "text"))
    form = forms.BringBackForm(sent(request), short=[(code, f"{code} {texts.get(code, '')}") for code in short])
    return act(
        request,
        form,
        lambda data: actions.bring_back(
            case=row, met_now=data.get("met_now", []), reason=data["reason"], by=request.user, at=at
        ),
        title=_("Bring it back before the panel"),
        caption=str(row),
        submit=_("Bring it back"),
        done=_("The case is before the panel again. Lay it before a meeting."),
        back=case_url(row),
    )


@ACT
@signed_in
def appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Appeal against the decision."""
    at = now()
    row = case_or_404(request, pk, at)
    if not permissions.can_appeal(request.user, row, at):
        raise Http404
    return act(
        request,
        forms.AppealForm(sent(request)),
        lambda data: appeals.appeal(case=row, grounds=data["grounds"], by=request.user, at=at),
        title=_("Appeal"),
        caption=str(row),
        explanation=_(
            "There is one appeal in a case. It is heard by people of the panel who did not decide, and does not make "
            "it worse for you. Until they have decided, what was decided holds."
        ),
        submit=_("Send the appeal"),
        done=_("Your appeal is sent."),
        back=case_url(row),
    )


@ACT
@signed_in
def record_event(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record what a regulator said."""
    at = now()
    row = case_or_404(request, pk, at)
    if not permissions.can_record_event(request.user, row, at):
        raise Http404
    return act(
        request,
        forms.EventForm(sent(request), initial={"happened_on": day_of(at)}),
        lambda data: appeals.record_event(
            case=row,
            kind=RegulatoryKind(data["kind"]),
            happened_on=data["happened_on"],
            text=data["text"],
            by=request.user,
            at=at,
        ),
        title=_("What a regulator said"),
        caption=str(row),
        explanation=_("It opens the question whether the accreditation goes on. The panel answers it by consensus."),
        submit=_("Record it"),
        done=_("It is recorded. Lay the case before a meeting of the panel."),
        back=case_url(row),
    )


@ACT
@signed_in
def find_met(request: SignedInRequest, pk: int, condition: int) -> HttpResponse:
    """Note that a condition is met."""
    at = now()
    row = case_or_404(request, pk, at)
    found = queries.find_condition(row, condition)
    if found is None or not permissions.can_find_met(request.user, found, at):
        raise Http404
    return act(
        request,
        forms.MetForm(sent(request)),
        lambda data: actions.find_met(condition=found, reason=data["reason"], by=request.user, at=at),
        title=_("The condition is met"),
        caption=str(row),
        explanation=found.text,
        submit=_("Note that it is met"),
        done=_("It is noted."),
        back=case_url(row),
    )


@ACT
@signed_in
def thresholds(request: SignedInRequest, label: str) -> HttpResponse:
    """Change what accreditation asks in a cycle."""
    at = now()
    row = cycle_or_404(request, label, at)
    start = {**vars(row.thresholds), "appeal_days": row.appeal_days}
    form = forms.ThresholdsForm(sent(request), initial=start)
    return act(
        request,
        form,
        lambda data: actions.set_thresholds(
            cycle=row,
            thresholds=form.thresholds(),
            appeal_days=data["appeal_days"],
            reason=data["reason"],
            by=request.user,
            at=at,
        ),
        title=_("What accreditation asks"),
        caption=row.title,
        explanation=_("Only “met” counts. Cases that are open keep the thresholds they were opened with."),
        submit=_("Change it"),
        done=_("It is changed."),
        back=reverse("peerreview:cycle", args=[row.label]),
    )
