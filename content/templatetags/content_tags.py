"""What the templates of published pages need."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from content import public_cache

register = template.Library()
# As ``json_script`` does: no letter of the text can end the script element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Write structured data for search engines; browsers never run it, so the strict policy lets it stand."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


@register.simple_tag(takes_context=True)
def address_of(context: Context, page: Any) -> str:
    """Return the address of ``page``; what the portal's sites are called is asked once for the whole request."""
    return page.get_url(getattr(context, "request", None)) or ""


class PublicPartNode(template.Node):
    """Draws a part of a public page once for each version of everything the public is shown.

    Whoever reads gets the same: visitors whose page is not kept whole, and the signed-in. Drawing the text, and asking
    for what stands in it, took two thirds of such a page.
    """

    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        # Of a visitor's page the version was read before anything else was: only then does what is drawn belong to it.
        begun: str | None = getattr(request, "public_version", None)
        if not hasattr(request, "public_parts"):
            request.public_parts = _parts_kept(request, begun or public_cache.version())
        key, parts = request.public_parts
        if key is None:
            return self.nodelist.render(context)
        if self.name not in parts:
            parts[self.name] = self.nodelist.render(context)
            if begun:
                public_cache.keep(key, parts, public_cache.KEPT_FOR)
        drawn: SafeString = parts[self.name]
        return drawn


def _parts_kept(request: HttpRequest, version: str | None) -> tuple[str | None, dict[str, SafeString]]:
    """Return under which name the parts of this address are kept, and those that are: one question for all of them."""
    if version is None:
        return None, {}
    told = (version, request.scheme or "", request.get_host(), get_language() or "", request.path)
    key = "content:parts:" + sha256("\n".join(told).encode()).hexdigest()
    return key, public_cache.read(key) or {}


@register.tag
def public_part(parser: Parser, token: Token) -> PublicPartNode:
    """``{% public_part "text" %}…{% endpublic_part %}``: only what is the same for everybody at one address."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endpublic_part",))
    parser.delete_first_token()
    return PublicPartNode(name.strip("\"'"), nodelist)


@register.filter
def named(standards: Mapping[tuple[str, str], Any] | None, block: Mapping[str, Any]) -> Any:
    """Return the standard a block names, if the page found it."""
    return (standards or {}).get((block["set"], block["code"]))
