"""An edition read in other ways: what changed since the last, and in plain words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from peerreview.queries import standards as queries
from peerreview.queries.standards_changes import changes_of
from peerreview.views.standards import cite, find, public


@require_safe
@public
def changes(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Show what was added, reworded, split, merged and retired; 404 when there is no edition before."""
    editions, shown = find(request, set_code, number)
    found = changes_of(shown, request.user, timezone.now())
    if found is None:
        raise Http404
    context = {
        "set": shown.set,
        "edition": shown,
        "in_force": queries.in_force(editions),
        "changes": found,
        "kinds": [(kind.label, kind.value, rows) for kind, rows in found.by_kind.items()],
        "cite": cite(shown, None),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "peerreview/standards/changes.html", context)


@require_safe
@public
def plain(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Show the edition in plain words, large and simple, for young people."""
    editions, shown = find(request, set_code, number)
    sections = [
        (section, [one for one in section.standards.all() if one.plain_text]) for section in queries.sections_of(shown)
    ]
    sections = [(section, standards) for section, standards in sections if standards]
    if not sections:
        raise Http404
    context = {"set": shown.set, "edition": shown, "in_force": queries.in_force(editions), "sections": sections}
    return render(request, "peerreview/standards/plain.html", context)
