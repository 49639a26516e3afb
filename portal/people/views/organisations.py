"""Organisations, for administrators."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.actions.organisations import save_organisation
from portal.people.forms.organisations import FindOrganisationsForm, OrganisationForm
from portal.people.models import Organisation
from portal.people.queries.histories import history_of_organisation
from portal.people.queries.organisations import find_organisation, organisation_list, people_of
from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest, now, signed_in
from portal.people.views.pages import act_page, administrators_only, page_of


@signed_in
def organisations(request: SignedInRequest) -> HttpResponse:
    """List organisations, narrowed by name, kind or region."""
    at = now()
    administrators_only(request, at)
    form = FindOrganisationsForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    region = found.get("region")
    rows = organisation_list(
        at, words=found.get("q", ""), kind=found.get("kind", ""), region=region.slug if region else ""
    )
    context = {"form": form, "page": page_of(request, rows), "is_narrowed": any(found.values())}
    return render(request, "people/organisations.html", context)


@signed_in
def organisation(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show one organisation, who owns it and who belongs to it."""
    at = now()
    administrators_only(request, at)
    row = _find(slug)
    context = {
        "organisation": row,
        "owns": row.owns.order_by("name", "pk")[:100],
        "people": people_of(row, at)[:200],
        "history": history_of_organisation(row),
    }
    return render(request, "people/organisation.html", context)


@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    """Add an organisation by hand."""
    return _edit(request, None, title=_("Add an organisation"), back=reverse("people:organisations"))


@signed_in
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Correct an organisation."""
    administrators_only(request, now())
    row = _find(slug)
    return _edit(request, row, title=_("Correct an organisation"), back=reverse("people:organisation", args=[slug]))


def _find(slug: str) -> Organisation:
    row = find_organisation(slug)
    if row is None:
        raise Http404
    return row


def _edit(request: SignedInRequest, row: Organisation | None, *, title: str, back: str) -> HttpResponse:
    at = now()
    administrators_only(request, at)
    form = OrganisationForm(request.POST or None, organisation=row)
    if request.method == "POST" and form.is_valid():
        saved: list[Organisation] = []
        data = form.cleaned_data
        if attempt(form, lambda: saved.append(save_organisation(organisation=row, by=request.user, at=at, **data))):
            messages.success(request, _("The organisation has been saved."))
            return redirect("people:organisation", slug=saved[0].slug)
    return act_page(
        request, form, title=title, caption=row.name if row else "", back=back, submit=_("Save the organisation")
    )
