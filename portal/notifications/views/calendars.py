"""The calendar feed and its secret address."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from portal.notifications import ics
from portal.notifications.actions import calendars as actions
from portal.notifications.queries import calendars as queries
from portal.people.requests import SignedInRequest, now, signed_in


@require_POST
@signed_in
@sensitive_variables("token")
def make(request: SignedInRequest) -> HttpResponse:
    """Make a new secret address and show it this once."""
    token = actions.make_feed(by=request.user, at=now())
    path = reverse("notifications:calendar", args=[token])
    return render(request, "notifications/calendar_made.html", {"address": request.build_absolute_uri(path)})


@require_POST
@signed_in
def revoke(request: SignedInRequest) -> HttpResponse:
    """Take the address away."""
    actions.revoke_feed(by=request.user)
    messages.success(request, _("Your calendar address no longer works."))
    return redirect("notifications:preferences")


@require_GET
@sensitive_variables("token")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program that knows the secret; it signs in by nothing else."""
    person = actions.person_of(token)
    if person is None:
        raise Http404
    name = _("%(site)s: %(person)s") % {"site": settings.SITE_NAME, "person": person.get_short_name()}
    body = ics.calendar(queries.entries(person, now()), name=name)
    headers = {
        "Content-Disposition": 'inline; filename="hearth.ics"',
        "Cache-Control": "no-store, private",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }
    return HttpResponse(body, content_type=ics.CONTENT_TYPE, headers=headers)
