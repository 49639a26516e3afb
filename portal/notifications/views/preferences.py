"""Choosing how to hear."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.notifications.actions import preferences as actions
from portal.notifications.domain.digests import next_digest
from portal.notifications.forms.preferences import PreferencesForm
from portal.notifications.queries.calendars import feed_of
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def preferences(request: SignedInRequest) -> HttpResponse:
    """Show and keep one's choices, and the state of one's calendar feed."""
    form = PreferencesForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.choose(by=request.user, choices=form.choices())
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:preferences")
    context = {"form": form, "feed": feed_of(request.user), "next_digest": next_digest(now())}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/preferences.html", context, status=status)
