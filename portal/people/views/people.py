"""The list of people and one person's page, with what an administrator does there."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.actions import people as actions
from portal.people.actions.secondfactor import reset_second_factor
from portal.people.forms.account import DetailsForm
from portal.people.forms.people import FindPeopleForm, ReasonForm
from portal.people.models import User
from portal.people.permissions.people import can_manage_people
from portal.people.queries.histories import history_of_person
from portal.people.queries.people import (
    affiliations_of,
    everybody,
    grants_of,
    invitation_waiting_for,
    people_list,
    shown_in_list,
)
from portal.people.queries.sessions import sessions_of
from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest, now, signed_in
from portal.people.secondfactor import has_second_factor
from portal.people.views.pages import PAGE_SIZE, act_page, administrators_only, page_of, person_or_404


@signed_in
def people(request: SignedInRequest) -> HttpResponse:
    """List everybody, narrowed by name, role or state."""
    at = now()
    administrators_only(request, at)
    form = FindPeopleForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    if any(found.values()):
        rows = people_list(
            request.user, at, words=found.get("q", ""), role=found.get("role", ""), state=found.get("state", "")
        )
        page = page_of(request, rows)
    else:
        page = everybody(request.user, at, request.GET.get("page"), PAGE_SIZE)
    shown = shown_in_list(page.object_list, at)
    context = {"form": form, "page": page, "rows": shown, "is_narrowed": any(found.values())}
    return render(request, "people/list.html", context)


@signed_in
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one person: to themselves, and with everything that can be done to an administrator."""
    at = now()
    somebody = person_or_404(request, pk, at)
    manages = can_manage_people(request.user, at)
    context = {
        "person": somebody,
        "at": at,
        "manages": manages,
        "is_self": somebody.pk == request.user.pk,
        "affiliations": affiliations_of(somebody),
        "grants": grants_of(somebody),
        "invitation": invitation_waiting_for(somebody, at),
        "has_second_factor": has_second_factor(somebody),
        "sessions": sessions_of(somebody, at, current_key=request.session.session_key) if manages else [],
        "history": history_of_person(somebody) if manages else [],
    }
    return render(request, "people/person.html", context)


@signed_in
def change_details(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct somebody's name."""
    at = now()
    administrators_only(request, at)
    somebody = person_or_404(request, pk, at)
    form = DetailsForm.of(somebody, request.POST or None)
    back = reverse("people:person", args=[pk])
    if request.method == "POST" and form.is_valid():
        actions.change_details(person=somebody, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, _("The name has been saved."))
        return redirect(back)
    return act_page(request, form, title=_("Correct the name"), caption=somebody.name, back=back, submit=_("Save"))


@signed_in
def deactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop somebody from signing in."""
    return _with_reason(
        request,
        pk,
        actions.deactivate_person,
        title=_("Stop this person signing in"),
        explanation=_(
            "They are signed out everywhere now and cannot sign in. Their seats, positions and history stay as they "
            "are."
        ),
        submit=_("Stop signing in"),
        done=_("They can no longer sign in."),
        is_grave=True,
    )


@signed_in
def reactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody sign in again."""
    return _with_reason(
        request,
        pk,
        actions.reactivate_person,
        title=_("Let this person sign in again"),
        explanation=_("They sign in with the password and second factor they had."),
        submit=_("Let them sign in"),
        done=_("They can sign in again."),
    )


@signed_in
def reset_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove somebody's second factor after they lost it."""
    return _with_reason(
        request,
        pk,
        reset_second_factor,
        title=_("Remove their second factor"),
        explanation=_(
            "Do this only when you have spoken to them and are sure who they are. Their app, passkeys and recovery "
            "codes stop working, they are signed out everywhere, and they are told by e-mail."
        ),
        submit=_("Remove second factor"),
        done=_("Their second factor is removed. They set up a new one when they next sign in."),
        is_grave=True,
    )


def _with_reason(
    request: SignedInRequest,
    pk: int,
    act: Callable[..., object],
    *,
    title: str,
    explanation: str,
    submit: str,
    done: str,
    is_grave: bool = False,
) -> HttpResponse:
    """Ask why, then do it as an administrator."""
    at: datetime = now()
    administrators_only(request, at)
    somebody: User = person_or_404(request, pk, at)
    back = reverse("people:person", args=[pk])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: act(person=somebody, reason=reason, by=request.user, at=at)):
            messages.success(request, done)
            return redirect(back)
    return act_page(
        request,
        form,
        title=title,
        caption=somebody.name,
        explanation=explanation,
        back=back,
        submit=submit,
        is_grave=is_grave,
    )
