"""Public pages kept for readers who are not signed in, and the CMS's own content policy."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from gzip import compress
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from content import public_cache

GetResponse = Callable[[HttpRequest], HttpResponseBase]
LONGEST_QUERY = 200
CMS = "/cms/"


@dataclass(frozen=True)
class Kept:
    """A page as it is kept."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes = b""
    """Empty until the first reader comes who takes it so."""


class PublicPages:
    """Serve from the cache, without a query, what is the same for everybody who is not signed in.

    A view declares its answer so with ``Cache-Control: public``. Whoever carries a session cookie gets a
    fresh and private answer. Whatever changes a public page changes the version the pages are kept under
    (``content.receivers``), so nothing outdated is served even once.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from what is kept, or ask and keep."""
        if not _anonymous_reading(request):
            response = self.get_response(request)
            if _is_public(response) and settings.SESSION_COOKIE_NAME in request.COOKIES:
                response["Cache-Control"] = "private, no-store"
            return response
        version = public_cache.version()
        if version is None:
            return self.get_response(request)
        # The version is read before the page is drawn: a change meanwhile leaves it under a word nobody asks for.
        request.public_version = version  # type: ignore[attr-defined]
        key = _key(request, version)
        kept: Kept | None = public_cache.read(key)
        if kept is None:
            response = self.get_response(request)
            if not _can_be_kept(request, response):
                return response
            assert isinstance(response, HttpResponse)  # noqa: S101 - said by _can_be_kept
            response["ETag"] = f'W/"{sha256(response.content).hexdigest()[:32]}"'
            patch_vary_headers(response, ["Accept-Encoding"])
            kept = _keep(key, Kept(tuple(response.items()), response.content), packed=_takes_packed(request))
        elif not kept.packed and _takes_packed(request):
            kept = _keep(key, kept, packed=True)
        return _answer(request, kept)


class CmsPolicy:
    """Inside the CMS the editor needs inline style and script; nowhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Give the answer the policy of its place."""
        response = self.get_response(request)
        if request.path_info.startswith(CMS):
            response._csp_config = settings.CMS_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response


def _anonymous_reading(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith(CMS)
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and "HTTP_AUTHORIZATION" not in request.META
    )


def _key(request: HttpRequest, version: str) -> str:
    parts = (
        version,
        request.scheme or "",
        request.META.get("HTTP_HOST", ""),
        get_language_from_request(request),
        request.META.get("HTTP_HX_REQUEST", ""),
        request.get_full_path(),
    )
    return "content:page:" + sha256("\n".join(parts).encode()).hexdigest()


def _is_public(response: HttpResponseBase) -> bool:
    said: str = response.get("Cache-Control", "")
    return "public" in (word.strip() for word in said.lower().split(","))


def _can_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)
        and _is_public(response)
        and not response.cookies
        and not getattr(request, "is_preview", False)
    )


def _takes_packed(request: HttpRequest) -> bool:
    return "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")


def _keep(key: str, kept: Kept, *, packed: bool) -> Kept:
    if packed:
        # Nothing secret is in a page that everybody gets, so packing it gives nothing away.
        kept = replace(kept, packed=compress(kept.body, compresslevel=6, mtime=0))
    public_cache.keep(key, kept, public_cache.KEPT_FOR)
    return kept


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    headers = dict(kept.headers)
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    if headers["ETag"] in (tag.strip() for tag in asked.split(",")):
        response: HttpResponse = HttpResponseNotModified()
        headers = {name: value for name, value in headers.items() if name in ("ETag", "Cache-Control", "Vary")}
    else:
        packed = _takes_packed(request)
        response = HttpResponse(kept.packed if packed else kept.body)
        headers["Content-Length"] = str(len(response.content))
        if packed:
            headers["Content-Encoding"] = "gzip"
    for name, value in headers.items():
        response[name] = value
    return response
