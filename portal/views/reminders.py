"""What people will be reminded of in the coming seven days, for the administrator."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.notifications.queries.reminders import coming_reminders, readable
from portal.notifications.registry import event_named
from portal.people.permissions.roles import is_administrator
from portal.people.requests import SignedInRequest, now, signed_in

AHEAD = timedelta(days=7)


@signed_in
def reminders(request: SignedInRequest) -> HttpResponse:
    """List them by day: what is open by its title, of the rest only the kind; how many people, never who."""
    at = now()
    if not is_administrator(request.user, at):
        raise Http404
    coming = [one for one in coming_reminders(at, at + AHEAD) if one.people]
    named = readable(request.user, coming, at)
    lines = [
        {
            "day": timezone.localdate(one.due),
            "due": one.due,
            "label": event_named(one.event).label,
            "title": one.title if one.key in named else "",
            "where": one.where,
            "count": len(one.people),
        }
        for one in coming
    ]
    return render(request, "administration/reminders.html", {"lines": lines, "until": at + AHEAD})
