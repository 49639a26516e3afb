"""The public directory of member services, and one member that chose to be named."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.domain.register import FAMILIES
from peerreview.domain.standards_layout import harmless
from peerreview.enums.services import ServiceKind
from peerreview.forms.services import FindServicesForm
from peerreview.models import Service
from peerreview.permissions.services import can_read_register
from peerreview.queries import services as queries
from peerreview.queries.accreditation import badge_of, badge_words
from peerreview.queries.profiles import public_profile
from portal.people.requests import now

SERVICES_A_PAGE = 50


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List the members that chose to be named, and count what the regulator has registered."""
    at = now()
    form = FindServicesForm(request.GET)
    narrowed = form.narrowed()
    page = queries.directory_page(at, narrowed, request.GET.get("page"), SERVICES_A_PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(narrowed.region or narrowed.family),
        "page": page,
        "rows": [shown_in_directory(row) for row in page.object_list],
        "counts": queries.registered_counts(at),
        "query": request.GET.urlencode(),
        "reads_register": can_read_register(request.user, at),
    }
    return render(request, "peerreview/services/directory.html", context)


def shown_in_directory(row: Service) -> dict[str, object]:
    """Return what the list shows of a service, as plain values."""
    return {
        "slug": row.public_slug,
        "name": row.public_name,
        "kind": str(row.get_kind_display()),
        "region": row.region.name,
        "badge": badge_words(row),
    }


@require_safe
def directory_csv(request: HttpRequest) -> HttpResponse:
    """Give the same list as a table for spreadsheets."""
    narrowed = FindServicesForm(request.GET).narrowed()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="services.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("name"), _("kind"), _("region"), _("accreditation"), _("address of the page")])
    for service in queries.directory(now(), narrowed):
        address = request.build_absolute_uri(f"/services/{service.public_slug}/")
        kind = str(service.get_kind_display())
        row = (service.public_name, kind, service.region.name, badge_words(service), address)
        writer.writerow([harmless(cell) for cell in row])
    return response


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a member that chose to be named; any other is not found, whether it exists or not."""
    at = now()
    row = queries.find_public(slug, at)
    if row is None:
        raise Http404
    context = {
        "service": row,
        "family": FAMILIES[ServiceKind(row.kind)],
        "membership": queries.membership_of(row, at),
        "profile": public_profile(row, at),
        "badge": badge_of(row, at),
        "reads_register": can_read_register(request.user, at),
    }
    return render(request, "peerreview/services/service.html", context)
