"""Where a person belongs, and until when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.actions import affiliations as actions
from portal.people.forms.affiliations import AffiliationForm
from portal.people.forms.roles import EndForm
from portal.people.models import Affiliation
from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest, now, signed_in
from portal.people.views.pages import act_page, administrators_only, person_or_404


@signed_in
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that somebody belongs to an organisation."""
    at = now()
    administrators_only(request, at)
    person = person_or_404(request, pk, at)
    form = AffiliationForm(request.POST or None, initial={"starts_on": timezone.localdate(at)})
    back = reverse("people:person", args=[pk])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.add_affiliation(person=person, by=request.user, at=at, **data)):
            messages.success(request, _("The affiliation is recorded."))
            return redirect(back)
    return act_page(
        request, form, title=_("Add an affiliation"), caption=person.name, back=back, submit=_("Add the affiliation")
    )


@signed_in
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End an affiliation on a day."""
    at = now()
    administrators_only(request, at)
    row = get_object_or_404(Affiliation.objects.select_related("person", "organisation"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(at)})
    back = reverse("people:person", args=[row.person_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.end_affiliation(affiliation=row, by=request.user, at=at, **data)):
            messages.success(request, _("The end of the affiliation is recorded."))
            return redirect(back)
    return act_page(
        request,
        form,
        title=_("End an affiliation"),
        caption=f"{row.person.name} · {row.organisation.name}",
        back=back,
        submit=_("End the affiliation"),
        is_grave=True,
    )
