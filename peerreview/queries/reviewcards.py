"""What reviews need of one person now, for their Today page."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerreview.domain import selfassessments
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import Review
from peerreview.queries.deadlines import is_late
from peerreview.queries.hosts import hosting
from peerreview.queries.selfassessments import progress_of
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role
from portal.today import Card, Line

if TYPE_CHECKING:
    from portal.people.models import User


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Return what waits for a host lead in their own reviews, and for a programme manager in everybody's."""
    roles = hosting(person, at)
    if roles:
        reviews = _written_now(roles)
        written = progress_of([one for one in reviews if one.state != ReviewState.PLANNED])
        for review in reviews:
            yield _to_write(review, written.get(review.pk), leads=roles[review.service_id] == HostKind.LEAD)
    if has_role(person, RoleKind.PROGRAMME_MANAGER, at):
        yield from _to_run(person, at)


def waiting(person: "User", at: datetime) -> Iterator[Line]:
    """Return the reviews a host has done their part in."""
    roles = hosting(person, at)
    if not roles:
        return
    rows = Review.objects.filter(service__in=list(roles), state__in=(ReviewState.SUBMITTED, ReviewState.POSTPONED))
    for review in rows.select_related("cycle").order_by("state_since", "pk"):
        yield Line(
            _("The review of your service in %(cycle)s") % {"cycle": review.cycle.title},
            reverse("peerreview:review", args=[review.pk]),
            note=_("The programme arranges the visit."),
        )


def _written_now(roles: Mapping[int, HostKind]) -> list[Review]:
    open_one = Q(deadlines__kind=DeadlineKind.SELF_REVIEW, deadlines__done_at__isnull=True)
    states = (ReviewState.PLANNED, ReviewState.SELF_REVIEW, ReviewState.RETURNED)
    rows = Review.objects.filter(service__in=list(roles), state__in=states).select_related("cycle", "service__region")
    return list(rows.annotate(due_on=Min("deadlines__due_on", filter=open_one)).order_by("due_on", "pk"))


def _to_write(review: Review, count: selfassessments.Count | None, *, leads: bool) -> Card:
    planned, returned = review.state == ReviewState.PLANNED, review.state == ReviewState.RETURNED
    if planned:
        title = _("Prepare the review of your service")
    elif returned:
        title = _("Look at what was returned, and hand it in again")
    else:
        title = _("Work on your self-review and hand it in") if leads else _("Write your parts of the self-review")
    if count is not None and not returned and count.unanswered:
        title = _("Answer %(open)d of %(all)d standards still open in your self-review") % {
            "open": count.unanswered,
            "all": count.applicable,
        }
    return Card(
        title,
        _("You lead the review in your service.") if leads else _("You are one of those who host the review."),
        reverse("peerreview:review" if planned else "peerreview:workbook", args=[review.pk]),
        _("Open the review") if planned else _("Go on writing"),
        due=review.due_on,  # type: ignore[attr-defined]
        tag=str(ReviewState(review.state).label),
        tag_state=review.state,
    )


def _to_run(person: "User", at: datetime) -> Iterator[Card]:
    """One question for everything the programme manager has in hand: a card a cycle and kind of work."""
    rows = (
        Review.objects.managed_by(person, at)
        .order_by()
        .values("cycle__label", "cycle__title")
        .annotate(
            late=Count("pk", filter=is_late(at)),
            handed_in=Count("pk", filter=Q(state=ReviewState.SUBMITTED)),
        )
        .order_by("cycle__label")
    )
    for row in rows:
        address = reverse("peerreview:cycle", args=[row["cycle__label"]])
        if row["late"]:
            words = ngettext("See to %(count)d late review", "See to %(count)d late reviews", row["late"])
            yield Card(
                words % {"count": row["late"]},
                _("You run “%(cycle)s”.") % {"cycle": row["cycle__title"]},
                f"{address}?stage=late",
                _("See what is late"),
                tag=_("Late"),
                tag_state="late",
            )
        if row["handed_in"]:
            words = ngettext("Read %(count)d self-review", "Read %(count)d self-reviews", row["handed_in"])
            yield Card(
                words % {"count": row["handed_in"]},
                _("They were handed in: return what lacks something, or go on to the visit."),
                f"{address}?stage={ReviewState.SUBMITTED}",
                _("See them"),
                tag=_("Handed in"),
                tag_state="submitted",
            )
