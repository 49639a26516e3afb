"""The front doors, for young people and for staff; who can help; leaving at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.people.requests import now
from portal.voices.queries.campaigns import open_campaigns
from portal.voices.queries.readingnow import reading_now
from portal.voices.views.receipts import forget, quiet

# Somewhere harmless to be found looking at.
ELSEWHERE = "https://www.bbc.co.uk/weather"


@require_safe
@quiet
def front(request: HttpRequest) -> HttpResponse:
    """Show the three ways in."""
    return render(request, "voices/young/front.html")


@require_safe
@quiet
def staff(request: HttpRequest) -> HttpResponse:
    """Show staff how they are heard."""
    return render(request, "voices/young/staff.html")


@require_safe
@quiet
def promises(request: HttpRequest) -> HttpResponse:
    """Say what happens with what somebody says, and what is asked at present."""
    at = now()
    return render(request, "voices/young/promises.html", {"campaigns": open_campaigns(at), "reading": reading_now(at)})


@require_safe
@quiet
def leave(request: HttpRequest) -> HttpResponse:
    """Take everything off the device and go somewhere harmless."""
    response = HttpResponse(status=302, headers={"Location": ELSEWHERE, "Clear-Site-Data": '"cache"'})
    forget(response)
    return response
