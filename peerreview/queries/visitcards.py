"""What visits need of one person now, for their Today page."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerreview.domain.teams import SAID_YES
from peerreview.enums.concerns import ConcernState
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatRole
from peerreview.models import ImmediateConcern, TeamSeat, Timetable
from peerreview.models.strangers import strange_services
from peerreview.queries.hosts import hosting
from peerreview.queries.visits import silent_seats
from portal.people.enums import RoleKind
from portal.people.models.periods import day_of
from portal.people.permissions.roles import roles_of
from portal.today import Card

if TYPE_CHECKING:
    from portal.people.models import User

KNOWS = frozenset({RoleKind.PROGRAMME_MANAGER, RoleKind.SAFEGUARDING_LEAD, RoleKind.REVIEWER})


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Return a concern to settle, the visit of today, who was there, and for a host lead the day to agree to.

    One question for those who may know of concerns, two for reviewers, one for host leads.
    """
    roles = roles_of(person, at)
    if roles & KNOWS:
        yield from _concerns(person, at)
    if RoleKind.REVIEWER in roles:
        yield from _to_answer(person, at)
        yield from _visits(person, at)
    if HostKind.LEAD in hosting(person, at).values():
        yield from _to_agree(person, at)


def _concerns(person: "User", at: datetime) -> Iterator[Card]:
    rows = ImmediateConcern.objects.visible_to(person, at).filter(state=ConcernState.OPEN).order_by("due_at", "pk")
    found = list(rows.values_list("pk", "due_at"))
    if found:
        words = ngettext("Settle %(count)d immediate concern", "Settle %(count)d immediate concerns", len(found))
        yield Card(
            words % {"count": len(found)},
            _("It ends with a referral, or with a reason in writing."),
            reverse("peerreview:concern", args=[found[0][0]]),
            _("Read it"),
            due=found[0][1],
            tag=_("Concern"),
            tag_state="urgent",
        )


def _to_answer(person: "User", at: datetime) -> Iterator[Card]:
    """Ask on which of the days that are held somebody can come, until they have spoken of all."""
    # Whoever is only invited has a card for the invitation, which leads to the days too.
    rows = silent_seats().filter(person=person, state__in=SAID_YES).order_by("pk")
    strange = strange_services(person, at).values("pk")
    asked = rows.exclude(team__review__service__in=strange).values_list("team__review", flat=True)
    for review in asked[:3]:
        yield Card(
            _("Say on which days you can come"),
            _("A service keeps three days free for your visit until one is fixed."),
            reverse("peerreview:answer_days", args=[review]),
            _("Answer"),
            tag=_("Visit"),
            tag_state="visit",
        )


def _visits(person: "User", at: datetime) -> Iterator[Card]:
    """From the day of the visit until it is recorded who was there."""
    seats = TeamSeat.objects.filter(person=person, state__in=SAID_YES, team__review__state=ReviewState.SCHEDULED)
    near = seats.filter(team__review__visit__confirmed_on__lte=day_of(at))
    strange = strange_services(person, at).values("pk")
    rows = near.exclude(team__review__service__in=strange).order_by("pk")
    for review, role, plan in rows.values_list("team__review", "role", "team__review__visit__timetable")[:3]:
        if plan:
            yield Card(
                _("Open your visit notebook"),
                _("You are on the team. The notebook works without a network once it was opened."),
                reverse("peerreview:notebook", args=[review]),
                _("Open it"),
                tag=_("Visit"),
                tag_state="visit",
            )
        if role == SeatRole.LEAD:
            yield Card(
                _("Record who was there"),
                _("You lead the team. The report is begun with it."),
                reverse("peerreview:record_attendance", args=[review]),
                _("Record it"),
                tag=_("Visit"),
                tag_state="visit",
            )


def _to_agree(person: "User", at: datetime) -> Iterator[Card]:
    leads = [service for service, kind in hosting(person, at).items() if kind is HostKind.LEAD]
    rows = Timetable.objects.filter(visit__review__service__in=leads, shown_at__isnull=False, agreed_at__isnull=True)
    for review in rows.order_by("pk").values_list("visit__review", flat=True):
        yield Card(
            _("Look at the timetable of your visit"),
            _("You lead the review in your service: the day is agreed with you."),
            reverse("peerreview:timetable", args=[review]),
            _("See the day"),
            tag=_("Visit"),
            tag_state="visit",
        )
