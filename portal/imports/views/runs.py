"""Administrators check a file, read what it would change, apply it and watch."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.imports.actions.runs import Upload, apply_run, ask_to_apply, cancel_run, check_upload
from portal.imports.enums import RunState
from portal.imports.forms.runs import ChangesForm, CheckFileForm
from portal.imports.kinds.registry import ImportKind, kind_called, kinds
from portal.imports.models import ImportRun
from portal.imports.permissions.runs import can_apply, can_cancel, can_import
from portal.imports.queries import runs as queries
from portal.imports.refusals import ImportRefused
from portal.people.requests import SignedInRequest, now, signed_in

RUNS_A_PAGE = 25
CHANGES_A_PAGE = 50


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List what can be imported and what was."""
    at = now()
    if not can_import(request.user, at):
        raise Http404
    page = Paginator(queries.run_list(request.user, at), RUNS_A_PAGE).get_page(request.GET.get("page"))
    titles = {kind.slug: kind.title for kind in kinds()}
    rows = [(run, titles.get(run.kind, run.kind), queries.counts_of(run)) for run in page]
    return render(request, "imports/index.html", {"kinds": kinds(), "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a file, check it, and go to what it would change."""
    at = now()
    if not can_import(request.user, at):
        raise Http404
    kind = _kind(slug)
    sent = request.method == "POST"
    form = CheckFileForm(request.POST if sent else None, request.FILES if sent else None, kind=kind)
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        run = check_upload(
            kind=kind,
            upload=Upload(file.name or "", file.chunks()),
            options=form.options(),
            actor=request.user,
            at=at,
        )
        return redirect("imports:run", pk=run.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "imports/check.html", {"form": form, "kind": kind}, status=status)


@require_safe
@signed_in
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one import: its changes, its problems, how far it has come, or what it did."""
    at = now()
    row = _find(request, pk)
    form = ChangesForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    changes = queries.planned_changes(row, change=found.get("change", ""), words=found.get("q", ""))
    context = {
        "run": row,
        "kind": _kind(row.kind),
        "form": form,
        "is_narrowed": any(found.values()),
        "counts": queries.counts_of(row),
        "page": Paginator(changes, CHANGES_A_PAGE).get_page(request.GET.get("page")),
        "problems": queries.problems_of(row),
        "advance": queries.advance_of(row, at) if row.state == RunState.APPLYING else None,
        "can_apply": can_apply(request.user, row, at),
        "can_cancel": can_cancel(request.user, row, at),
    }
    return render(request, "imports/run.html", context)


@require_POST
@signed_in
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a checked file in the queue."""
    at = now()
    try:
        ask_to_apply(run=_find(request, pk), actor=request.user, at=at)
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:run", pk=pk)


@require_POST
@signed_in
def apply_here(request: SignedInRequest, pk: int) -> HttpResponse:
    """Apply a queued file in this request: for a portal whose worker does not run."""
    row = _find(request, pk)
    if not apply_run(run=row, at=now()):
        messages.info(request, _("Somebody else has begun to apply it, or it was stopped."))
    return redirect("imports:run", pk=pk)


@require_POST
@signed_in
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a checked file away, or stop one that is being applied."""
    try:
        row = cancel_run(run=_find(request, pk), actor=request.user, at=now())
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if row.state == RunState.CANCELLED:
            messages.success(request, _("The import is cancelled. Nothing was changed."))
        else:
            messages.info(request, _("The import will stop in a moment, and change nothing."))
    return redirect("imports:run", pk=pk)


def _find(request: SignedInRequest, pk: int) -> ImportRun:
    found = queries.find_run(request.user, pk, now())
    if found is None:
        raise Http404
    return found


def _kind(slug: str) -> ImportKind:
    try:
        return kind_called(slug)
    except KeyError:
        raise Http404 from None
