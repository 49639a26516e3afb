"""The whole register for those who keep it: every service, its record and history, and what waits for an answer."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions import memberships as membership_actions
from peerreview.actions import services as actions
from peerreview.forms import services as forms
from peerreview.models import Service
from peerreview.permissions import services as permissions
from peerreview.queries import memberships as membership_queries
from peerreview.queries import services as queries
from peerreview.queries.control import group_of
from peerreview.queries.hosts import hosts_of_service
from peerreview.queries.planning import sets_in_force
from peerreview.views.pages import act, sent
from portal.people.models.periods import day_of
from portal.people.requests import SignedInRequest, now, signed_in

SERVICES_A_PAGE = 50


@require_safe
@signed_in
def register(request: SignedInRequest) -> HttpResponse:
    """List every service, narrowed by region, kind, state or words."""
    at = now()
    if not permissions.can_read_register(request.user, at):
        raise Http404
    form = forms.FindRegisteredForm(request.GET)
    narrowed = form.narrowed()
    rows = queries.register_list(request.user, at, narrowed)
    context = {
        "form": form,
        "is_narrowed": any((narrowed.region, narrowed.family, narrowed.words, narrowed.state)),
        "page": Paginator(rows, SERVICES_A_PAGE).get_page(request.GET.get("page")),
        "waiting": membership_queries.questions(request.user, at).count(),
    }
    return render(request, "peerreview/services/register.html", context)


@require_safe
@signed_in
def record(request: SignedInRequest, urn: str) -> HttpResponse:
    """Show one service: what the register says, who owned it, its memberships and its history."""
    at = now()
    row = _find(request, urn, at)
    context = {
        "service": row,
        "membership": queries.membership_of(row, at),
        "memberships": membership_queries.memberships_of(row),
        "ownerships": queries.ownerships_of(row),
        "hosts": hosts_of_service(row, at) if permissions.can_manage_services(request.user, at) else [],
        "control_group": group_of(row.owner, day_of(at)) if row.owner else None,
        "history": queries.history_of_service(row),
        "reads_register": permissions.can_read_register(request.user, at),
        "manages": permissions.can_manage_services(request.user, at),
    }
    return render(request, "peerreview/services/record.html", context)


@require_safe
@signed_in
def questions(request: SignedInRequest) -> HttpResponse:
    """List what the register's changes ask about memberships."""
    at = now()
    if not permissions.can_read_register(request.user, at):
        raise Http404
    rows = membership_queries.questions(request.user, at, waiting=request.GET.get("all") != "yes")
    context = {
        "page": Paginator(rows, SERVICES_A_PAGE).get_page(request.GET.get("page")),
        "all": request.GET.get("all") == "yes",
        "manages": permissions.can_manage_services(request.user, at),
    }
    return render(request, "peerreview/services/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer one question."""
    at = now()
    _managers_only(request, at)
    row = membership_queries.questions(request.user, at, waiting=False).filter(pk=pk).first()
    if row is None:
        raise Http404
    return act(
        request,
        forms.AnswerQuestionForm(sent(request)),
        lambda data: membership_actions.answer_question(question=row, actor=request.user, at=at, **data),
        title=_("Answer the question"),
        caption=str(row.service),
        explanation=row.get_about_display(),
        submit=_("Save the answer"),
        done=_("The answer is saved."),
        back=reverse("peerreview:service_questions"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def begin_membership(request: SignedInRequest, urn: str) -> HttpResponse:
    """Take a service into the network, or change its track."""
    at = now()
    row = _managed(request, urn, at)
    return act(
        request,
        forms.BeginMembershipForm(sent(request), sets=sets_in_force()),
        lambda data: membership_actions.begin_membership(service=row, actor=request.user, at=at, **data),
        title=_("Begin a membership"),
        caption=str(row),
        explanation=_("A membership that runs now ends on the day the new one begins."),
        submit=_("Begin the membership"),
        done=_("The membership is recorded."),
        back=_record(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end_membership(request: SignedInRequest, urn: str) -> HttpResponse:
    """End the membership that runs now."""
    at = now()
    row = _managed(request, urn, at)
    membership = queries.membership_of(row, at)
    if membership is None:
        raise Http404
    return act(
        request,
        forms.EndMembershipForm(sent(request)),
        lambda data: membership_actions.end_membership(membership=membership, actor=request.user, at=at, **data),
        title=_("End the membership"),
        caption=str(row),
        submit=_("End the membership"),
        done=_("The end of the membership is recorded."),
        back=_record(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def name_publicly(request: SignedInRequest, urn: str) -> HttpResponse:
    """Name a service in public, by its own wish."""
    at = now()
    row = _managed(request, urn, at)
    initial = {"public_name": row.public_name, "public_text": row.public_text}
    return act(
        request,
        forms.NamePubliclyForm(sent(request), initial=initial),
        lambda data: actions.name_publicly(service=row, actor=request.user, at=at, **data),
        title=_("Name the service in public"),
        caption=str(row),
        explanation=_(
            "Homes are named only if they chose to be. The name is public while the service is a member and open."
        ),
        submit=_("Name the service"),
        done=_("The service is named in public while it is a member."),
        back=_record(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def stop_naming(request: SignedInRequest, urn: str) -> HttpResponse:
    """Take the name out of public sight."""
    at = now()
    row = _managed(request, urn, at)
    return act(
        request,
        forms.StopNamingForm(sent(request)),
        lambda data: actions.stop_naming(service=row, actor=request.user, at=at, **data),
        title=_("Stop naming the service"),
        caption=str(row),
        submit=_("Stop naming the service"),
        done=_("The service is no longer named in public."),
        back=_record(row),
    )


def _find(request: SignedInRequest, urn: str, at: datetime) -> Service:
    row = queries.find_record(request.user, urn, at)
    if row is None or not permissions.can_read_record(request.user, row, at):
        raise Http404
    return row


def _managed(request: SignedInRequest, urn: str, at: datetime) -> Service:
    _managers_only(request, at)
    return _find(request, urn, at)


def _managers_only(request: SignedInRequest, at: datetime) -> None:
    if not permissions.can_manage_services(request.user, at):
        raise Http404


def _record(row: Service) -> str:
    return reverse("peerreview:service_record", args=[row.urn])
