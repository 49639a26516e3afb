"""Pages for when something is not as it should be; 404 and 403 are Django's own views with our templates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say, in words for people, that the form was stale and that nothing was saved."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be read; Django's own view would draw the page without its furniture."""
    return render(request, "400.html", status=400)
