"""An edition as data: everything in it, in the form it is hashed and could be loaded again."""

import csv

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from peerreview.queries import standards as queries
from peerreview.views.standards import find

COLUMNS = (
    "edition", "section", "section_title", "code", "lineage", "type", "core", "level", "text", "plain_text",
    "guidance", "evidence_hint", "applies_to", "nations", "rests_on", "also_speaks_to", "sources",
)  # fmt: skip


@require_safe
@cache_control(public=True, no_cache=True)
def as_json(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Return the canonical content with its hash; the hash is of everything but ``published``."""
    _editions, edition = find(request, set_code, number)
    content = queries.edition_text(edition).as_content()
    published = {"sha256": edition.sha256, "state": edition.state, "title": edition.set.title}
    response = JsonResponse({**content, "published": published}, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{set_code}-{number}.json"'
    return response


@require_safe
@cache_control(public=True, no_cache=True)
def as_csv(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Return one row a standard; texts that a spreadsheet would take for a formula are made harmless."""
    _editions, edition = find(request, set_code, number)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{set_code}-{number}.csv"'
    # The mark tells spreadsheets that the letters are UTF-8.
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for section in queries.edition_text(edition).sections:
        for one in section.standards:
            links: dict[str, list[str]] = {"primary": [], "secondary": []}
            for value, strength in one.values:
                links[strength].append(value)
            row = [
                *(edition.number, section.code, section.title, one.code, one.lineage, one.type),
                *("yes" if one.core else "no", one.level, one.text, one.plain_text, one.guidance, one.evidence_hint),
                *("; ".join(words) for words in (one.applies_to, one.nations, *links.values(), one.sources)),
            ]
            writer.writerow([harmless(str(cell)) for cell in row])
    return response


def harmless(cell: str) -> str:
    """Keep a spreadsheet from reading words as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
