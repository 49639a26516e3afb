"""The page of one act of a reader or of safeguarding: shown, done when it is sent, refused in words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest

ACT = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: SignedInRequest) -> QueryDict | None:
    """Return what was sent, or nothing for a page that is only asked for."""
    return request.POST if request.method == "POST" else None


def act(
    request: SignedInRequest,
    form: BaseForm,
    do: Callable[[dict[str, Any]], object],
    *,
    done: str,
    back: str,
    after: str = "",
    template: str = "voices/act.html",
    **words: Any,
) -> HttpResponse:
    """Show the page of one act, and do it when it is sent; nothing typed is lost."""
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: do(form.cleaned_data)):
        messages.success(request, done)
        return redirect(after or back)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "back": back, **words}, status=status)
