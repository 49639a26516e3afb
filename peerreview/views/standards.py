"""Standards as the public reads them. Every edition and every standard keeps its address for ever."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from peerreview.enums.standards import TYPE_MEANING, AppliesTo, StandardType
from peerreview.forms.standards import StandardsFilter
from peerreview.models import Standard, StandardSetEdition
from peerreview.queries import standards as queries
from peerreview.queries.standards_filter import Wanted, narrowed

# "Public" says: the same for every reader who is not signed in. What is stored is asked about again each time.
public = cache_control(public=True, no_cache=True)


@require_safe
@public
def index(request: HttpRequest) -> HttpResponse:
    """List the sets."""
    rows = queries.sets(request.user, timezone.now())
    return render(request, "peerreview/standards/index.html", {"rows": rows})


@require_safe
@public
def values(request: HttpRequest) -> HttpResponse:
    """Say what the core values are."""
    return render(request, "peerreview/standards/values.html", {"values": queries.core_values()})


@require_safe
@public
def current(request: HttpRequest, set_code: str) -> HttpResponse:
    """Show the edition in force."""
    return _edition_page(request, set_code, None)


@require_safe
@public
def edition(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Show one edition; a superseded one says so."""
    return _edition_page(request, set_code, number)


@require_safe
@public
def standard(request: HttpRequest, set_code: str, number: int, code: str) -> HttpResponse:
    """Show one standard."""
    editions, shown = find(request, set_code, number)
    page = queries.standard_page(shown, code)
    if page is None:
        raise Http404
    one = page.standard
    context = {
        "set": shown.set,
        "edition": shown,
        "in_force": queries.in_force(editions),
        "page": page,
        "standard": one,
        "in_force_here": _same_lineage(page.elsewhere, queries.in_force(editions)),
        "meaning": TYPE_MEANING[StandardType(one.type)],
        "applies_to": _kinds(one),
        "cite": cite(shown, one),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "peerreview/standards/standard.html", context)


def find(
    request: HttpRequest, set_code: str, number: int | None
) -> tuple[list[StandardSetEdition], StandardSetEdition]:
    """Return the editions this reader may know of and the one asked for; 404 for every other."""
    editions = queries.editions_of(set_code, request.user, timezone.now())
    if not editions:
        raise Http404
    if number is None:
        return editions, queries.in_force(editions)
    for one in editions:
        if one.number == number:
            return editions, one
    raise Http404


def _edition_page(request: HttpRequest, set_code: str, number: int | None) -> HttpResponse:
    editions, shown = find(request, set_code, number)
    values = queries.core_values()
    form = StandardsFilter(request.GET, edition=shown, values=values)
    wanted = Wanted(**{name: form.wanted(name) for name in ("type", "value", "kind", "level")})
    sections = queries.sections_of(shown)
    kept = narrowed(sections, wanted)
    plain = request.GET.get("words") == "plain"
    chosen = {name: value for name, value in vars(wanted).items() if value}
    context = {
        "set": shown.set,
        "edition": shown,
        "editions": editions,
        "in_force": queries.in_force(editions),
        "form": form,
        "filtered": bool(wanted),
        "sections": kept,
        "count": sum(len(standards) for _section, standards in kept),
        "total": sum(len(section.standards.all()) for section in sections),
        "plain": plain,
        "toggle": "?" + urlencode(chosen if plain else {**chosen, "words": "plain"}),
        "types": [(kind.label, TYPE_MEANING[kind]) for kind in StandardType],
        "contents": [{"text": f"{part.code}. {part.title}", "href": f"#section-{part.code}"} for part, _rows in kept],
        "clear": "?words=plain" if plain else request.path,
        "has_changes": any(one.is_frozen and one.number < shown.number for one in editions),
        "cite": cite(shown, None),
        "address": request.build_absolute_uri(f"/standards/{shown.set.code}/{shown.number}/"),
    }
    return render(request, "peerreview/standards/edition.html", context)


def cite(edition: StandardSetEdition, standard: Standard | None) -> str:
    """Return how to refer to an edition or a standard in writing, without its address."""
    where = _("Hearth, %(set)s, %(edition)s") % {"set": edition.set.title, "edition": edition.name.lower()}
    return f"{where}, {_('standard %(code)s') % {'code': standard.code}}" if standard else where


def _kinds(standard: Standard) -> list[str]:
    return [str(AppliesTo(kind).label) for kind in standard.applies_to]


def _same_lineage(elsewhere: Sequence[Standard], edition: StandardSetEdition) -> Standard | None:
    return next((one for one in elsewhere if one.edition_id == edition.pk), None)
