"""The visit notebook: one page that works without a network, what makes it installable, and where its notes arrive."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from peerreview.actions.observations import keep_note
from peerreview.forms.observations import NoteForm
from peerreview.models import Review
from peerreview.permissions import observations as permissions
from peerreview.queries import observations as queries
from peerreview.queries.timetables import day_of_visit, find_timetable
from peerreview.views.pages import ACT, review_or_404
from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in

AT_A_TIME = 100


@ACT
@signed_in
def notebook(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the notebook, and take one note from its button; a script sends them to ``sync`` instead."""
    at = now()
    review = _own(request, pk, at)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if request.POST.get("person") != str(request.user.pk):
            form.add_error(None, _("Somebody else opened this page before. Read it again and send it as yourself."))
        elif form.is_valid():
            try:
                keep_note(review=review, written=form.written(), by=request.user, at=at)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect(f"{_address(review)}?saved=1#session-{form.cleaned_data['session']}")
    context = {
        "review": review,
        "book": queries.notebook(review, request.user),
        "form": form,
        "address": _address(review),
        "fresh": lambda: str(uuid.uuid4()),
        "saved": "saved" in request.GET,
    }
    return render(request, "peerreview/notebook/notebook.html", context, status=422 if form.errors else 200)


@require_POST
def sync(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a notebook has in its outbox: each act once, however often it comes; answer act by act.

    Whoever is signed out is told so in as many words: a redirect would look like a page.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"state": "signed_out"}, status=401)
    return _take(request, pk)  # type: ignore[return-value]


@signed_in
def _take(request: SignedInRequest, pk: int) -> HttpResponse:
    at = now()
    review = _own(request, pk, at)
    try:
        sent = json.loads(request.body)
        person, notes = sent["person"], list(sent["notes"])[:AT_A_TIME]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"state": "not_understood"}, status=422)
    if person != request.user.pk:
        return JsonResponse({"state": "somebody_else"}, status=409)
    return JsonResponse({"state": "taken", "results": [_one(review, note, request, at) for note in notes]})


def _one(review: Review, note: Any, request: SignedInRequest, at: datetime) -> dict[str, Any]:
    said = note if isinstance(note, dict) else {}
    answer: dict[str, Any] = {"act": said.get("act"), "note": said.get("note")}
    form = NoteForm(said)
    if not form.is_valid():
        return {**answer, "state": "refused", "words": _("The portal did not understand this note.")}
    try:
        taken = keep_note(review=review, written=form.written(), by=request.user, at=at)
    except Refused as refused:
        return {**answer, "state": "refused", "words": str(refused)}
    except PermissionDenied:
        return {**answer, "state": "refused", "words": _("Notes of this visit are not taken any more.")}
    return {**answer, "state": "beside" if taken.standing > 1 else "kept", "n": taken.n}


@require_safe
@signed_in
def manifest(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what makes the notebook an app of its own on a phone; it names no service."""
    review = _own(request, pk, now())
    content = {
        "name": _("Visit notebook"),
        "short_name": _("Notebook"),
        "id": _address(review),
        "start_url": _address(review),
        "scope": _address(review),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#1b5e5a",
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return HttpResponse(json.dumps(content), content_type="application/manifest+json")


@require_safe
@signed_in
def worker(request: SignedInRequest, pk: int) -> HttpResponse:
    """Serve the worker from the notebook's own folder, which is as far as it reaches."""
    review = _own(request, pk, now())
    context = {"address": _address(review)}
    return render(request, "peerreview/notebook/worker.js", context, content_type="text/javascript; charset=utf-8")


@require_safe
@signed_in
def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the notebook as paper: the day and every standard of the same edition, with lines to write on."""
    review = _own(request, pk, now())
    table = find_timetable(review)
    context = {
        "review": review,
        "day": day_of_visit(table) if table else None,
        "book": queries.notebook(review, request.user),
    }
    return render(request, "peerreview/notebook/paper.html", context)


@require_safe
@signed_in
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one's own notes, and after the visit everybody's."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_read_notes(request.user, review, at):
        raise Http404
    everybody = permissions.can_read_team_notes(request.user, review, at)
    found = queries.notes_of(review) if everybody else queries.notes_of(review, request.user)
    context = {
        "review": review,
        "sessions": [one for one in queries.by_session(review, found) if one.notes],
        "everybody": everybody,
        "may_write": permissions.can_write_notes(request.user, review, at),
    }
    return render(request, "peerreview/notebook/notes.html", context)


def _own(request: SignedInRequest, pk: int, at: datetime) -> Review:
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_write_notes(request.user, review, at):
        raise Http404
    return review


def _address(review: Review) -> str:
    return reverse("peerreview:notebook", args=[review.pk])
