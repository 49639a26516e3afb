"""An immediate concern from a visit: apart from the report, and never on the service's way to it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerreview.domain.teams import SAID_YES
from peerreview.enums.concerns import ConcernState, Referral
from peerreview.enums.teams import SeatRole
from peerreview.models.hosts import HostRole
from peerreview.models.reviews import Review
from peerreview.models.strangers import strange_services
from peerreview.models.teams import TeamSeat
from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.enums import RoleKind
from portal.people.permissions.roles import roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class ConcernQuerySet(models.QuerySet["ImmediateConcern"]):
    """Concerns, as far as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: date | datetime) -> Self:
        """Keep those of which ``person`` may know: who raised them, who leads the team, who runs the review, and
        the safeguarding lead; never anybody who hosts there, whatever else they are, and nobody in conflict.
        """
        if not person.is_authenticated or not person.is_active:
            return self.none()
        hosted = HostRole.objects.filter(person=person).active(at).values("service")
        rows = self.exclude(review__service__in=hosted).exclude(
            review__service__in=strange_services(person, at).values("pk")
        )
        if roles_of(person, at) & {RoleKind.PROGRAMME_MANAGER, RoleKind.SAFEGUARDING_LEAD}:
            return rows
        leads = TeamSeat.objects.filter(person=person, role=SeatRole.LEAD, state__in=SAID_YES)
        return rows.filter(Q(raised_by=person) | Q(review__in=leads.values("team__review")))


class ImmediateConcern(Labelled):
    """Somebody saw or heard that a child may be unsafe. It ends with a referral, or with a reason in writing."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="concerns")
    text = models.TextField(_("what was seen or heard"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised"))
    due_at = models.DateTimeField(_("to be settled by"))
    state = models.CharField(_("how it stands"), max_length=12, choices=ConcernState.choices, default=ConcernState.OPEN)
    referred_to = models.CharField(_("referred to"), max_length=10, choices=Referral.choices, blank=True)
    reason = models.TextField(_("why, in writing"), blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    history = AuditRecords()
    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="peerreview_concern_due")]
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="peerreview_a_concern_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(
                    state=ConcernState.OPEN,
                    referred_to="",
                    reason="",
                    settled_by__isnull=True,
                    settled_at__isnull=True,
                )
                | Q(
                    Q(state=ConcernState.REFERRED, settled_by__isnull=False, settled_at__isnull=False),
                    ~Q(referred_to=""),
                )
                | Q(
                    state=ConcernState.NOT_REFERRED,
                    referred_to="",
                    reason__regex=r"\S",
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                ),
                name="peerreview_a_concern_ends_with_a_referral_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Concern %(number)s") % {"number": self.pk})
