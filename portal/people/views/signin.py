"""The sign-in page, and where every other door leads."""

from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from portal.people.cast import CAST


class SignInView(LoginView):
    """allauth's page, with the cast in the demonstration."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Offer the cast only where the demonstration runs."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        context["cast"] = CAST if settings.DEMONSTRATION else ()
        return context


def to_sign_in(request: HttpRequest, **ignored: object) -> HttpResponse:
    """Lead another door's visitor to the one sign-in page, keeping where they wanted to go.

    What follows sign-in is checked there: an address of another host is dropped.
    """
    target = reverse("account_login")
    go_on = request.GET.get("next", "")
    return redirect(f"{target}?{urlencode({'next': go_on})}" if go_on else target)


def to_reset(request: HttpRequest, **ignored: object) -> HttpResponse:
    """Lead another door's "forgotten password" to ours."""
    return redirect("account_reset_password")


def to_sign_out(request: HttpRequest) -> HttpResponse:
    """Lead another door's way out to ours."""
    return redirect("account_logout")


def to_account(request: HttpRequest) -> HttpResponse:
    """Lead the CMS's own page about oneself to ours: its form would ask for names that are not kept."""
    return redirect("people:account")


def closed(request: HttpRequest) -> HttpResponse:
    """Say that people come here by invitation."""
    return render(request, "account/signup_closed.html", status=403)
