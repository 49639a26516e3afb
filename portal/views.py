"""Pages of the frame: those that belong to no one app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say, in words for people, that the form was stale and that nothing was saved."""
    return render(request, "403_csrf.html", status=403)
