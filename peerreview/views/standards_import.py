"""A file of standards: sent, checked, its lineage confirmed, and then a draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerreview.actions import standards_import as actions
from peerreview.domain.lineage import suggest
from peerreview.domain.standards_layout import COLUMNS, DOCUMENT_DETAILS, NEEDED_COLUMNS
from peerreview.enums.standards import AppliesTo, ImportState, StandardType
from peerreview.forms import standards_import as forms
from peerreview.models import StandardSet, StandardsImport
from peerreview.queries import standards_import as queries
from peerreview.queries.standards_files import FORMATS, template_text
from peerreview.views.standards_manage import managers_only
from portal.imports import storage
from portal.imports.domain.problems import Problem
from portal.people.refusals import Refused, attempt
from portal.people.requests import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send(request: SignedInRequest, set_code: str) -> HttpResponse:
    """Take a file, check it, and go to what it would become."""
    at = managers_only(request)
    standards = get_object_or_404(StandardSet, code=set_code)
    sent = request.method == "POST"
    form = forms.StandardsFileForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        kept = storage.keep(file.chunks())
        try:
            row = actions.check_standards_file(
                standards=standards, path=str(storage.path_of(kept)), file_name=file.name or "", by=request.user, at=at
            )
            return redirect("peerreview:standards_import", pk=row.pk)
        except Refused as refused:
            form.add_error("file", str(refused))
        finally:
            storage.forget(kept)
    context = {
        "form": form,
        "set": standards,
        "formats": list(FORMATS),
        "columns": [(name, name in NEEDED_COLUMNS) for name in COLUMNS],
        "details": DOCUMENT_DETAILS,
        "closed": [
            ("type", StandardType.values),
            ("applies_to", AppliesTo.values),
            ("rests_on, also_speaks_to", queries.value_codes()),
        ],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "peerreview/standards/send.html", context, status=status)


@require_safe
@signed_in
def template(request: SignedInRequest, set_code: str, kind: str) -> HttpResponse:
    """Give a small file to write over, in one of the formats."""
    managers_only(request)
    standards = get_object_or_404(StandardSet, code=set_code)
    if kind not in FORMATS:
        raise Http404
    values = queries.value_codes()
    text = template_text(standards.code, standards.title, queries.next_number(standards), values[0] if values else "")
    response = HttpResponse(FORMATS[kind].write(text, {}), content_type=FORMATS[kind].media_type)
    response["Content-Disposition"] = f'attachment; filename="template-{standards.code}.{kind}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def look(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is wrong with a file, or what changes in it, and take the confirmed lineage."""
    at = managers_only(request)
    row = queries.imports(request.user, at).filter(pk=pk).first()
    if row is None:
        raise Http404
    if row.state != ImportState.CHECKED:
        problems = [Problem.from_json(each) for each in row.problems]
        context = {"row": row, "problems": problems}
        return render(request, "peerreview/standards/import.html", context)
    text = queries.text_of(row)
    before, after = queries.lines_of(row.before), queries.lines(text)
    compared = queries.compared(text, row.before, suggest(before, after))
    form = forms.LineageForm(
        request.POST if request.method == "POST" else None, rows=compared, before=before, after=after
    )
    if form.is_valid() and attempt(
        form, lambda: actions.make_draft(row=row, answers=form.answers(), by=request.user, at=at)
    ):
        messages.success(request, _("The draft is made. Read it once more before you publish it."))
        return redirect("peerreview:review_edition", set_code=row.set.code, number=row.number)
    context = {
        "row": row,
        "form": form,
        "lines": [line for line in form.lines() if not line[0].is_certain],
        "certain": [line for line in form.lines() if line[0].is_certain],
        "gone": [one for one in compared if one.after is None],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "peerreview/standards/lineage.html", context, status=status)


@require_POST
@signed_in
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a checked file up."""
    at = managers_only(request)
    row = get_object_or_404(StandardsImport.objects.visible_to(request.user, at), pk=pk)
    try:
        actions.drop_import(row=row, by=request.user, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The file is dropped. Nothing was changed."))
    return redirect("peerreview:manage_standards")
