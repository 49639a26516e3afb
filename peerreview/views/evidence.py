"""The evidence library: what may be opened, adding and changing it, downloads that cannot run in the page."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peerreview.actions import evidence as actions
from peerreview.domain.evidence import CONTENT_TYPES, MOST_BYTES
from peerreview.enums.evidence import EvidenceKind, FileKind, Sensitivity
from peerreview.forms.evidence import EvidenceForm, FileForm, LinkForm, RemoveForm
from peerreview.models import Review
from peerreview.models.evidencefiles import EVIDENCE
from peerreview.permissions import evidence as permissions
from peerreview.queries import evidence as queries
from peerreview.queries.reviews import find_review
from peerreview.queries.selfassessments import applicable
from peerreview.views.pages import act, sent
from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in


@require_GET
@signed_in
def library(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what the person may open."""
    at = now()
    review = _review(request, pk, at)
    allowed = permissions.openable(request.user, review, at)
    return render(
        request,
        "peerreview/evidence/library.html",
        {
            "review": review,
            "lines": queries.library(review, request.user, allowed),
            # Number and hash of a portfolio would tell of what is restricted.
            "sees_all": allowed == permissions.ALL,
            "portfolios": queries.portfolios(review),
            "may_add": permissions.can_add_evidence(request.user, review, at),
            "may_freeze": permissions.can_freeze(request.user, review, at),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add an item with its file."""
    at = now()
    review = _review(request, pk, at)
    if not permissions.can_add_evidence(request.user, review, at):
        raise Http404
    linked = [one for one in applicable(review) if one.code == request.GET.get("standard")]
    form = EvidenceForm(sent(request), request.FILES or None)
    return act(
        request,
        form,
        lambda data: actions.add_evidence(
            review=review,
            title=data["title"],
            kind=EvidenceKind(data["kind"]),
            sensitivity=Sensitivity(data["sensitivity"]),
            has_child_data=data["has_child_data"],
            content=_content(data["file"]),
            standards=linked,
            by=request.user,
            at=at,
        ),
        title=_("Add evidence"),
        caption=str(review),
        explanation=_("Take names of children out first, wherever you can."),
        submit=_("Add it"),
        done=_("It is in the library. Say which standards it serves."),
        back=reverse("peerreview:evidence", args=[review.pk]),
    )


@require_GET
@signed_in
def item(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Show one item: its files, whom it is for, the standards it serves."""
    at = now()
    line = _line(request, pk, item, at)
    return render(
        request,
        "peerreview/evidence/item.html",
        {
            "review": line.item.review,
            "line": line,
            "may_change": permissions.can_change_item(request.user, line.item, at),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def revise(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Put a newer file in place."""
    at = now()
    line = _changeable(request, pk, item, at)
    return act(
        request,
        FileForm(sent(request), request.FILES or None),
        lambda data: actions.add_revision(item=line.item, content=_content(data["file"]), by=request.user, at=at),
        title=_("Put a newer file in place"),
        caption=line.item.title,
        explanation=_("The earlier file stays in the list. The links to standards go on with the newer."),
        submit=_("Store the file"),
        done=_("The newer file is stored."),
        back=_page(line),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def link(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Say which standards it serves."""
    at = now()
    line = _changeable(request, pk, item, at)
    standards = applicable(line.item.review)
    now_linked = [one.pk for one in standards if one.code in line.codes]
    return act(
        request,
        LinkForm(sent(request), standards=standards, initial={"standards": now_linked}),
        lambda data: actions.link_standards(item=line.item, standards=list(data["standards"]), by=request.user, at=at),
        title=_("Standards it serves"),
        caption=line.item.title,
        submit=_("Save"),
        done=_("The links are saved."),
        back=_page(line),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Take an item out of the library."""
    at = now()
    line = _changeable(request, pk, item, at)
    return act(
        request,
        RemoveForm(sent(request)),
        lambda data: actions.remove_evidence(item=line.item, by=request.user, at=at, **data),
        title=_("Take it out of the library"),
        caption=line.item.title,
        explanation=_("A portfolio that holds it already keeps it."),
        submit=_("Take it out"),
        done=_("It is taken out."),
        is_grave=True,
        back=reverse("peerreview:evidence", args=[pk]),
    )


@require_GET
@signed_in
def download(request: SignedInRequest, pk: int, item: int, n: int) -> HttpResponseBase:
    """Hand a file over to be saved: never shown in the page, and nothing in it may run."""
    line = _line(request, pk, item, now())
    revision = next((one for one in line.revisions if one.n == n), None)
    if revision is None or EVIDENCE.fingerprint(revision.file) is None:
        raise Http404
    response = FileResponse(
        EVIDENCE.path(revision.file).open("rb"),
        as_attachment=True,
        filename=revision.download_name,
        content_type=CONTENT_TYPES[FileKind(revision.type)],
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
@signed_in
def freeze(request: SignedInRequest, pk: int) -> HttpResponse:
    """Freeze what the team will be given."""
    at = now()
    review = _review(request, pk, at)
    if not permissions.can_freeze(request.user, review, at):
        raise Http404
    try:
        actions.freeze_portfolio(review=review, by=request.user, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The portfolio is frozen."))
    return redirect("peerreview:evidence", review.pk)


def _content(file: "UploadedFile[Any]") -> bytes:
    """Read a file, and one byte more than may be: the action then says that it is too large."""
    return bytes(file.read(MOST_BYTES + 1))


def _review(request: SignedInRequest, pk: int, at: datetime) -> Review:
    review = find_review(request.user, pk, at)
    if review is None or not permissions.openable(request.user, review, at):
        raise Http404
    return review


def _line(request: SignedInRequest, pk: int, item: int, at: datetime) -> queries.ItemLine:
    line = queries.find_item(_review(request, pk, at), item)
    if line is None or line.item.removed_at or not permissions.can_open(request.user, line.item, at):
        raise Http404
    return line


def _changeable(request: SignedInRequest, pk: int, item: int, at: datetime) -> queries.ItemLine:
    line = _line(request, pk, item, at)
    if not permissions.can_change_item(request.user, line.item, at):
        raise Http404
    return line


def _page(line: queries.ItemLine) -> str:
    return reverse("peerreview:evidence_item", args=[line.item.review_id, line.item.pk])
