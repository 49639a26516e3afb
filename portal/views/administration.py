"""The administrator's page: where everything is looked after, and whether all is well."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.health import checks
from portal.invariants import all_findings
from portal.people.permissions.roles import is_administrator
from portal.people.requests import SignedInRequest, now, signed_in

MOST = 100


@signed_in
@require_http_methods(["GET", "POST"])
def administration(request: SignedInRequest) -> HttpResponse:
    """Show the doors of the administrator's work; on request, ask every invariant of the live data.

    The findings name records by their numbers, never by what they say.
    """
    at = now()
    if not is_administrator(request.user, at):
        raise Http404
    context: dict[str, object] = {"checks": checks(at), "asked": request.method == "POST", "at": at}
    if request.method == "POST":
        found = list(all_findings(at))
        context |= {"findings": found[:MOST], "count": len(found)}
    return render(request, "administration/administration.html", context)
