"""Tags for the furniture of a page: where the reader is, and where else they can go."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.template import Engine
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.ui import nav, pieces

register = template.Library()

Links = tuple[tuple[object, ...], ...]


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> SafeString:
    """Draw the service navigation for this reader."""
    links = nav.links(context.get("request"))
    return _drawn("_navigation", tuple((str(one["text"]), one["href"], one["current"], one["active"]) for one in links))


# Stand where a kept part holds what is another with every page, and are in nobody's name.
TOKEN, ENDS = "\x01token\x01", "\x01ends\x01"


@register.simple_tag(takes_context=True)
def header(context: Context) -> SafeString:
    """Draw the header for this reader; the form's token is put in afterwards."""
    request, user = context.get("request"), context.get("user")
    if request is None or user is None or not user.is_authenticated:
        return _header("", 0)
    unread = context.get("notification_count")
    drawn = _header(str(user), (unread() if callable(unread) else unread) or 0)
    return SafeString(drawn.replace(TOKEN, get_token(request)))


def _header(name: str, unread: int) -> SafeString:
    values = {"name": name.replace("\x01", ""), "notification_count": unread, "token": TOKEN}
    key = ("header", name, unread, get_urlconf() or settings.ROOT_URLCONF)
    return pieces.kept(key, lambda: render_to_string("ui/_header.html", values))


@register.simple_tag(takes_context=True)
def session_warning(context: Context) -> SafeString:
    """Draw the warning before the reader is signed out; the moment is put in afterwards."""
    ends, stay_url = getattr(context.get("request"), "session_ends", None), nav.address_of("people:stay")
    if not ends or not stay_url:
        return SafeString("")
    values = {"ends": ENDS, "stay_url": stay_url}
    drawn = pieces.kept(("session", stay_url), lambda: render_to_string("ui/_session.html", values))
    return SafeString(drawn.replace(ENDS, timezone.localtime(ends).isoformat()))


@register.simple_tag
def fixed(name: str) -> SafeString:
    """Draw a part that is the same on every page in one language."""
    return _drawn(name)


def _drawn(name: str, links: Links = ()) -> SafeString:
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    return draw(name, links, get_language() or "", get_urlconf() or settings.ROOT_URLCONF)


# Half the work of a small page is its furniture, which hardly ever differs.
@lru_cache(maxsize=256)
def _draw(name: str, links: Links, language: str, urlconf: str) -> SafeString:
    keys = ("text", "href", "current", "active")
    return render_to_string(f"ui/{name}.html", {"links": [dict(zip(keys, link, strict=True)) for link in links]})


@register.simple_tag
def address(*names: str, fallback: str = "") -> str:
    """Return the address of the first view that exists, or ``fallback``."""
    return nav.address_of(*names, fallback=fallback)


@register.simple_tag
def existing(path: str) -> str:
    """Return ``path`` when something of ours answers it, else nothing."""
    return path if nav.exists(path) else ""


@register.simple_tag(takes_context=True)
def sort_address(context: Context, key: str, parameter: str = "sort") -> dict[str, Any]:
    """Return the address that sorts by ``key`` (again: the other way round), and how it is sorted now."""
    request = context.get("request") or getattr(context, "request", None)
    query = request.GET.copy() if request else None
    now = query.get(parameter, "") if query is not None else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    if query is None:
        return {"href": "#", "direction": direction}
    query[parameter] = f"-{key}" if now == key else key
    query.pop("page", None)
    return {"href": f"?{query.urlencode()}", "direction": direction}


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int, parameter: str = "page") -> str:
    """Return the address of another page of the same list, its filters kept."""
    request = getattr(context, "request", None) or context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return f"?{parameter}={number}"
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def pages_of(context: Context, page: Any, parameter: str = "page", label: object = None) -> SafeString:
    """Draw the links to the pages of a list; those of a list that nobody narrowed are drawn once."""
    engine = context.template.engine if context.template else Engine.get_default()
    template = engine.get_template("ui/pagination.html")

    def draw() -> SafeString:
        inputs = page_links(context, page, parameter)
        return template.render(context.new({**inputs, "landmark_label": label}))

    request = getattr(context, "request", None) or context.get("request")
    if request is not None and set(request.GET) - {parameter}:
        return draw()
    return pieces.kept((template, parameter, page.number, page.paginator.num_pages, str(label or "")), draw)


def page_links(context: Context, page: Any, parameter: str = "page") -> dict[str, Any]:
    """Turn a page of Django's paginator into the inputs of the pagination component."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [
        {"number": number, "href": page_address(context, number, parameter), "current": number == page.number}
        if isinstance(number, int)
        else {"ellipsis": True}
        for number in numbers
    ]
    inputs: dict[str, Any] = {"items": items}
    if page.has_previous():
        inputs["previous"] = {"href": page_address(context, page.previous_page_number(), parameter)}
    if page.has_next():
        inputs["next"] = {"href": page_address(context, page.next_page_number(), parameter)}
    return inputs


@register.simple_tag
def alternate(address: str, kind: str, title: str) -> SafeString:
    """Write a link element to another form of this page: a feed, a data file."""
    return format_html('<link rel="alternate" type="{}" title="{}" href="{}">', kind, title, address)
