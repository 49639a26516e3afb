"""Pages for when something is wrong: the right status, a way on, nothing given away."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path

from tests.people import browser, person

pytestmark = pytest.mark.django_db


def bad(request: HttpRequest) -> HttpResponse:
    raise BadRequest


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("test-bad/", bad),
    path("test-forbidden/", forbidden),
    path("test-broken/", broken),
    path("", include("portal.urls")),
]
handler400 = "portal.views.errors.bad_request"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [("/no-such-page/", 404), ("/test-bad/", 400), ("/test-forbidden/", 403), ("/test-broken/", 500)],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_an_error_has_its_page_and_its_status(address: str, status: int, signed_in: bool) -> None:
    client = browser(person()) if signed_in else browser()
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    page = response.content.decode()
    assert "<h1" in page
    assert 'href="/"' in page
    if status != 500:
        assert 'action="/search/"' in page


def test_the_page_for_a_broken_server_needs_nothing() -> None:
    assert "Something went wrong" in render_to_string("500.html")


def test_a_form_that_is_too_old_says_that_nothing_was_changed() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person())
    response = client.post("/notifications/read/")
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()
