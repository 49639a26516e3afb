"""One review of one service in one cycle, and where it stands."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self, TypedDict, Unpack

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerreview.domain.teams import SAID_YES
from peerreview.enums.reviews import DeadlineKind, ReviewKind, ReviewState
from peerreview.models.cycles import ReviewCycle
from peerreview.models.hosts import HostRole
from peerreview.models.services import Service
from peerreview.models.standards import StandardSetEdition
from peerreview.models.strangers import strange_among, strange_keys
from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role, roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class Sight(TypedDict):
    """Whose view of the reviews it is, when, and where they are strangers: owners and single services by their keys."""

    person: int
    at: date | datetime
    owners: tuple[int, ...]
    services: tuple[int, ...]


def sight_of(person: "User", at: date | datetime) -> tuple[RoleKind | None, Sight]:
    """Return the office ``person`` looks at reviews in, and what is asked with it."""
    roles = roles_of(person, at)
    office = next((one for one in (RoleKind.PROGRAMME_MANAGER, RoleKind.REVIEWER) if one in roles), None)
    owners, services = strange_keys(person, at) if office else ((), ())
    return office, Sight(person=person.pk, at=at, owners=owners, services=services)


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews, as far as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: date | datetime) -> Self:
        """Keep what ``person`` may know of: hosts their own service's, programme managers all but where conflicted.

        A reviewer who said yes to a seat on its team may too, until a conflict comes to light. Nobody else,
        administrators neither: to look after the portal is no right to read what is in it.
        """
        if not person.is_authenticated or not person.is_active:
            return self.none()
        office, values = sight_of(person, at)
        return self.in_sight(office, **values)

    def in_sight(self, office: RoleKind | None, **sight: Unpack[Sight]) -> Self:
        """Do what ``visible_to`` says, for whom ``sight_of`` tells of: what a kept statement is written from."""
        hosted = Q(service__in=HostRole.objects.filter(person=sight["person"]).active(sight["at"]).values("service"))
        if office is None:
            return self.filter(hosted)
        strange = Q(service__in=Service.objects.filter(strange_among(sight["owners"], sight["services"])).values("pk"))
        if office is RoleKind.PROGRAMME_MANAGER:
            return self.filter(hosted | ~strange)
        seated = Review.objects.filter(team__seats__person=sight["person"], team__seats__state__in=SAID_YES)
        return self.filter(hosted | (Q(pk__in=seated.values("pk")) & ~strange))

    def managed_by(self, person: "User | AnonymousUser", at: date | datetime) -> Self:
        """Keep the reviews ``person`` runs as programme manager: never one where they are conflicted or host."""
        if not person.is_authenticated or not has_role(person, RoleKind.PROGRAMME_MANAGER, at):
            return self.none()
        _office, values = sight_of(person, at)
        return self.run_from(RoleKind.PROGRAMME_MANAGER, **values)

    def run_from(self, office: RoleKind | None, **sight: Unpack[Sight]) -> Self:
        """Do what ``managed_by`` says, for whom ``sight_of`` tells of."""
        if office is not RoleKind.PROGRAMME_MANAGER:
            return self.none()
        strange = Service.objects.filter(strange_among(sight["owners"], sight["services"])).values("pk")
        hosted = HostRole.objects.filter(person=sight["person"]).active(sight["at"]).values("service")
        return self.exclude(service__in=strange).exclude(service__in=hosted)


class Review(Labelled):
    """A service is reviewed against one edition, which stays the same until the end; nothing of it is deleted."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="reviews")
    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(_("kind"), max_length=16, choices=ReviewKind.choices)
    edition = models.ForeignKey(StandardSetEdition, on_delete=models.PROTECT, related_name="reviews")
    clock_from = models.DateField(_("its clock is counted from"))
    state = models.CharField(_("stage"), max_length=16, choices=ReviewState.choices, default=ReviewState.PLANNED)
    state_since = models.DateTimeField(_("at this stage since"))
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_reason = models.TextField(_("why it was returned"), blank=True)
    postponed_reason = models.TextField(_("why it is postponed"), blank=True)
    postponed_until = models.DateField(_("postponed until"), null=True, blank=True)
    cancelled_reason = models.TextField(_("why it was cancelled"), blank=True)
    # Kept so that lists find the late ones without asking each review: the first of what its deadlines say is waited
    # for at its stage (``queries/deadlines.py: awaited``), written in the transaction of whatever changes either.
    awaited_kind = models.CharField(_("waited for"), max_length=12, choices=DeadlineKind.choices, blank=True)
    awaited_on = models.DateField(_("waited for until"), null=True, blank=True)

    history = AuditRecords(excluded_fields=["awaited_kind", "awaited_on"])
    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__opens_on", "pk"]
        indexes = [
            models.Index(fields=["cycle", "state"], name="peerreview_review_cycle_state"),
            models.Index(fields=["awaited_on", "id"], name="peerreview_review_awaited"),
            models.Index(fields=["cycle", "awaited_on", "id"], name="peerreview_review_cycle_await"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "cycle", "kind"], name="peerreview_a_service_is_reviewed_once_a_cycle_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.CANCELLED, cancelled_reason__regex=r"\S")
                | (~Q(state=ReviewState.CANCELLED) & Q(cancelled_reason="")),
                name="peerreview_a_review_is_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.RETURNED) | Q(returned_reason__regex=r"\S"),
                name="peerreview_a_review_is_returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.POSTPONED)
                | Q(postponed_reason__regex=r"\S", postponed_until__isnull=False),
                name="peerreview_a_review_is_postponed_with_reason_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReviewState.PLANNED, ReviewState.SELF_REVIEW, ReviewState.CANCELLED])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="peerreview_what_was_handed_in_was_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(awaited_kind="", awaited_on__isnull=True)
                | (~Q(awaited_kind="") & Q(awaited_on__isnull=False)),
                name="peerreview_what_is_waited_for_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.cycle}"
