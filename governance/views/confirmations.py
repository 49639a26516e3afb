"""Confirming a position that the secretary entered, or that stands over from an earlier test."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions.confirmations import confirm_position
from governance.enums.rounds import RecordedHow
from governance.forms.rounds import ConfirmForm
from governance.models import Position
from governance.permissions.confirmations import can_confirm_position
from governance.views.rounds import done_or_page, followed_or_404
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def confirm(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    """Say that what was entered is what one said; what is wrong is corrected on the page of the position."""
    at = now()
    proposal = followed_or_404(request, number, at)
    position = (
        Position.objects.filter(pk=pk, entitlement__round__proposal=proposal, entitlement__person=request.user)
        .select_related("entitlement__round__proposal", "confirmation", "superseded_by", "recorded_by")
        .first()
    )
    if position is None:
        raise Http404
    back = reverse("governance:proposal", args=[number])
    if hasattr(position, "confirmation"):
        return redirect(back)
    if not can_confirm_position(request.user, position, at):
        raise PermissionDenied
    carried = position.recorded_how == RecordedHow.CARRIED
    entered = {"stance": position.get_stance_display(), "person": position.recorded_by.name}
    return done_or_page(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda: confirm_position(position=position, by=request.user, at=at),
        said=_("It is recorded that your block still holds.") if carried else _("Your position is confirmed."),
        back=back,
        title=_("Does your block still hold?") if carried else _("Is this what you said?"),
        caption=number,
        explanation=_("If it is not, go back and change your position while the round is open."),
        quote=position.reason or position.get_stance_display(),
        quoted=_("What you said in the earlier test") if carried else _("%(stance)s, entered by %(person)s") % entered,
        submit=_("Yes, it still holds") if carried else _("Yes, this is what I said"),
    )
