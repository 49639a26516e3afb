"""“I don’t feel safe”: who helps now, whether anybody is reading now, and telling us."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.people.requests import now
from portal.voices.actions.attempts import is_first
from portal.voices.actions.cases import open_case
from portal.voices.domain.codes import new_receipt
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.statements import Privacy
from portal.voices.forms.young import UnsafeForm
from portal.voices.models import Statement
from portal.voices.models.secrets import code_hash
from portal.voices.permissions.receipts import may_write
from portal.voices.queries.readingnow import reading_now
from portal.voices.views.cards import base_of
from portal.voices.views.limits import may_tell
from portal.voices.views.receipts import quiet, statement_of


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@quiet
def unsafe(request: HttpRequest) -> HttpResponse:
    """Show who helps, and take in what somebody tells; it needs no card and no code.

    What they sent before is joined to it only if they say so: this form asks for a name, and who chose that nobody can
    find out would have given that up without knowing.
    """
    at = now()
    statement = statement_of(request)
    form = UnsafeForm(
        request.POST if request.method == "POST" else None,
        may_show_sent=_may_show(statement),
        initial={"once": secrets.token_hex(16)},
    )
    base = base_of(statement is not None and statement.speaker == Speaker.STAFF)
    page = {"form": form, "reading": reading_now(at), "base": base}
    if not form.is_valid():
        return render(request, "voices/young/unsafe.html", page, status=422 if form.is_bound else 200)
    if not may_tell(request):
        return render(request, "voices/young/unsafe.html", {**page, "too_many": True}, status=429)
    receipt = ""
    if is_first("unsafe:" + (form.cleaned_data["once"] or secrets.token_hex(16))):
        receipt = new_receipt()
        open_case(
            source=CaseSource.UNSAFE,
            statement=statement if form.cleaned_data.get("with_sent") else None,
            told=form.cleaned_data["told"],
            contact=form.cleaned_data["contact"],
            is_about_lead=form.cleaned_data["is_about_lead"],
            nation=form.cleaned_data["nation"],
            receipt_hash=code_hash(receipt),
            at=at,
        )
    reading = reading_now(at)
    return render(request, "voices/young/told.html", {"reading": reading, "base": base, "code": receipt})


def _may_show(statement: Statement | None) -> bool:
    return statement is not None and not may_write(statement) and statement.privacy != Privacy.ANONYMOUS
