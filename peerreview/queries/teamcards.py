"""What teams need of one person now, and what is coming, for their Today page."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerreview.enums.conflicts import ConflictState
from peerreview.enums.hosts import HostKind
from peerreview.enums.teams import SeatState
from peerreview.models import HostRole, Review, Team
from peerreview.models.strangers import strange_services
from peerreview.queries.conflicts import visible_conflicts
from peerreview.queries.hosts import hosting
from peerreview.queries.matching import MATCHABLE
from peerreview.queries.teams import invitations
from portal.people.enums import RoleKind
from portal.people.models.periods import day_of
from portal.people.permissions.roles import roles_of
from portal.today import Card, Line

if TYPE_CHECKING:
    from portal.people.models import User


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Return invitations to answer, names for a host to look at, and for a programme manager what waits in teams.

    One question for everybody, which is kept; one more for hosts and reviewers, three for those who run the cycle.
    """
    roles = roles_of(person, at)
    if RoleKind.REVIEWER in roles:
        yield from _invited(person, at)
    if hosting(person, at):
        yield from _to_look_at(person, at)
    if RoleKind.PROGRAMME_MANAGER in roles:
        yield from _to_run(person, at)


def coming(person: "User", at: datetime) -> Iterator[Line]:
    """Return the visits somebody said yes to."""
    if RoleKind.REVIEWER not in roles_of(person, at):
        return
    seats = invitations(person).filter(state__in=(SeatState.ACCEPTED, SeatState.CONFIRMED))
    strange = strange_services(person, at).values("pk")
    ahead = seats.filter(team__review__visit__confirmed_on__gte=day_of(at))
    for seat in ahead.exclude(team__review__service__in=strange)[:5]:
        yield Line(
            _("Visit: %(service)s") % {"service": seat.team.review.service},
            reverse("peerreview:team", args=[seat.team.review_id]),
            when=seat.team.review.visit.confirmed_on,
            note=seat.get_role_display() or "",
        )


def _invited(person: "User", at: datetime) -> Iterator[Card]:
    seats = invitations(person).filter(state=SeatState.INVITED)
    for seat in seats.exclude(team__review__service__in=strange_services(person, at).values("pk"))[:5]:
        yield Card(
            _("Say whether you come to a visit"),
            _("You are asked to join a team as: %(role)s.") % {"role": seat.get_role_display()},
            reverse("peerreview:invitation", args=[seat.pk]),
            _("Read and answer"),
            tag=_("Invitation"),
            tag_state="invited",
        )


def _to_look_at(person: "User", at: datetime) -> Iterator[Card]:
    leads = HostRole.objects.active(at).filter(person=person, kind=HostKind.LEAD).values("service")
    rows = Team.objects.filter(
        review__service__in=leads, shown_at__isnull=False, seats__state=SeatState.PROPOSED
    ).distinct()
    for team in rows:
        yield Card(
            _("Look at who would visit your service"),
            _("You lead the review in your service, and may object once."),
            reverse("peerreview:team", args=[team.review_id]),
            _("See the names"),
            tag=_("Team"),
            tag_state="proposed",
        )


def _to_run(person: "User", at: datetime) -> Iterator[Card]:
    managed = Review.objects.managed_by(person, at).filter(state__in=MATCHABLE).order_by()
    agreed = Q(team__seats__state=SeatState.CHECKED)
    has_days = Q(visit__isnull=False, visit__freed_at__isnull=True)
    reopened = has_days & Q(team__shown_at__isnull=False, team__seats__state=SeatState.OPEN)
    counts = managed.aggregate(
        agreed=Count("pk", filter=agreed, distinct=True), reopened=Count("pk", filter=reopened, distinct=True)
    )
    first = managed.filter(agreed | reopened).order_by("pk").values_list("pk", "cycle__label").first()
    if first is not None:
        address = reverse("peerreview:teams", args=[first[1]])
        if counts["agreed"]:
            words = ngettext("Invite %(count)d team", "Invite %(count)d teams", counts["agreed"])
            yield Card(
                words % {"count": counts["agreed"]},
                _("The service has no objection to the names."),
                address,
                _("See the teams"),
                tag=_("Team"),
                tag_state="proposed",
            )
        if counts["reopened"]:
            words = ngettext(
                "Fill open seats on %(count)d team", "Fill open seats on %(count)d teams", counts["reopened"]
            )
            yield Card(
                words % {"count": counts["reopened"]},
                _("Somebody declined, or nobody was found yet."),
                address,
                _("See the teams"),
                tag=_("Open seats"),
                tag_state="waiting",
            )
    declared = visible_conflicts(person, at).filter(state=ConflictState.DECLARED).exclude(person=person).count()
    if declared:
        words = ngettext("Settle %(count)d declared conflict", "Settle %(count)d declared conflicts", declared)
        yield Card(
            words % {"count": declared},
            _("It counts already; confirm it, or say that it is none."),
            reverse("peerreview:conflicts"),
            _("See them"),
            tag=_("Conflict"),
            tag_state="declared",
        )
