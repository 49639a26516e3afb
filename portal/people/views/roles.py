"""Granting and ending roles in the whole portal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.actions import roles as actions
from portal.people.forms.roles import EndForm, GrantRoleForm
from portal.people.models import RoleGrant
from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest, now, signed_in
from portal.people.views.pages import act_page, administrators_only, person_or_404


@signed_in
def grant(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give somebody a role for a time."""
    at = now()
    administrators_only(request, at)
    person = person_or_404(request, pk, at)
    form = GrantRoleForm(request.POST or None, initial={"starts_on": timezone.localdate(at)})
    back = reverse("people:person", args=[pk])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.grant_role(person=person, by=request.user, at=at, **data)):
            messages.success(request, _("The role is granted."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("Grant a role"),
        caption=person.name,
        explanation=_("Roles here hold in the whole portal. Seats, chairs and secretaries are kept by each board."),
        back=back,
        submit=_("Grant the role"),
    )


@signed_in
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End somebody's role on a day."""
    at = now()
    administrators_only(request, at)
    row = get_object_or_404(RoleGrant.objects.select_related("person"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(at)})
    back = reverse("people:person", args=[row.person_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.end_role(grant=row, by=request.user, at=at, **data)):
            messages.success(request, _("The end of the role is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("End a role"),
        caption=f"{row.person.name} · {row.get_role_display()}",
        back=back,
        submit=_("End the role"),
        is_grave=True,
    )
