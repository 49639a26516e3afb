"""Who is under whose control, and who owns a service: kept by programme managers and administrators."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions import control as actions
from peerreview.forms import control as forms
from peerreview.models import ControlGroup
from peerreview.permissions import control as permissions
from peerreview.queries import control as queries
from peerreview.queries.services import find_record
from peerreview.views.pages import act, sent
from portal.people.models.periods import day_of
from portal.people.requests import SignedInRequest, now, signed_in


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List the control groups."""
    at = now()
    _keepers_only(request, at)
    return render(request, "peerreview/control/index.html", {"groups": queries.groups(day_of(at))})


@require_safe
@signed_in
def group(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who is and was under a group's control."""
    at = now()
    row = _group(request, pk, at)
    context = {
        "group": row,
        "memberships": queries.memberships_of_group(row),
        "events": queries.history_of_group(row),
    }
    return render(request, "peerreview/control/group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_group(request: SignedInRequest) -> HttpResponse:
    """Name a group."""
    at = now()
    _keepers_only(request, at)
    return act(
        request,
        forms.AddGroupForm(sent(request)),
        lambda data: actions.add_group(by=request.user, at=at, **data),
        title=_("Add a control group"),
        explanation=_("Organisations under one control count as one when conflicts of interest are looked for."),
        submit=_("Add the group"),
        done=_("The group is added. Now say who is under its control."),
        back=reverse("peerreview:control_groups"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bring_under(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring an organisation under a group's control."""
    at = now()
    row = _group(request, pk, at)
    return act(
        request,
        forms.BringUnderForm(sent(request)),
        lambda data: actions.bring_under(group=row, by=request.user, at=at, **data),
        title=_("Add an organisation"),
        caption=row.name,
        explanation=_("If it is under another group’s control now, that ends on the same day."),
        submit=_("Add it"),
        done=_("The organisation is in the group."),
        back=reverse("peerreview:control_group", args=[row.pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def let_go(request: SignedInRequest, pk: int, membership: int) -> HttpResponse:
    """End a group's control of an organisation."""
    at = now()
    row = _group(request, pk, at)
    held = queries.find_membership(row, membership)
    if held is None:
        raise Http404
    return act(
        request,
        forms.LetGoForm(sent(request), initial={"ends_on": day_of(at)}),
        lambda data: actions.let_go(membership=held, by=request.user, at=at, **data),
        title=_("End the group’s control"),
        caption=str(held),
        submit=_("End it"),
        done=_("It ends on that day."),
        back=reverse("peerreview:control_group", args=[row.pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_owner(request: SignedInRequest, urn: str) -> HttpResponse:
    """Record that a service belongs to somebody else."""
    at = now()
    _keepers_only(request, at)
    row = find_record(request.user, urn, at)
    if row is None:
        raise Http404
    return act(
        request,
        forms.ChangeOwnerForm(sent(request), initial={"from_on": day_of(at)}),
        lambda data: actions.change_owner(service=row, by=request.user, at=at, **data),
        title=_("Change the owner"),
        caption=str(row),
        explanation=_("If the service is a member, the programme manager is asked what becomes of its membership."),
        submit=_("Change the owner"),
        done=_("The owner is changed."),
        back=reverse("peerreview:service_record", args=[row.urn]),
    )


def _keepers_only(request: SignedInRequest, at: datetime) -> None:
    if not permissions.can_keep_control(request.user, at):
        raise Http404


def _group(request: SignedInRequest, pk: int, at: datetime) -> ControlGroup:
    _keepers_only(request, at)
    row = queries.find_group(pk)
    if row is None:
        raise Http404
    return row
