"""Where one is signed in, and ending it."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.people.actions.sessions import end_every_session, end_session
from portal.people.queries.sessions import sessions_of
from portal.people.requests import SignedInRequest, now, signed_in
from portal.people.views.pages import administrators_only, person_or_404


@signed_in
def sessions(request: SignedInRequest) -> HttpResponse:
    """List where one is signed in."""
    rows = sessions_of(request.user, now(), current_key=request.session.session_key)
    return render(request, "people/sessions.html", {"sessions": rows, "others": len(rows) > 1})


@require_POST
@signed_in
def end_one(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign out one other device."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_session(session=session, by=request.user, at=now())
    messages.success(request, _("That device is signed out."))
    return redirect("people:sessions")


@require_POST
@signed_in
def end_others(request: SignedInRequest) -> HttpResponse:
    """Sign out every other device."""
    number = end_every_session(person=request.user, by=request.user, at=now(), except_for=request.session.session_key)
    messages.success(request, _signed_out(number))
    return redirect("people:sessions")


@require_POST
@signed_in
def end_all_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere, as an administrator."""
    at = now()
    administrators_only(request, at)
    person = person_or_404(request, pk, at)
    number = end_every_session(person=person, by=request.user, at=at)
    messages.success(request, _signed_out(number))
    return redirect("people:person", pk=person.pk)


def _signed_out(number: int) -> str:
    return ngettext("%(number)s device is signed out.", "%(number)s devices are signed out.", number) % {
        "number": number
    }
