"""What the views of governance share: finding or answering 404, a rule's refusal in the form, the page of one act."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from governance.domain.refusals import NotAllowed
from governance.models import Proposal
from governance.queries.proposals import find_proposal
from portal.people.requests import SignedInRequest

# Sent by the script that fetches one part of a page again.
FRAGMENT_HEADER = "X-Live-Fragment"


def proposal_or_404(request: SignedInRequest, number: str, at: datetime) -> Proposal:
    """Return the proposal, or answer as if there were none: who may not read it must not learn that it exists."""
    proposal = find_proposal(request.user, number, at)
    if proposal is None:
        raise Http404
    return proposal


def attempt(form: BaseForm, act: Callable[[], object]) -> bool:
    """Do it and say whether it was done; a rule's refusal becomes the form's error, and what was typed stays."""
    try:
        act()
    except NotAllowed as refused:
        form.add_error(None, str(refused))
        return False
    return True


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether a script asks for one part of the page, not somebody for the page."""
    return FRAGMENT_HEADER in request.headers or "HX-Request" in request.headers


def act_page(request: HttpRequest, form: BaseForm, *, title: str, back: str, **words: Any) -> HttpResponse:
    """Render the page of one act: caption, title, explanation, form, one button, a way back."""
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "title": title, "back": back, **words}
    return render(request, "governance/act.html", context, status=status)
