"""Inviting somebody, sending it again, taking it back; and, by the link, accepting."""

from datetime import datetime

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.people.actions import invitations as actions
from portal.people.forms.invitations import AcceptForm, InviteForm
from portal.people.forms.people import ReasonForm
from portal.people.models import Invitation
from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest, now, signed_in
from portal.people.views.pages import act_page, administrators_only, person_or_404


def _link(request: HttpRequest) -> actions.LinkMaker:
    return lambda token: request.build_absolute_uri(reverse("people:accept_invitation", args=[token]))


@signed_in
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    at = now()
    administrators_only(request, at)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Invitation] = []
        if attempt(
            form,
            lambda: made.append(
                actions.invite_person(**form.cleaned_data, link=_link(request), by=request.user, at=at)
            ),
        ):
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": made[0].person.email})
            return redirect("people:person", pk=made[0].person_id)
    return act_page(
        request,
        form,
        title=_("Invite somebody"),
        explanation=_(
            "They choose their own password. Until they accept you can already record where they belong and which "
            "roles they are to hold."
        ),
        back=reverse("people:list"),
        submit=_("Send the invitation"),
    )


@signed_in
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write somebody a new link."""
    at = now()
    administrators_only(request, at)
    person = person_or_404(request, pk, at)
    form = ReasonForm(request.POST or None)
    back = reverse("people:person", args=[pk])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            form,
            lambda: actions.send_invitation(person=person, reason=reason, link=_link(request), by=request.user, at=at),
        ):
            messages.success(request, _("A new invitation is on its way to %(email)s.") % {"email": person.email})
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Send a new invitation"),
        caption=person.name,
        explanation=_("An earlier link stops working."),
        back=back,
        submit=_("Send the invitation"),
    )


@signed_in
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a link useless."""
    at = now()
    administrators_only(request, at)
    invitation = get_object_or_404(Invitation.objects.select_related("person"), pk=pk)
    form = ReasonForm(request.POST or None)
    back = reverse("people:person", args=[invitation.person_id])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            form,
            lambda: actions.revoke_invitation(invitation=invitation, reason=reason, by=request.user, at=at),
        ):
            messages.success(request, _("The link no longer works."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Take back the invitation"),
        caption=invitation.person.name,
        back=back,
        submit=_("Take back"),
        is_grave=True,
    )


@sensitive_post_parameters("password")
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let the invited person set name and password, and sign them in."""
    refused: HttpResponseBase | None = ratelimit.consume_or_429(request, action="invitation")
    if refused is not None:
        return refused
    at: datetime = now()
    invitation = actions.open_invitation(token, at)
    if invitation is None:
        return render(request, "people/link_is_old.html", {"is_invitation": True}, status=410)
    if request.user.is_authenticated:
        return render(request, "people/accept_signed_in.html", {"invitation": invitation}, status=409)
    form = AcceptForm(request.POST or None, person=invitation.person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.accept_invitation(token=token, at=at, **data)):
            invitation.person.refresh_from_db()
            response: HttpResponseBase = perform_login(request, invitation.person)
            return response
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/accept.html", {"form": form, "invitation": invitation}, status=status)
