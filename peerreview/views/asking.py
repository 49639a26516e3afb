"""Asking young people and staff before a visit: a campaign that belongs to the review."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from peerreview.actions.asking import ask_before_visit
from peerreview.forms.cycles import NothingForm
from peerreview.permissions.reviews import can_manage_review
from peerreview.queries.statements import campaign_of
from peerreview.views.pages import ACT, act, managed_or_404, sent
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.models import Campaign
from portal.voices.permissions.campaigns import can_make_campaign


@ACT
@signed_in
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the campaign of a review, or go to the one there is."""
    at = now()
    review = managed_or_404(request, pk, at)
    if not (can_manage_review(request.user, review, at) and can_make_campaign(request.user, "review", at)):
        raise Http404
    existing = campaign_of(review)
    if existing is not None:
        return redirect("voices:campaign", slug=existing.slug)
    made: list[Campaign] = []
    response = act(
        request,
        NothingForm(sent(request)),
        lambda data: made.append(ask_before_visit(review=review, by=request.user, at=at)),
        title=_("Ask young people and staff before the visit"),
        caption=str(review),
        explanation=_(
            "A campaign for this home is begun. Fill its four boxes, choose the questions, open it, and have cards "
            "made by somebody who does not work there."
        ),
        submit=_("Begin"),
        done=_("The campaign is begun."),
        back=f"/reviews/{review.pk}/",
    )
    return redirect("voices:campaign", slug=made[0].slug) if made else response
