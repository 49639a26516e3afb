"""Taking what is saved as somebody types: from a script, which is told in JSON, or from the button of the page."""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from peerreview.actions.typed import Saved
from peerreview.domain.selfassessments import Answer
from peerreview.forms.selfassessments import AnswerForm
from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest


def as_opened(answer: Answer, version: int) -> dict[str, Any]:
    """Return what a form begins with; each page has a name of its own, for the same person may have two open."""
    return {**asdict(answer), "base": version, "writer": secrets.token_hex(8), "seq": 1}


def take_typed(
    request: SignedInRequest,
    form: AnswerForm,
    save: Callable[[bool], Saved],
    page: Callable[[], HttpResponse],
    onward: Callable[[Saved], HttpResponse],
    at: datetime,
) -> HttpResponse:
    """Save what was sent; ``save`` is told whether it puts texts together, ``page`` draws the form with its errors."""
    by_script = request.headers.get("Accept") == "application/json"
    if request.POST.get("person") != str(request.user.pk):
        # The page was opened by another person, and somebody else has signed in since: nothing goes under their name.
        if by_script:
            return JsonResponse({"state": "somebody_else"}, status=409)
        form.add_error(None, _("Somebody else opened this page before. Read it again and send it as yourself."))
    if not form.is_valid():
        if by_script:
            return _not_saved(_("The server did not understand the page."))
        return page()
    try:
        saved = save("settles" in request.POST)
    except Refused as refused:
        if by_script:
            return _not_saved(str(refused))
        form.add_error(None, str(refused))
        return page()
    except PermissionDenied:
        raise Http404 from None
    return JsonResponse(_told(saved, at)) if by_script else onward(saved)


def _not_saved(words: str) -> JsonResponse:
    return JsonResponse({"state": "not_saved", "words": words}, status=422)


def _told(saved: Saved, at: datetime) -> dict[str, Any]:
    """Return what the page's script is told: the answer as it stands, and whether its own is kept beside."""
    told: dict[str, Any] = {
        "state": "kept" if saved.kept is not None else "saved",
        "version": saved.stored.version,
        "answer": asdict(saved.stored.answer),
        "time": localtime(at).strftime("%H:%M"),
    }
    if saved.response is not None:
        told["by"] = saved.response.saved_by.name
    return told
