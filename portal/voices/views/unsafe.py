"""“I don’t feel safe”: who helps now, whether anybody is reading now, and telling us."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.people.requests import now
from portal.voices.actions.cases import open_case
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.cases import CaseSource
from portal.voices.forms.young import UnsafeForm
from portal.voices.permissions.receipts import may_write
from portal.voices.queries.readingnow import reading_now
from portal.voices.views.cards import base_of
from portal.voices.views.limits import may_tell
from portal.voices.views.receipts import quiet, statement_of


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@quiet
def unsafe(request: HttpRequest) -> HttpResponse:
    """Show who helps, and take in what somebody tells; it needs no card and no code."""
    at = now()
    form = UnsafeForm(request.POST if request.method == "POST" else None)
    statement = statement_of(request)
    base = base_of(statement is not None and statement.speaker == Speaker.STAFF)
    page = {"form": form, "reading": reading_now(at), "base": base}
    if not form.is_valid():
        return render(request, "voices/young/unsafe.html", page, status=422 if form.is_bound else 200)
    if not may_tell(request):
        return render(request, "voices/young/unsafe.html", {**page, "too_many": True}, status=429)
    sent = statement is not None and not may_write(statement)
    open_case(
        source=CaseSource.UNSAFE,
        statement=statement if sent else None,
        told=form.cleaned_data["told"],
        contact=form.cleaned_data["contact"],
        is_about_lead=form.cleaned_data["is_about_lead"],
        at=at,
    )
    return render(request, "voices/young/told.html", {"reading": reading_now(at), "base": base})
