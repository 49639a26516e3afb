"""What is done with a draft: put to the team, given to the service, commented, answered, made final, read."""

from datetime import datetime

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions import accuracy as actions
from peerreview.actions import reports as writing
from peerreview.domain.reports import paragraphs, read_report
from peerreview.domain.reviews import BROUGHT
from peerreview.enums.reports import CommentOutcome, SeatStance, VersionKind
from peerreview.enums.reviews import ReviewState
from peerreview.forms import reports as forms
from peerreview.forms.cycles import NothingForm
from peerreview.models import ReportVersion, Review
from peerreview.models.reportfiles import REPORTS
from peerreview.permissions import reports as permissions
from peerreview.queries import reports as queries
from peerreview.queries.accuracy import find_comment
from peerreview.queries.readiness import between
from peerreview.queries.reportcharts import side_by_side
from peerreview.queries.reportfiles import FORMATS, laid_out, pdf_is_there
from peerreview.views.pages import act, review_or_404, sent
from peerreview.views.reports import back_to, writing_or_404
from portal.people.requests import SignedInRequest, now, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def put(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the draft to the team."""
    at = now()
    review = writing_or_404(request, pk, at)
    if not permissions.can_put_to_team(request.user, review, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: writing.put_to_team(review=review, by=request.user, at=at),
        title=_("Put the draft to the team"),
        caption=str(review),
        explanation=_("Everybody who visited is asked. When a word changes afterwards, they are asked again."),
        submit=_("Put it to the team"),
        done=_("The team is asked."),
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def say(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree to the draft, or dissent."""
    at = now()
    review = writing_or_404(request, pk, at)
    own = next((seat for seat in queries.seats_that_attended(review) if seat.person_id == request.user.pk), None)
    if not permissions.can_say_of_draft(request.user, review, own, at):
        raise Http404
    return act(
        request,
        forms.SayForm(sent(request)),
        lambda data: writing.say_of_draft(
            review=review, stance=SeatStance(data["stance"]), text=data["text"], by=request.user, at=at
        ),
        title=_("What do you say of the draft?"),
        caption=str(review),
        submit=_("Say it"),
        done=_("It is noted."),
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the draft to the service; the second time with a reason."""
    at = now()
    review = _movable(request, pk, ReviewState.ACCURACY_CHECK, at)
    again = review.state == ReviewState.FINALISING
    form = forms.AgainForm(sent(request)) if again else NothingForm(sent(request))
    way = between(review, at)
    return act(
        request,
        form,
        lambda data: actions.send_for_accuracy(review=review, reason=data.get("reason", ""), by=request.user, at=at),
        title=_("Give the draft to the service"),
        caption=str(review),
        explanation=_("The host lead reads it and says what is not accurate. Until they have, nobody changes it."),
        missing=way.missing if way and not again else (),
        submit=_("Give it to the service"),
        done=_("The service has the draft."),
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def go_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on to correct the report."""
    at = now()
    review = _movable(request, pk, ReviewState.FINALISING, at)
    way = between(review, at)
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.begin_finalising(review=review, by=request.user, at=at),
        title=_("Go on to the final report"),
        caption=str(review),
        explanation=_("You correct what was not accurate. Then somebody who is not its lead makes it final."),
        missing=way.missing if way else (),
        submit=_("Go on"),
        done=_("The report is being finalised."),
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def finalise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the report final."""
    at = now()
    review = writing_or_404(request, pk, at)
    if not permissions.can_finalise(request.user, review, at):
        raise Http404
    way = between(review, at, without=BROUGHT)
    explanation = _("It never changes afterwards. Its hashes are stored, and the service reads it.")
    if not pdf_is_there():
        explanation += " " + _("This server cannot write PDF: the report is kept in the other formats.")
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.finalise(review=review, by=request.user, at=at),
        title=_("Make the report final"),
        caption=str(review),
        explanation=explanation,
        missing=way.missing if way else (),
        submit=_("Make it final"),
        done=_("The report is final."),
        is_grave=True,
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what is not accurate in a paragraph."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_comment(request.user, review, at):
        raise Http404
    return act(
        request,
        forms.CommentForm(sent(request), initial={"paragraph": request.GET.get("paragraph")}),
        lambda data: actions.comment_on(review=review, by=request.user, at=at, **data),
        title=_("What is not accurate?"),
        caption=str(review),
        submit=_("Send it to the lead"),
        done=_("The lead will answer it."),
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that there are no more comments."""
    at = now()
    review = review_or_404(request, pk, at, whole=True)
    if not permissions.can_comment(request.user, review, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.finish_comments(review=review, by=request.user, at=at),
        title=_("No more comments"),
        caption=str(review),
        explanation=_("You have read the draft and said all that is not accurate. The lead can go on at once."),
        submit=_("I have no more comments"),
        done=_("The lead is told."),
        back=back_to(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: SignedInRequest, pk: int, version: int, n: int) -> HttpResponse:
    """Answer a comment."""
    at = now()
    review = writing_or_404(request, pk, at)
    row = find_comment(review, version, n)
    if row is None or not permissions.can_answer_comment(request.user, review, row, at):
        raise Http404
    text = {one.n: one.text for one in paragraphs(read_report(row.version.content))}[row.paragraph]
    return act(
        request,
        forms.AnswerCommentForm(sent(request), initial={"outcome": row.outcome, "reason": row.reason}),
        lambda data: actions.answer_comment(
            comment=row, outcome=CommentOutcome(data["outcome"]), reason=data["reason"], by=request.user, at=at
        ),
        title=_("Answer the service"),
        caption=_("“%(text)s” – The service says: %(statement)s") % {"text": text, "statement": row.statement},
        submit=_("Answer"),
        done=_("The comment is answered."),
        back=back_to(review),
    )


@require_safe
@signed_in
def version(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Show one version as it was made, with its numbered paragraphs while they can be commented."""
    at = now()
    review, row = _version_or_404(request, pk, n, at)
    words = read_report(row.content)
    context = {
        "review": review,
        "version": row,
        "numbered": paragraphs(words) if row.kind in (VersionKind.DRAFT, VersionKind.ACCURACY) else (),
        "may_comment": row.kind == VersionKind.ACCURACY and permissions.can_comment(request.user, review, at),
        "files": list(row.files.order_by("pk")),
        "chart": side_by_side(words) if words.sections else None,
        **laid_out(words),
    }
    return render(request, "peerreview/reports/version.html", context)


@require_safe
@signed_in
def file(request: SignedInRequest, pk: int, n: int, kind: str) -> HttpResponseBase:
    """Hand a version's file out as it was kept."""
    _review, row = _version_or_404(request, pk, n, now())
    return handed_out(row, kind, f"report-{pk}-{n}")


def handed_out(row: ReportVersion, kind: str, name: str) -> HttpResponseBase:
    """Return a kept file of a version, under a name that says nothing of the service."""
    kept = queries.file_of(row, kind)
    if kept is None:
        raise Http404
    made = next(made for format_, made in FORMATS.items() if format_ == kind)
    response = FileResponse(
        REPORTS.path(kept.file).open("rb"), as_attachment=True, filename=f"{name}.{kind}", content_type=made.media_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _version_or_404(request: SignedInRequest, pk: int, n: int, at: datetime) -> tuple[Review, ReportVersion]:
    review = review_or_404(request, pk, at, whole=True)
    row = queries.find_version(review, n)
    if row is None or not permissions.can_read_version(request.user, review, row, at):
        raise Http404
    return review, row


def _movable(request: SignedInRequest, pk: int, to: ReviewState, at: datetime) -> Review:
    review = writing_or_404(request, pk, at)
    if not permissions.can_move_report(request.user, review, to, at):
        raise Http404
    return review
