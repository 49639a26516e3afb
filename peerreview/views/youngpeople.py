"""What young people said, on the facilitator's form; withdrawing it; saying why they were not heard."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peerreview.actions import selfassessments as actions
from peerreview.enums.selfassessments import HowHeard
from peerreview.forms.cycles import NothingForm
from peerreview.forms.selfassessments import NotHeardForm, WordsForm
from peerreview.models import Review
from peerreview.permissions import selfassessments as permissions
from peerreview.queries import selfassessments as queries
from peerreview.queries.statements import said_in
from peerreview.views.pages import act, sent
from peerreview.views.selfassessments import workbook_or_404
from portal.people.requests import SignedInRequest, now, signed_in


@require_GET
@signed_in
def index(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what they said, and the gaps where consent was withdrawn."""
    at = now()
    review = workbook_or_404(request, pk, at)
    return render(
        request,
        "peerreview/workbook/young_people.html",
        {
            "review": review,
            "book": queries.workbook(review),
            "said": said_in(review, request.user, at),
            "may_write": permissions.can_write_workbook(request.user, review, at),
            "may_withdraw": permissions.can_withdraw_words(request.user, review, at),
            "may_say_why": permissions.can_say_why_not_heard(request.user, review, at),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down what they said."""
    at = now()
    review = workbook_or_404(request, pk, at)
    if not permissions.can_write_workbook(request.user, review, at):
        raise Http404
    form = WordsForm(sent(request), standards=queries.applicable(review))

    def write_down(data: dict[str, object]) -> object:
        return actions.write_down_words(
            review=review,
            standard=form.cleaned_data["standard"],
            how=HowHeard(form.cleaned_data["how"]),
            heard_on=form.cleaned_data["heard_on"],
            text=form.cleaned_data["text"],
            consent=form.cleaned_data["consent"],
            by=request.user,
            at=at,
        )

    return act(
        request,
        form,
        write_down,
        title=_("Write down what young people said"),
        caption=str(review),
        explanation=_("You write as the person who listened. Only what they agreed to is kept."),
        submit=_("Keep it"),
        done=_("What they said is in the self-assessment."),
        back=_back(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: SignedInRequest, pk: int, n: int) -> HttpResponse:
    """Let words go because consent was withdrawn."""
    at = now()
    review = workbook_or_404(request, pk, at)
    words = next((one for one in queries.workbook(review).young_people if one.n == n), None)
    if words is None or not permissions.can_withdraw_words(request.user, review, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.withdraw_words(review=review, n=n, by=request.user, at=at),
        title=_("Consent is withdrawn"),
        caption=str(review),
        explanation=_("The words go away at once and cannot be brought back. A marked gap stays."),
        submit=_("Let the words go"),
        done=_("The words are gone."),
        is_grave=True,
        back=_back(review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def not_heard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say why they were not heard."""
    at = now()
    review = workbook_or_404(request, pk, at)
    if not permissions.can_say_why_not_heard(request.user, review, at):
        raise Http404
    book = queries.workbook(review)
    before = book.assessment.no_young_people if book.assessment else ""
    return act(
        request,
        NotHeardForm(sent(request), initial={"reason": before}),
        lambda data: actions.say_why_not_heard(review=review, by=request.user, at=at, **data),
        title=_("Why young people were not heard"),
        caption=str(review),
        explanation=_(
            "A self-assessment is handed in with what young people said, or with the reason why they did not."
        ),
        submit=_("Save the reason"),
        done=_("The reason is saved."),
        back=_back(review),
    )


def _back(review: Review) -> str:
    return reverse("peerreview:young_people", args=[review.pk])
