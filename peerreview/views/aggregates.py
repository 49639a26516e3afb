"""Network reports as everybody reads them: all of them, one, its earlier versions, its files."""

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from peerreview.domain.aggregates import NetworkReport, read_network_report
from peerreview.models import AggregateVersion
from peerreview.queries import aggregates as queries
from peerreview.queries.aggregatecharts import against_last, heat_map, sections_met
from peerreview.queries.aggregatefiles import FORMATS, laid_out
from peerreview.queries.reportfiles import pdf_is_there
from portal.ui.pieces import kept

FILES_KEPT = 24 * 60 * 60  # seconds


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the network reports, the newest first."""
    rows = queries.published().defer("content", "blocks")
    return render(request, "peerreview/networkreports/index.html", {"versions": list(rows)})


@require_safe
def report(request: HttpRequest, label: str, set_code: str, number: int, n: int | None = None) -> HttpResponse:
    """Show a network report: its newest version, or an earlier one by its number."""
    version = _public_or_404(label, set_code, number, n)
    newest = queries.last_published(version.report)
    context = {
        "version": version,
        "address": (label, set_code, number),
        "newer": newest if newest is not None and newest.n > version.n else None,
        "formats": [kind for kind in FORMATS if kind != "pdf" or pdf_is_there()],
        "body": drawn(version),
        "since": queries.said_since(version),
    }
    return render(request, "peerreview/networkreports/report.html", context)


@require_safe
def file(request: HttpRequest, label: str, set_code: str, number: int, n: int, kind: str) -> HttpResponse:
    """Hand a version out as a file; written once a day at most, however many ask."""
    version = _public_or_404(label, set_code, number, n)
    made = next((one for name, one in FORMATS.items() if name == kind), None)
    if made is None or (kind == "pdf" and not pdf_is_there()):
        raise Http404
    key = f"network-report:{version.pk}:{kind}:{get_language()}"
    content: bytes | None = cache.get(key)
    if content is None:
        content = made.write(read_network_report(version.content), version.made_at)
        cache.set(key, content, FILES_KEPT)
    response = HttpResponse(content, content_type=made.media_type)
    name = f"network-report-{label}-{set_code}-{number}-{n}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def drawn(version: AggregateVersion) -> SafeString:
    """Return the words, tables and pictures of a version: it never changes, so it is drawn once."""
    return kept(("network-report", version.pk, version.sha256), lambda: body(read_network_report(version.content)))


def body(words: NetworkReport) -> SafeString:
    """Draw a report's words, tables and pictures."""
    return render_to_string("peerreview/networkreports/_body.html", shown(words))


def shown(words: NetworkReport) -> dict[str, Any]:
    """Return what the page of a report shows."""
    squares = heat_map(words)
    return {
        **laid_out(words),
        "bars": None if words.is_bare else sections_met(words),
        "dots": against_last(words),
        "squares": [] if words.is_bare else squares,
        "columns": [{"text": str(n + 1)} for n in range(max((len(row["cells"]) for row in squares), default=0))],
    }


def _public_or_404(label: str, set_code: str, number: int, n: int | None) -> AggregateVersion:
    version = queries.find_public(label, set_code, number, n)
    if version is None:
        raise Http404
    return version
