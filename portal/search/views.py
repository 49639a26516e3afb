"""The page of the search."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.people.requests import now
from portal.search.finding import A_PAGE, search
from portal.search.matching import MOST
from portal.search.words import LONGEST_QUERY


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what the reader may find by the words in ``q``, narrowed by ``kind``."""
    typed = request.GET.get("q", "")[: LONGEST_QUERY * 2].replace("\x00", " ")
    kind = request.GET.get("kind", "")
    found = search(request.user, typed, now(), kind=kind, page=_number(request.GET.get("page", "")))
    query = found.words.typed
    everything = sum(one.count for one in found.kinds)
    more = any(one.more for one in found.kinds)
    links = [
        {"text": _("Everything"), "count": everything, "more": more, "href": _address(q=query), "current": not kind}
    ]
    links += [
        {
            "text": one.label,
            "count": one.count,
            "more": one.more,
            "href": _address(q=query, kind=one.key),
            "current": one.key == kind,
        }
        for one in found.kinds
    ]
    context = {
        "found": found,
        "query": query,
        "kind": kind,
        "links": links if found.kinds else [],
        "most": MOST,
        # The pager only counts: the hits are read already.
        "page": Paginator(range(found.pages * A_PAGE if found.pages > 1 else found.total), A_PAGE).get_page(found.page),
    }
    return render(request, "search/search.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _address(**query: str) -> str:
    return f"?{urlencode(query)}"
