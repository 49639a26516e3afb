"""The report while it is written: its list, one standard a page saving as somebody types, what each part says."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions import recommendations as recommending
from peerreview.actions import reports as actions
from peerreview.actions.typed import Saved
from peerreview.domain.reports import SMART
from peerreview.domain.reviews import BROUGHT
from peerreview.enums.reports import Publication
from peerreview.enums.reviews import ReviewState
from peerreview.forms import reports as forms
from peerreview.models import Achievement, KeptJudgement, Recommendation, Review
from peerreview.permissions import publications as publishing
from peerreview.permissions import reports as permissions
from peerreview.queries import reports as queries
from peerreview.queries.accuracy import comments_of
from peerreview.queries.readiness import between
from peerreview.queries.selfassessments import applicable
from peerreview.queries.statements import said_about
from peerreview.queries.typed import earlier_texts
from peerreview.views.pages import act, review_or_404, sent
from peerreview.views.typed import as_opened, take_typed
from portal.people.requests import SignedInRequest, now, signed_in


def writing_or_404(request: SignedInRequest, pk: int, at: datetime) -> Review:
    """Return a review whose report the person reads as it is written; to anybody else there is none."""
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_read_writing(request.user, review, at):
        raise Http404
    return review


@require_safe
@signed_in
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far the report is to the team; to the service, what it may read of it."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    written = queries.report_of(review)
    kinds = permissions.readable_kinds(request.user, review, at)
    may_comments = permissions.can_read_comments(request.user, review, at)
    if not kinds and not may_comments:
        raise Http404
    context: dict[str, Any] = {
        "review": review,
        "report": written,
        "versions": queries.versions_of(written, kinds) if written else [],
        "comments": comments_of(written) if written and may_comments else [],
        "may_comment": permissions.can_comment(request.user, review, at),
        "may_answer": review.state == ReviewState.ACCURACY_CHECK
        and permissions.is_report_lead(request.user, review, at),
        "is_writing": permissions.can_read_writing(request.user, review, at),
        "may_prepare": publishing.can_prepare(request.user, review, at),
        "may_consent": publishing.can_publish(request.user, review, Publication.PUBLISHED, at),
        "may_withdraw": publishing.can_publish(request.user, review, Publication.WITHDRAWN, at),
    }
    if context["is_writing"]:
        context |= _writing(request, review, at)
    return render(request, "peerreview/reports/report.html", context)


def _writing(request: SignedInRequest, review: Review, at: datetime) -> dict[str, Any]:
    written = queries.report_of(review)
    seats = queries.seats_that_attended(review)
    said = {row.seat_id: row for row in queries.agreements(written)} if written else {}
    own = next((seat for seat in seats if seat.person_id == request.user.pk), None)
    state = ReviewState(review.state)
    return {
        "seats": [(seat, said.get(seat.pk)) for seat in seats],
        "between": between(review, at, without=BROUGHT) if state in _ON_THE_WAY else None,
        "may_write": permissions.can_write_report(request.user, review, at),
        "may_put": written is not None
        and written.put_n is None
        and permissions.can_put_to_team(request.user, review, at),
        "may_say": own is not None
        and own.pk not in said
        and permissions.can_say_of_draft(request.user, review, own, at),
        "may_send": permissions.can_move_report(request.user, review, ReviewState.ACCURACY_CHECK, at),
        "may_go_on": permissions.can_move_report(request.user, review, ReviewState.FINALISING, at),
        "may_finalise": permissions.can_finalise(request.user, review, at),
    }


_ON_THE_WAY = (ReviewState.DRAFTING, ReviewState.ACCURACY_CHECK, ReviewState.FINALISING)


@require_safe
@signed_in
def standards(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show every standard with both scores."""
    at = now()
    review = writing_or_404(request, pk, at)
    written = queries.report_of(review)
    context = {
        "review": review,
        "sections": queries.judged(review, written),
        "kept": queries.kept_codes(written) if written else [],
    }
    return render(request, "peerreview/reports/standards.html", context)


@require_safe
@signed_in
def words(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the summaries, what is done well, and the recommendations."""
    at = now()
    review = writing_or_404(request, pk, at)
    written = queries.report_of(review)
    context = {
        "review": review,
        "report": written,
        "achievements": queries.achievements(written) if written else [],
        "recommendations": queries.recommendations(written) if written else [],
        "may_write": permissions.can_write_report(request.user, review, at),
    }
    return render(request, "peerreview/reports/words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def judgement(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """Show one standard beside what the service said, and take its judgement as it is typed."""
    at = now()
    review = writing_or_404(request, pk, at)
    page = queries.judgement_page(review, code)
    if page is None:
        raise Http404
    if request.method != "POST":
        return _judgement(request, review, page, forms.JudgementForm(initial=as_opened(page.answer, page.version)), at)
    form = forms.JudgementForm(request.POST)

    def save(settles: bool) -> Saved:
        return actions.save_judgement(
            review=review, standard=page.standard, save=form.save_, by=request.user, at=at, settles=settles
        )

    def onward(saved: Saved) -> HttpResponse:
        if saved.kept is not None:
            return redirect(_of_standard(review, code) + "#kept")
        on = page.next if "next" in request.POST else None
        return redirect(_of_standard(review, on.code if on else code))

    return take_typed(request, form, save, lambda: _judgement(request, review, page, form, at, 422), onward, at)


def _judgement(
    request: SignedInRequest,
    review: Review,
    page: queries.JudgementPage,
    form: forms.JudgementForm,
    at: datetime,
    status: int = 200,
) -> HttpResponse:
    context = {
        "review": review,
        "page": page,
        "form": form,
        "said": said_about(page.standard, review, request.user, at),
        "address": _of_standard(review, page.standard.code),
        "may_write": permissions.can_write_report(request.user, review, at),
    }
    return render(request, "peerreview/reports/judgement.html", context, status=status)


def _of_standard(review: Review, code: str) -> str:
    return reverse("peerreview:report_standard", args=[review.pk, code])


@require_safe
@signed_in
def earlier(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """Show every text that was ever saved for a judgement, and those kept beside."""
    review = writing_or_404(request, pk, now())
    page = queries.judgement_page(review, code)
    if page is None:
        raise Http404
    row = page.judgement
    texts = earlier_texts(row, KeptJudgement, {"judgement_id": row.pk}) if row else []
    context = {"review": review, "page": page, "texts": texts, "address": _of_standard(review, code)}
    return render(request, "peerreview/workbook/earlier.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def summaries(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the summary and the one for young people."""
    at = now()
    review = _open_or_404(request, pk, at)
    row = queries.report_of(review)
    start = {"summary": row.summary, "plain_summary": row.plain_summary, "base": row.version} if row else {"base": 0}
    return act(
        request,
        forms.SummariesForm(sent(request), initial=start),
        lambda data: actions.write_summaries(review=review, by=request.user, at=at, **data),
        title=_("Summaries"),
        caption=str(review),
        submit=_("Save"),
        done=_("The summaries are saved."),
        back=_words(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_achievement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name something that is done well."""
    at = now()
    review = _open_or_404(request, pk, at)
    return act(
        request,
        forms.AchievementForm(sent(request)),
        lambda data: actions.name_achievement(review=review, text=data["text"], by=request.user, at=at),
        title=_("Something that is done well"),
        caption=str(review),
        submit=_("Add it"),
        done=_("It is in the report."),
        back=_words(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_achievement(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Write an achievement anew."""
    at = now()
    review = _open_or_404(request, pk, at)
    row = _part_or_404(Achievement, review, n)
    return act(
        request,
        forms.AchievementForm(sent(request), initial={"text": row.text, "base": row.version}),
        lambda data: actions.change_achievement(
            achievement=row, text=data["text"], base=data["base"] or 0, by=request.user, at=at
        ),
        title=_("Something that is done well"),
        caption=str(review),
        submit=_("Save"),
        done=_("It is saved."),
        back=_words(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove_achievement(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Take an achievement out."""
    at = now()
    review = _open_or_404(request, pk, at)
    return _take_out(request, review, _part_or_404(Achievement, review, n), at)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_recommendation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Recommend something."""
    at = now()
    review = _open_or_404(request, pk, at)
    form = forms.RecommendationForm(sent(request), standards=applicable(review), earlier=queries.carriable(review))
    return act(
        request,
        form,
        lambda data: recommending.recommend(review=review, by=request.user, at=at, **form.said),
        title=_("A recommendation"),
        caption=str(review),
        submit=_("Recommend it"),
        done=_("It is in the report."),
        back=_words(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_recommendation(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Write a recommendation anew."""
    at = now()
    review = _open_or_404(request, pk, at)
    row = _part_or_404(Recommendation, review, n)
    start = {name: getattr(row, name) for name in ("strength", *SMART)}
    start |= {"carried_from": row.carried_from_id, "base": row.version}
    start["standards"] = [link.standard_id for link in row.links.all()]
    form = forms.RecommendationForm(
        sent(request), standards=applicable(review), earlier=queries.carriable(review), initial=start
    )
    return act(
        request,
        form,
        lambda data: recommending.change_recommendation(
            recommendation=row, base=data["base"] or 0, by=request.user, at=at, **form.said
        ),
        title=_("A recommendation"),
        caption=str(review),
        submit=_("Save"),
        done=_("It is saved."),
        back=_words(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove_recommendation(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Take a recommendation out."""
    at = now()
    review = _open_or_404(request, pk, at)
    return _take_out(request, review, _part_or_404(Recommendation, review, n), at)


def _take_out(
    request: SignedInRequest, review: Review, row: Achievement | Recommendation, at: datetime
) -> HttpResponse:
    return act(
        request,
        forms.TakeOutForm(sent(request)),
        lambda data: actions.take_out(row=row, reason=data["reason"], by=request.user, at=at),
        title=_("Take it out of the report"),
        caption=str(row),
        submit=_("Take it out"),
        done=_("It is no longer in the report."),
        back=_words(review),
    )


def _open_or_404(request: SignedInRequest, pk: int, at: datetime) -> Review:
    review = writing_or_404(request, pk, at)
    if not permissions.can_write_report(request.user, review, at):
        raise Http404
    return review


def _part_or_404(model: type[Any], review: Review, n: int) -> Any:
    row = model._default_manager.filter(report__review=review, n=n, removed_at=None).select_related("report__review")
    found = row.first()
    if found is None:
        raise Http404
    return found


def _words(review: Review) -> str:
    return reverse("peerreview:report_words", args=[review.pk])


def back_to(review: Review) -> str:
    """Return the address of the report."""
    return reverse("peerreview:report", args=[review.pk])
