"""What the public site serves beside its pages: for search engines, and pictures."""

import mimetypes
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.sitemaps import page_of_sitemap

# What browsers draw and cannot run; SVG can hold script and is not among them.
PICTURES = frozenset({"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"})


@require_safe
@cache_control(public=True, no_cache=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Say where search engines may go: the public pages, not the editor's nor the signed-in ones."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/cms/", "/account/", "/people/", "/today/", "/search/", "/api/")),
        "",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, no_cache=True)
def sitemap(request: HttpRequest) -> Any:
    """List every public address."""
    return page_of_sitemap(request)


@require_safe
@cache_control(public=True, max_age=3600)
def image(request: HttpRequest, name: str) -> Any:
    """Serve a rendition; originals and everything that is no picture do not exist at this address."""
    kind, _encoding = mimetypes.guess_type(name)
    # ".." would lead to the originals, which still say where a picture was taken.
    if kind not in PICTURES or ".." in name.split("/"):
        raise Http404
    try:
        file = default_storage.open(f"images/{name}")
    except (OSError, ValueError, SuspiciousFileOperation) as missing:
        raise Http404 from missing
    response = FileResponse(file, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
