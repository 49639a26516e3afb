"""What one was told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.notifications.actions import notices as actions
from portal.notifications.models import Notification
from portal.notifications.queries import notices as queries
from portal.people.requests import SignedInRequest, now, signed_in

A_PAGE = 25


@signed_in
def notices(request: SignedInRequest) -> HttpResponse:
    """List one's notices, newest first; what may no longer be seen is not among them."""
    at = now()
    keys = queries.visible_notices(request.user, at)
    page = Paginator(keys, A_PAGE).get_page(request.GET.get("page"))
    rows = queries.notices_by_key(page.object_list)
    unread = queries.unread_count(request.user, at)
    return render(request, "notifications/list.html", {"page": page, "notices": rows, "unread": unread})


@signed_in
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go to what the notice is about; it counts as read from now on."""
    notice = _own(request, pk)
    actions.mark_read(notice=notice, at=now())
    if not url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        raise Http404
    return redirect(notice.url)


@require_POST
@signed_in
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and stay on the list."""
    actions.mark_read(notice=_own(request, pk), at=now())
    return redirect("notifications:list")


@require_POST
@signed_in
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark everything as read."""
    if actions.mark_all_read(by=request.user, at=now()):
        messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:list")


def _own(request: SignedInRequest, pk: int) -> Notification:
    """Return one's own notice, if what it is about may still be seen; anything else does not exist."""
    notice = Notification.objects.filter(person=request.user, pk=pk).first()
    if notice is None:
        raise Http404
    subject = (notice.subject_kind, notice.subject_id)
    if not queries.visible_subjects(request.user, {subject}, now()):
        raise Http404
    return notice
