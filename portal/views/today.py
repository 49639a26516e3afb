"""The signed-in home: what needs me now."""

from django.http import HttpResponse
from django.shortcuts import render

from portal import today as page
from portal.duties import doors, quiet
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def today(request: SignedInRequest) -> HttpResponse:
    """Show what needs the person, what waits on others, what comes, and what was decided."""
    at = now()
    found = page.today(request.user, at)
    actions = [
        {
            "title": card.title,
            "why": card.why,
            "due": card.due,
            "urgency": card.urgency(at),
            "href": card.href,
            "button": card.button,
            "tag": card.tag,
            "tag_state": card.tag_state,
        }
        for card in found.cards
    ]
    context = {
        "today": found,
        "actions": actions,
        "doors": doors(request.user, at),
        "quiet": quiet(request.user, at),
        "at": at,
    }
    return render(request, "today/today.html", context)
