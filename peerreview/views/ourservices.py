"""A host's own service: membership, profile, review of this cycle, and who hosts."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peerreview.actions import hosts as host_actions
from peerreview.actions import profiles as profile_actions
from peerreview.enums.hosts import HostKind
from peerreview.forms import hosts as forms
from peerreview.forms.cycles import ReasonForm
from peerreview.models import Service
from peerreview.permissions import hosts as host_permissions
from peerreview.permissions import profiles as permissions
from peerreview.queries import hosts as queries
from peerreview.queries import profiles as profile_queries
from peerreview.queries.services import find_record
from peerreview.views.pages import act, sent
from portal.people.models.periods import day_of
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List the services the reader hosts; go straight to the only one."""
    rows = list(queries.hosted_services(request.user, now()))
    if not rows:
        raise Http404
    if len(rows) == 1:
        return redirect("peerreview:our_service", rows[0].urn)
    return render(request, "peerreview/ourservices/index.html", {"services": rows})


@require_safe
@signed_in
def service(request: SignedInRequest, urn: str) -> HttpResponse:
    """Show a host their service."""
    at = now()
    row = _hosted(request, urn, at)
    context = {
        "page": queries.our_service(row, request.user, at),
        "service": row,
        "leads": permissions.can_write_profile(request.user, row, at),
    }
    return render(request, "peerreview/ourservices/service.html", context)


@require_safe
@signed_in
def profile(request: SignedInRequest, urn: str) -> HttpResponse:
    """Show every version of the practice profile to the service's hosts."""
    at = now()
    row = _hosted(request, urn, at)
    versions = profile_queries.versions_of(row)
    wanted = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.n) == wanted), versions[0] if versions else None)
    if wanted and (shown is None or str(shown.n) != wanted):
        raise Http404
    context = {
        "service": row,
        "versions": versions,
        "shown": shown,
        "leads": permissions.can_write_profile(request.user, row, at),
    }
    return render(request, "peerreview/ourservices/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write_profile(request: SignedInRequest, urn: str) -> HttpResponse:
    """Write another version."""
    at = now()
    row = _led(request, urn, at)
    last = profile_queries.latest_of(row)
    initial = {name: getattr(last, name) for name in profile_actions.WRITTEN} if last else {}
    form = forms.ProfileForm(sent(request), initial={**initial, "after": last.n if last else 0})

    def do(data: dict[str, Any]) -> None:
        texts = {name: data[name] for name in profile_actions.WRITTEN}
        profile_actions.write_profile(service=row, texts=texts, by=request.user, at=at, after=data["after"])

    return act(
        request,
        form,
        do,
        title=_("Write the practice profile"),
        caption=str(row),
        explanation=_("Every version is kept. None is public until you say so."),
        submit=_("Save this version"),
        done=_("The version is saved. It is not public."),
        back=_profile(row),
    )


@require_POST
@signed_in
def publish_profile(request: SignedInRequest, urn: str, n: int) -> HttpResponse:
    """Put one version in public."""
    at = now()
    row = _led(request, urn, at)
    if profile_queries.find_version(row, n) is None:
        raise Http404
    profile_actions.publish_profile(service=row, n=n, by=request.user, at=at)
    if row.named_publicly:
        messages.success(request, _("The version is public, on the page of your service."))
    else:
        messages.success(request, _("The version will be public once your service is named in public."))
    return redirect(_profile(row))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw_profile(request: SignedInRequest, urn: str) -> HttpResponse:
    """Take the public version out of sight."""
    at = now()
    row = _led(request, urn, at)
    return act(
        request,
        ReasonForm(sent(request)),
        lambda data: profile_actions.withdraw_profile(service=row, by=request.user, at=at, **data),
        title=_("Take the profile out of public sight"),
        caption=str(row),
        explanation=_("It is gone from your public page at once. Its versions stay here."),
        submit=_("Take it out"),
        done=_("No profile is public any more."),
        back=_profile(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def name_host(request: SignedInRequest, urn: str) -> HttpResponse:
    """Say who hosts; a lead is named by the programme manager."""
    at = now()
    row = _named_by(request, urn, at)
    names_leads = host_permissions.can_name_host_as(request.user, row, HostKind.LEAD, at)
    form = forms.NameHostForm(sent(request), names_leads=names_leads, initial={"starts_on": day_of(at)})
    return act(
        request,
        form,
        lambda data: host_actions.name_host(service=row, by=request.user, at=at, **data),
        title=_("Name a host"),
        caption=str(row),
        explanation=_("The lead writes and hands in. Staff write their parts and never hand in."),
        submit=_("Name them"),
        done=_("They host the service."),
        back=_back(request, row, at),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end_host(request: SignedInRequest, urn: str, pk: int) -> HttpResponse:
    """End somebody's hosting."""
    at = now()
    row = _named_by(request, urn, at)
    role = queries.find_role(row, pk, at)
    if role is None or not host_permissions.can_name_host_as(request.user, row, HostKind(role.kind), at):
        raise Http404
    return act(
        request,
        forms.EndHostForm(sent(request), initial={"ends_on": day_of(at)}),
        lambda data: host_actions.end_host(role=role, by=request.user, at=at, **data),
        title=_("End hosting"),
        caption=f"{row}: {role.person}",
        submit=_("End it"),
        done=_("It ends on that day."),
        back=_back(request, row, at),
    )


def _hosted(request: SignedInRequest, urn: str, at: datetime) -> Service:
    row = queries.find_hosted(request.user, urn, at)
    if row is None:
        raise Http404
    return row


def _led(request: SignedInRequest, urn: str, at: datetime) -> Service:
    row = _hosted(request, urn, at)
    if not permissions.can_write_profile(request.user, row, at):
        raise Http404
    return row


def _named_by(request: SignedInRequest, urn: str, at: datetime) -> Service:
    row = queries.find_hosted(request.user, urn, at) or find_record(request.user, urn, at)
    if row is None or not host_permissions.can_name_hosts(request.user, row, at):
        raise Http404
    return row


def _profile(row: Service) -> str:
    return reverse("peerreview:our_profile", args=[row.urn])


def _back(request: SignedInRequest, row: Service, at: datetime) -> str:
    hosts = host_permissions.is_host(request.user, row, at)
    return reverse("peerreview:our_service" if hosts else "peerreview:service_record", args=[row.urn])
