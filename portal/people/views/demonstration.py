"""Becoming somebody of the cast with one click, in the demonstration only."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.people.cast import CAST
from portal.people.models import User


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponseBase:
    """Sign in as the member of the cast that was chosen; the page does not exist outside the demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404
    refused: HttpResponseBase | None = ratelimit.consume_or_429(request, action="demonstration")
    if refused is not None:
        return refused
    emails = {member.key: member.email for member in CAST}
    user = get_object_or_404(User, email=emails.get(request.POST.get("key", ""), ""), is_active=True)
    if request.user.is_authenticated:
        logout(request)
    go_on = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(go_on, {request.get_host()}, require_https=request.is_secure()):
        go_on = ""
    response: HttpResponseBase = perform_login(request, user, redirect_url=go_on or None)
    return response
