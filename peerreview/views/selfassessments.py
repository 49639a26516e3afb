"""The self-assessment: its task list, one standard a page, saving as somebody types, what was kept beside, print."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from peerreview.actions import selfassessments as actions
from peerreview.actions.typed import Saved
from peerreview.enums.reviews import DeadlineKind
from peerreview.enums.selfassessments import Voice
from peerreview.forms.selfassessments import AnswerForm
from peerreview.models import KeptAnswer, Review
from peerreview.permissions import evidence as evidence_permissions
from peerreview.permissions import selfassessments as permissions
from peerreview.permissions.reviews import can_submit
from peerreview.queries import selfassessments as queries
from peerreview.queries.reviews import find_review
from peerreview.queries.statements import said_about
from peerreview.queries.typed import earlier_texts
from peerreview.views.typed import as_opened, take_typed
from portal.people.requests import SignedInRequest, now, signed_in

WRITTEN_VOICES = (Voice.STAFF, Voice.LEADERSHIP, Voice.FAMILY)


def workbook_or_404(request: SignedInRequest, pk: int, at: datetime) -> Review:
    """Return a review whose workbook the person reads; to anybody else there is none."""
    review = find_review(request.user, pk, at)
    if review is None or not permissions.can_read_workbook(request.user, review, at):
        raise Http404
    return review


def voice_or_404(voice: str) -> Voice:
    """Return a voice that is written in the workbook."""
    if voice not in WRITTEN_VOICES:
        raise Http404
    return Voice(voice)


@require_GET
@signed_in
def workbook(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show every section with how far it is, in one voice."""
    at = now()
    review = workbook_or_404(request, pk, at)
    voice = voice_or_404(request.GET.get("voice", Voice.STAFF))
    return render(
        request,
        "peerreview/workbook/workbook.html",
        {
            "review": review,
            "book": queries.workbook(review, voice),
            "voices": [(one, one == voice) for one in WRITTEN_VOICES],
            "may_write": permissions.can_write_workbook(request.user, review, at),
            "may_submit": can_submit(request.user, review, at),
            "due": review.awaited_on if review.awaited_kind == DeadlineKind.SELF_REVIEW else None,
        },
    )


@require_GET
@signed_in
def printed(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the whole workbook on one page, to print."""
    review = workbook_or_404(request, pk, now())
    return render(
        request, "peerreview/workbook/print.html", {"review": review, "book": queries.workbook(review, Voice.STAFF)}
    )


@require_GET
@signed_in
def section(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """Show one section: how it stands, and what was said of each standard."""
    review = workbook_or_404(request, pk, now())
    voice = voice_or_404(request.GET.get("voice", Voice.STAFF))
    book = queries.workbook(review, voice)
    found = next((one for one in book.sections if one.section.code == code), None)
    if found is None:
        raise Http404
    return render(
        request, "peerreview/workbook/section.html", {"review": review, "section": found, "voice": voice, "book": book}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def standard(request: SignedInRequest, pk: int, code: str, voice: str) -> HttpResponse:
    """Show one standard and take its answer: from a script as it is typed, or from the button."""
    at = now()
    review = workbook_or_404(request, pk, at)
    said = voice_or_404(voice)
    page = queries.standard_page(review, code, said)
    if page is None:
        raise Http404
    if request.method != "POST":
        return _page(request, review, page, said, AnswerForm(initial=as_opened(page.answer, page.version)), at)
    form = AnswerForm(request.POST)

    def save(settles: bool) -> Saved:
        return actions.save_answer(
            review=review,
            standard=page.standard,
            voice=said,
            save=form.save_,
            by=request.user,
            at=at,
            settles=settles,
        )

    def onward(saved: Saved) -> HttpResponse:
        if saved.kept is not None:
            return redirect(_address(review, code, said) + "#kept")
        on = page.next if "next" in request.POST else None
        return redirect(_address(review, on.code if on else code, said) + ("" if on else "?saved=1"))

    return take_typed(request, form, save, lambda: _page(request, review, page, said, form, at, status=422), onward, at)


def _page(
    request: SignedInRequest,
    review: Review,
    page: queries.StandardPage,
    voice: Voice,
    form: AnswerForm,
    at: datetime,
    status: int = 200,
) -> HttpResponse:
    allowed = evidence_permissions.openable(request.user, review, at)
    links = [link for link in page.links if evidence_permissions.may_open(request.user, link.revision.item, allowed)]
    return render(
        request,
        "peerreview/workbook/standard.html",
        {
            "review": review,
            "page": page,
            "voice": voice,
            "voices": [(one, one == voice) for one in WRITTEN_VOICES],
            "form": form,
            "links": links,
            "said": said_about(page.standard, review, request.user, at),
            "address": _address(review, page.standard.code, voice),
            "may_write": permissions.can_write_workbook(request.user, review, at),
            "saved": "saved" in request.GET,
        },
        status=status,
    )


def _address(review: Review, code: str, voice: Voice) -> str:
    return reverse("peerreview:workbook_standard", args=[review.pk, code, voice])


@require_GET
@signed_in
def earlier(request: SignedInRequest, pk: int, code: str, voice: str) -> HttpResponse:
    """Show every text that was ever saved for a standard, and those kept beside."""
    review = workbook_or_404(request, pk, now())
    page = queries.standard_page(review, code, voice_or_404(voice))
    if page is None:
        raise Http404
    texts = earlier_texts(page.response, KeptAnswer, {"response_id": page.response.pk}) if page.response else []
    return render(
        request,
        "peerreview/workbook/earlier.html",
        {"review": review, "page": page, "texts": texts, "address": _address(review, code, Voice(voice))},
    )
