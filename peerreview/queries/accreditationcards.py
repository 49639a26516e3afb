"""What accreditation needs of one person now, for their Today page."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models.standing import standing_of
from governance.queries import waits
from peerreview.enums.accreditation import AwardState
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import (
    Accreditation,
    AccreditationCase,
    Appeal,
    AwardCondition,
    PanelProposal,
    PanelSeat,
    PanelVoice,
    RegulatoryEvent,
    Review,
)
from peerreview.queries.hosts import hosting
from peerreview.queries.panels import has_seat, remember_seat
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role
from portal.today import Card, Line

if TYPE_CHECKING:
    from portal.people.models import User


def asked_of_panel(rows: "QuerySet[AccreditationCase]") -> "QuerySet[AccreditationCase]":
    """Keep the cases in which the panel is asked something now."""
    return rows.filter(
        Q(review__state=ReviewState.WITH_PANEL)
        | Exists(Appeal.objects.filter(case=OuterRef("pk"), heard__isnull=True))
        | (
            Exists(RegulatoryEvent.objects.filter(case=OuterRef("pk"), answer__isnull=True))
            & Exists(Accreditation.objects.filter(case=OuterRef("pk")).exclude(state=AwardState.ENDED))
        )
    )


def ready_for_panel(person: "User", at: datetime) -> "QuerySet[Review]":
    """Return the reviews ``person`` runs whose report is final and that go to the panel next."""
    rows = Review.objects.managed_by(person, at).filter(kind=ReviewKind.ACCREDITATION, state=ReviewState.FINAL)
    return rows.select_related("service", "cycle").order_by("state_since", "pk")


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Return what waits for a member of the panel, for who runs it, and for a host lead with conditions."""
    if _sits(person, at):
        yield from _of_panel(person, at)
    if has_role(person, RoleKind.PROGRAMME_MANAGER, at):
        yield from _of_manager(person, at)
    led = [service for service, kind in hosting(person, at).items() if kind is HostKind.LEAD]
    if led:
        yield from _of_host(led)


def waiting(person: "User", at: datetime) -> Iterator[Line]:
    """Return the cases of a host lead that are before the panel."""
    led = [service for service, kind in hosting(person, at).items() if kind is HostKind.LEAD]
    if not led:
        return
    rows = asked_of_panel(AccreditationCase.objects.filter(review__service__in=led))
    for case in rows.select_related("meeting").order_by("opened_at", "pk"):
        yield Line(
            _("The accreditation of your service"),
            reverse("peerreview:accreditation_case", args=[case.pk]),
            when=case.meeting.held_on if case.meeting else None,
            note=_("It is before the panel."),
        )


def _sits(person: "User", at: datetime) -> bool:
    """Say whether ``person`` is of the panel; of who sits on a board it is asked with all that waits for them."""
    standing = standing_of(person, at)
    if standing.inside | standing.member_of:
        return remember_seat(person, at, found="panel" in waits.waiting(person, at))
    return has_seat(person, at)


@waits.waits_as("panel")
def _seat(person: "User", at: datetime) -> "QuerySet[Any]":
    return PanelSeat.objects.active(at).filter(person=person)


def _of_panel(person: "User", at: datetime) -> Iterator[Card]:
    newest = PanelProposal.objects.filter(case=OuterRef("pk"), decision=None, meeting=OuterRef("meeting")).order_by(
        "-n"
    )
    rows = asked_of_panel(AccreditationCase.objects.before_panel(person, at)).annotate(
        proposal=Subquery(newest.values("pk")[:1])
    )
    spoke = PanelVoice.objects.filter(proposal_id=OuterRef("proposal"), person=person)
    rows = rows.annotate(spoke=Exists(spoke)).select_related("meeting", "review__service")
    for case in rows.order_by("meeting__held_on", "pk")[:8]:
        if case.proposal is None:
            title, button = _("Read an accreditation case, and propose a decision"), _("Read the case")
        elif case.spoke:
            continue
        else:
            title, button = _("Say what you think of a proposed decision"), _("See the proposal")
        yield Card(
            title,
            _("You sit on the accreditation panel: %(service)s") % {"service": case.review.service},
            reverse("peerreview:accreditation_panel", args=[case.pk]),
            button,
            due=case.meeting.held_on if case.meeting else None,
            tag=_("With the panel"),
            tag_state="with_panel",
        )


def _of_manager(person: "User", at: datetime) -> Iterator[Card]:
    address = reverse("peerreview:accreditation_cases")
    ready = ready_for_panel(person, at).count()
    without = asked_of_panel(AccreditationCase.objects.run_by(person, at)).filter(meeting=None).count()
    if ready:
        words = ngettext("Bring %(count)d review before the panel", "Bring %(count)d reviews before the panel", ready)
        yield Card(
            words % {"count": ready},
            _("The report is final, and the review is for accreditation."),
            address,
            _("See them"),
            tag=_("Final report"),
            tag_state="final",
        )
    if without:
        words = ngettext("Lay %(count)d case before a meeting", "Lay %(count)d cases before a meeting", without)
        yield Card(
            words % {"count": without},
            _("No meeting of the panel is named for it yet."),
            address,
            _("See them"),
            tag=_("With the panel"),
            tag_state="with_panel",
        )


def _of_host(led: list[int]) -> Iterator[Card]:
    live = Accreditation.objects.filter(service__in=led).exclude(state=AwardState.ENDED)
    rows = AwardCondition.objects.filter(met_at=None, proposal__decision__award__in=live.values("pk"))
    for row in rows.select_related("proposal").order_by("due_on", "pk")[:8]:
        yield Card(
            _("Show that condition %(n)d of your accreditation is met") % {"n": row.n},
            _("You lead the review in your service."),
            reverse("peerreview:accreditation_case", args=[row.proposal.case_id]),
            _("See the conditions"),
            due=row.due_on,
            tag=_("Accredited with conditions"),
            tag_state="due",
        )
