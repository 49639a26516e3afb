"""Publishing a version, reading an earlier one, comparing two, looking back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions.versions import publish_version
from governance.domain.versions import compare
from governance.forms.proposals import AsOfForm, PublishForm
from governance.permissions import proposals as permissions
from governance.queries.amendments import amendments_published_with, amendments_to_publish, note_of
from governance.queries.histories import history_page
from governance.queries.pasts import proposal_as_of
from governance.queries.proposals import find_for_history
from governance.queries.versions import (
    compare_versions,
    latest_version,
    wording_of,
    working_copy,
    working_stamp,
)
from governance.views.pages import attempt, proposal_or_404
from governance.views.proposals import page_context
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def publish(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Show what would be published and what that changes, then publish it."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    if not permissions.can_see_working_copy(request.user, proposal, at):
        raise PermissionDenied
    back = reverse("governance:proposal", args=[number])
    if request.method != "POST" and not proposal.unpublished:
        messages.info(request, _("There is nothing new to publish: the newest version says what is written."))
        return redirect(back)
    wording, latest = working_copy(proposal), latest_version(proposal)
    taken_in = amendments_to_publish(proposal)
    form = PublishForm(
        request.POST or None,
        is_first=latest is None,
        initial={
            "after": proposal.version_count,
            "expected": working_stamp(proposal, wording),
            "change_note": note_of(taken_in),
        },
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> None:
            publish_version(
                proposal=proposal,
                change_note=said.get("change_note", ""),
                by=request.user,
                at=at,
                after=said["after"],
                expected=said["expected"],
            )

        if attempt(form, act):
            messages.success(request, _("The version is published. It will stay as it is."))
            return redirect(back)
    context = {
        "proposal": proposal,
        "form": form,
        "wording": wording,
        "changes": compare(wording_of(latest), wording) if latest else None,
        "latest": latest,
        "taken_in": taken_in,
        "back": back,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/proposals/publish.html", context, status=status)


@signed_in
def version(request: SignedInRequest, number: str, n: int) -> HttpResponse:
    """Show one version as it was published."""
    context = page_context(request, number, now(), n=n)
    context["taken_in"] = amendments_published_with(context["page"].version)
    return render(request, "governance/proposals/version.html", context)


@signed_in
def comparison(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Show what changed between two versions, word by word."""
    at = now()
    proposal = proposal_or_404(request, number, at)
    newest = proposal.version_count
    from_ = _version_number(request.GET.get("from", ""), max(newest - 1, 1))
    to = _version_number(request.GET.get("to", ""), newest)
    found = compare_versions(proposal, from_, to)
    if found is None:
        raise Http404
    return render(request, "governance/proposals/compare.html", {"proposal": proposal, "found": found})


@signed_in
def history(request: SignedInRequest, number: str) -> HttpResponse:
    """Show who changed what, when and why, or the proposal as it stood on a day."""
    at = now()
    proposal = find_for_history(request.user, number, at)
    if proposal is None:
        raise Http404
    sees_drafts = permissions.can_see_working_copy(request.user, proposal, at)
    form = AsOfForm(request.GET if any(name.startswith("on") for name in request.GET) else None)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    context = {"proposal": proposal, "form": form, "on": on}
    if on is not None:
        context["past"] = proposal_as_of(proposal, on, sees_drafts=sees_drafts)
    else:
        before = request.GET.get("before", "")
        context["history"] = history_page(proposal, sees_drafts=sees_drafts, before=before)
    return render(request, "governance/proposals/history.html", context)


def _version_number(text: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not text.isdecimal() or len(text) > 6:
        raise Http404
    return int(text)
