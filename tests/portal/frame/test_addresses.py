"""Addresses in groups by their first word are the addresses that were given."""

import re

import pytest
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern

from governance import urls as governance
from peerreview import urls as peerreview
from portal.addresses import by_first_word

SAMPLES = {
    "int": "7",
    "slug": "a-word",
    "str": "NW-P-1",
    "code": "3.2",
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}
EVERY = [*governance.addresses, *peerreview.addresses]


def _resolver(patterns: list[object]) -> URLResolver:
    return URLResolver(RoutePattern(""), patterns)


def _sample(address: URLPattern) -> str:
    return re.sub(r"<(\w+):\w+>", lambda mark: SAMPLES[mark[1]], str(address.pattern))


@pytest.mark.parametrize("app", [governance, peerreview], ids=["governance", "peerreview"])
def test_every_address_leads_where_it_led(app: object) -> None:
    plain, grouped = _resolver(list(app.addresses)), _resolver(app.urlpatterns)  # type: ignore[attr-defined]
    for address in app.addresses:  # type: ignore[attr-defined]
        before, after = plain.resolve(_sample(address)), grouped.resolve(_sample(address))
        assert (after.func, after.kwargs, after.url_name, after.route) == (
            before.func,
            before.kwargs,
            before.url_name,
            before.route,
        )


def test_few_are_tried_before_the_first_word_is_found() -> None:
    assert len(EVERY) > 300
    assert len(governance.urlpatterns) + len(peerreview.urlpatterns) < 60


def test_what_is_no_fixed_word_stands_where_it_stood() -> None:
    def view(request: object) -> None: ...

    given = [path("a/b/", view, name="ab"), path("<slug:any>/b/", view, name="any"), path("a/<int:n>/", view, name="n")]
    grouped = by_first_word(given)
    assert [str(one.pattern) for one in grouped] == ["a/", "<slug:any>/b/"]  # type: ignore[attr-defined]
    assert _resolver(grouped).resolve("a/3/").url_name == "n"
    assert _resolver(grouped).resolve("c/b/").url_name == "any"
