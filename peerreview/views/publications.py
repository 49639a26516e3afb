"""Publication of a report: the words looked at, the offer, the service's consent, and what everybody reads."""

from collections.abc import Callable
from datetime import datetime

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions import publications as actions
from peerreview.domain.reports import read_report
from peerreview.enums.reports import Publication
from peerreview.forms import reports as forms
from peerreview.forms.cycles import NothingForm
from peerreview.models import Review
from peerreview.permissions import publications as permissions
from peerreview.queries import publications as queries
from peerreview.queries.reportcharts import side_by_side
from peerreview.queries.reportfiles import laid_out
from peerreview.queries.reports import report_of
from peerreview.views.accuracy import handed_out
from peerreview.views.pages import act, review_or_404, sent
from peerreview.views.reports import back_to
from portal.people.requests import SignedInRequest, now, signed_in

REPORTS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def prepare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look at every word that might say who or where."""
    at = now()
    review = _preparable(request, pk, at)
    report = report_of(review)
    words = queries.final_report(report) if report else None
    if report is None or words is None:
        raise Http404
    looked = queries.words_of(report, words)
    stay = [word for word, row in looked.decided.items() if row.stays]
    return act(
        request,
        forms.WordsLookedAtForm(sent(request), words=looked.to_look_at, initial={"stay": stay}),
        lambda data: actions.look_at_words(review=review, stay=data["stay"], by=request.user, at=at),
        title=_("Words that may say who or where"),
        caption=str(review),
        explanation=_(
            "Names of people are left out in any case, and so are the service’s name and place unless it chooses"
            " otherwise."
        ),
        submit=_("I have looked at every word"),
        done=_("The words are looked at. The report can be offered to the service."),
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the service whether everybody may read the report."""
    at = now()
    review = _preparable(request, pk, at)
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.offer_publication(review=review, by=request.user, at=at),
        title=_("Offer publication to the service"),
        caption=str(review),
        explanation=_("The host lead reads the public text and decides. Without their consent nothing is published."),
        submit=_("Offer it"),
        done=_("The service is asked."),
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def consent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the host lead the public text, and publish it by their consent."""
    at = now()
    review = _of_host(request, pk, Publication.PUBLISHED, at)
    report = report_of(review)
    words = queries.final_report(report) if report else None
    form = forms.ConsentForm(sent(request))
    if report is None or words is None:
        raise Http404
    if request.method == "POST":
        return _decided(
            request,
            review,
            form,
            lambda: actions.consent(review=review, named=form.cleaned_data["named"], by=request.user, at=at),
            _("Everybody may read the report now."),
        )
    text = queries.public_text(review, report, words, named=False)
    context = {"review": review, "form": form, **laid_out(text)}
    return render(request, "peerreview/reports/consent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say no to publication."""
    at = now()
    review = _of_host(request, pk, Publication.PRIVATE, at)
    return _decided(
        request,
        review,
        NothingForm(sent(request)),
        lambda: actions.decline_publication(review=review, by=request.user, at=at),
        _("The report is not published."),
        title=_("Do not publish the report"),
        explanation=_("It stays with those who have read it. You need not say why."),
        submit=_("Do not publish it"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take consent back."""
    at = now()
    review = _of_host(request, pk, Publication.WITHDRAWN, at)
    return _decided(
        request,
        review,
        NothingForm(sent(request)),
        lambda: actions.withdraw_consent(review=review, by=request.user, at=at),
        _("The report is no longer read by everybody."),
        title=_("Take consent back"),
        explanation=_("A marked gap stays where the text was. What others have saved cannot be called back."),
        submit=_("Take it back"),
    )


def _decided(
    request: SignedInRequest,
    review: Review,
    form: BaseForm,
    do: Callable[[], object],
    done: str,
    **words: str,
) -> HttpResponse:
    words.setdefault("title", _("Publish the report"))
    return act(request, form, lambda data: do(), done=done, back=back_to(review), caption=str(review), **words)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the reports that services let everybody read."""
    page = Paginator(queries.published(), REPORTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "peerreview/reports/index.html", {"page": page})


@require_safe
def public(request: HttpRequest, code: str) -> HttpResponse:
    """Show what everybody may read of a report; where consent was taken back, the gap."""
    version = queries.find_public(code)
    if version is None:
        raise Http404
    words = read_report(version.content)
    context = {
        "code": code,
        "version": version,
        "files": list(version.files.order_by("pk")),
        "chart": side_by_side(words) if words.sections else None,
        **laid_out(words),
    }
    return render(request, "peerreview/reports/public.html", context)


@require_safe
def public_file(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Hand a published report out as a file."""
    version = queries.find_public(code)
    if version is None:
        raise Http404
    return handed_out(version, kind, f"report-{code}")


def _preparable(request: SignedInRequest, pk: int, at: datetime) -> Review:
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_prepare(request.user, review, at):
        raise Http404
    return review


def _of_host(request: SignedInRequest, pk: int, to: Publication, at: datetime) -> Review:
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_publish(request.user, review, to, at):
        raise Http404
    return review
