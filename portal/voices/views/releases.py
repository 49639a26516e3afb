"""Releasing to an audience, and the drawings and recordings that may go along."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions import moderation as actions
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import AttachmentKind
from portal.voices.forms import moderation as forms
from portal.voices.models import Attachment, Release, Statement
from portal.voices.models.files import read_sealed
from portal.voices.permissions import moderation as permissions
from portal.voices.queries import moderation as queries
from portal.voices.queries.released import as_released
from portal.voices.views.acts import ACT, act, sent
from portal.voices.views.moderation import statement_or_404

# What a browser may show of what was sent along; of everything else it learns nothing.
SOUNDS = ("aac", "mp4", "mpeg", "ogg", "wav", "webm")
SHOWN = frozenset(["image/jpeg", "image/png", "image/webp", *(f"audio/{kind}" for kind in SOUNDS)])
# Nothing may run in it, and no other site may show it.
CLOSED = "default-src 'none'; sandbox; frame-ancestors 'none'"


@ACT
@signed_in
def propose(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Choose for whom; who may decide alone has decided, for everybody a second person does."""
    at = now()
    row = statement_or_404(request, pk, at)
    may = [one for one in forms.READ_BY if permissions.can_propose_release(request.user, row, one, at)]
    if not may:
        raise Http404

    def do(data: dict[str, object]) -> None:
        found = actions.propose_release(statement=row, by=request.user, at=at, **data)  # type: ignore[arg-type]
        if found.audience != Audience.PUBLIC:
            actions.release(release=found, by=request.user, at=at)

    return act(
        request,
        forms.ReleaseForm(sent(request), audiences=may, files=row.attachments.all()),
        do,
        title=_("Release it"),
        caption=str(row),
        explanation=_("One audience at a time. This is what they will read:"),
        said=as_released(row),
        submit=_("Release it to them"),
        done=_("Done. What is for everybody waits for a second person."),
        back=reverse("voices:moderation_statement", args=[row.pk]),
    )


@ACT
@signed_in
def release(request: SignedInRequest, pk: UUID, release: int) -> HttpResponse:
    """Decide as the second person, having read the words as everybody will."""
    at = now()
    row, found = _release(request, pk, release, at)
    if not permissions.can_release(request.user, found, at):
        raise Http404
    return act(
        request,
        forms.NothingForm(sent(request)),
        lambda data: actions.release(release=found, by=request.user, at=at),
        title=_("Agree that everybody may read it"),
        caption=str(row),
        explanation=str(forms.READ_BY[Audience(found.audience)]),
        said=as_released(row),
        submit=_("Yes, release it"),
        done=_("It is released."),
        back=reverse("voices:moderation_statement", args=[row.pk]),
        is_grave=True,
    )


@ACT
@signed_in
def end(request: SignedInRequest, pk: UUID, release: int) -> HttpResponse:
    """End a release, or take a proposal back."""
    at = now()
    row, found = _release(request, pk, release, at)
    if not permissions.can_end_release(request.user, found, at):
        raise Http404
    return act(
        request,
        forms.EndForm(sent(request)),
        lambda data: actions.end_release(release=found, by=request.user, at=at, **data),
        title=_("End the release"),
        caption=f"{row}: {found.get_audience_display()}",
        explanation=_("From now on they do not read it here. What somebody copied is not taken back by this."),
        submit=_("End it"),
        done=_("The release has ended."),
        back=reverse("voices:moderation_statement", args=[row.pk]),
        is_grave=True,
    )


@require_POST
@signed_in
def open_file(request: SignedInRequest, pk: UUID, file: int) -> HttpResponse:
    """Note that the reader opens it, and lead to it."""
    at = now()
    row, found = _file(request, pk, file, at)
    actions.open_file(attachment=found, by=request.user, at=at)
    return redirect("voices:moderation_file", pk=row.pk, file=found.pk)


@ACT
@signed_in
def file(request: SignedInRequest, pk: UUID, file: int) -> HttpResponse:
    """Show a drawing or play a recording, and ask what a picture shows."""
    at = now()
    row, found = _file(request, pk, file, at)
    if not queries.has_opened_file(request.user, found, at):
        return redirect("voices:moderation_statement", pk=row.pk)
    said = {True: "yes", False: "no", None: None}[found.shows_faces_or_names]
    return act(
        request,
        forms.FacesForm(sent(request), initial={"shows_faces_or_names": said}),
        lambda data: actions.look_at_attachment(attachment=found, by=request.user, at=at, **data),
        template="voices/moderation/file.html",
        statement=row,
        file=found,
        is_picture=found.kind == AttachmentKind.PICTURE,
        done=_("Noted."),
        back=reverse("voices:moderation_statement", args=[row.pk]),
    )


@require_safe
@signed_in
def content(request: SignedInRequest, pk: UUID, file: int) -> HttpResponse:
    """Send the file itself, unsealed on the way: kept by no cache, run by no browser."""
    at = now()
    _row, found = _file(request, pk, file, at)
    if not queries.has_opened_file(request.user, found, at):
        raise Http404
    try:
        body = read_sealed(found.file)
    except FileNotFoundError as error:
        raise Http404 from error
    kind = found.content_type if found.content_type in SHOWN else "application/octet-stream"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="sent-along"'
    response["Content-Security-Policy"] = CLOSED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _release(request: SignedInRequest, pk: UUID, key: int, at: datetime) -> tuple[Statement, Release]:
    row = statement_or_404(request, pk, at)
    found = queries.find_release(row, key)
    if found is None:
        raise Http404
    return row, found


def _file(request: SignedInRequest, pk: UUID, key: int, at: datetime) -> tuple[Statement, Attachment]:
    row = statement_or_404(request, pk, at)
    found = queries.find_file(row, key)
    if found is None:
        raise Http404
    return row, found
