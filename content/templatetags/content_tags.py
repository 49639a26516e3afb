"""What the templates of published pages need."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

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


@register.filter
def named(standards: Mapping[tuple[str, str], Any] | None, block: Mapping[str, Any]) -> Any:
    """Return the standard a block names, if the page found it."""
    return (standards or {}).get((block["set"], block["code"]))
