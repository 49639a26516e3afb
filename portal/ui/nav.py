"""The links of the service navigation: only those whose pages exist, with the current one marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, get_urlconf, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One entry: its words, the stable address of product.md, what else counts as being there, who sees it."""

    text: str | Promise
    address: str
    also: tuple[str, ...] = ()
    signed_in: bool = False
    public: bool = True


PLACES: Sequence[Place] = (
    Place(_("Today"), "/today/", signed_in=True),
    Place(_("Decisions"), "/decisions/", also=("/proposals/", "/boards/")),
    Place(_("Boards"), "/boards/", public=True),
    Place(_("Meetings"), "/meetings/", signed_in=True),
    Place(_("Reviews"), "/reviews/", also=("/cycles/",), signed_in=True),
    Place(_("Services"), "/services/"),
    Place(_("Voices"), "/voices/", also=("/have-your-say/",), signed_in=True),
    Place(_("Have your say"), "/have-your-say/"),
    Place(_("Standards and guidance"), "/standards/", also=("/guidance/", "/network-reports/")),
)


def exists(address: str) -> bool:
    """Say whether a view of our own answers ``address``; the page tree answers everything, so it does not count."""
    return _exists(address, get_urlconf() or settings.ROOT_URLCONF)


@cache
def _exists(address: str, urlconf: str) -> bool:
    # Addresses do not change while a process runs, and every page asks for a dozen of them.
    try:
        return resolve(address, urlconf).url_name != "wagtail_serve"
    except Resolver404:
        return False


def address_of(*names: str, fallback: str = "") -> str:
    """Return the address of the first of ``names`` that exists."""
    return _address_of(names, fallback, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@cache
def _address_of(names: tuple[str, ...], fallback: str, urlconf: str, prefix: str) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return fallback


def links(request: HttpRequest | None) -> list[dict[str, object]]:
    """Return the navigation for this reader, the entry they stand in marked."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    path = request.path if request else ""
    shown = [place for place in PLACES if (place.signed_in and signed_in) or (not place.signed_in and place.public)]
    existing = [place for place in shown if exists(place.address)]
    nearest = max(
        (prefix for place in existing for prefix in (place.address, *place.also) if path.startswith(prefix)),
        key=len,
        default="",
    )
    return [
        {
            "text": place.text,
            "href": place.address,
            "current": path == place.address,
            "active": bool(nearest) and nearest in (place.address, *place.also) and _first(existing, nearest) is place,
        }
        for place in existing
    ]


def _first(places: Sequence[Place], prefix: str) -> Place:
    own = [place for place in places if place.address == prefix]
    return own[0] if own else next(place for place in places if prefix in place.also)
