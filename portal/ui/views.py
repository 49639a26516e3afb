"""The style guide: every component with its states, for those who build pages and for those who check them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.ui import guide as samples


def guide(request: HttpRequest) -> HttpResponse:
    """Show the guide while developing and in the demonstration; elsewhere it does not exist."""
    if not (settings.DEBUG or settings.DEMONSTRATION):
        raise Http404
    return render(request, "ui/guide.html", samples.material(with_errors="errors" in request.GET))


def guide_young(request: HttpRequest) -> HttpResponse:
    """Show the young people's base the same way."""
    if not (settings.DEBUG or settings.DEMONSTRATION):
        raise Http404
    return render(request, "ui/guide_young.html")
