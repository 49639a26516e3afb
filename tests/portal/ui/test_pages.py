"""The bases, the error pages and the committed style sheet."""

import gzip
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

import portal.ui
from portal.ui import views
from tests.portal.ui.golden import tree

STATIC = Path(portal.ui.__file__).parent / "static" / "ui"


def request(path: str = "/") -> WSGIRequest:
    made = RequestFactory().get(path)
    made.user = AnonymousUser()
    return made


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "ui/base", "ui/base_public", "ui/base_young"])
def test_page_is_well_formed_and_has_its_furniture(name: str) -> None:
    html = render_to_string(f"{name}.html", {}, request=request())
    tree(html)
    assert html.count("<main") == 1
    assert html.index("govuk-skip-link") < html.index("<header")
    assert 'href="#main-content"' in html
    assert "Not a government website" in html


def test_page_for_a_broken_server_needs_nothing() -> None:
    html = render_to_string("500.html")
    tree(html)
    assert "Something went wrong" in html


def test_young_peoples_page_sends_no_referrer_and_always_shows_help_and_exit() -> None:
    html = render_to_string("ui/base_young.html", {}, request=request())
    assert '<meta name="referrer" content="same-origin">' in html
    assert "0800 1111" in html
    assert "Exit this page" in html


@pytest.mark.parametrize("path", ["/ui/", "/ui/?errors=1"])
def test_guide_shows_every_component_well_formed(path: str) -> None:
    html = views.guide(request(path)).content.decode()
    tree(html)
    assert ("There is a problem" in html) is ("errors" in path)


@override_settings(DEBUG=False, DEMONSTRATION=False)
def test_guide_does_not_exist_in_production() -> None:
    with pytest.raises(Http404):
        views.guide(request())


@pytest.mark.parametrize("word", ["GDS Transport", "crest", "fonts/", "@import", "url(http", "url(//", 'url("http'])
def test_style_sheet_carries_no_foreign_brand_and_asks_nobody(word: str) -> None:
    assert word not in (STATIC / "portal.css").read_text(encoding="utf-8")


def test_first_load_stays_small() -> None:
    def weight(*names: str) -> int:
        return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)

    scripts = ("js/enabled.js", "js/portal.js", "js/guard.js", "js/live.js", "js/session.js")
    assert weight("vendor/htmx.min.js", *scripts) < 24_000
    assert weight(*scripts) < 8_000
    assert weight("portal.css", "mark.svg", "govuk-frontend.min.js", *scripts) < 60_000
