"""People who review: what they bring, until when they are trained and cleared, when they can come."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.reviewers import ClearanceKind, ReviewerKind, TrainingKind, TravelLimit
from peerreview.models.services import Service
from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.enums import RoleKind
from portal.people.models import Region
from portal.people.models.periods import DatedQuerySet, Period, period_constraints
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class ReviewerQuerySet(models.QuerySet["ReviewerProfile"]):
    """Reviewers, as far as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: date | datetime) -> Self:
        """Keep oneself; programme managers know everybody who reviews."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        if has_role(person, RoleKind.PROGRAMME_MANAGER, at):
            return self
        return self.filter(person=person)


class ReviewerProfile(Labelled):
    """Somebody who reviews, from where, what they know, and how often and how far they go."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviewer_profile")
    kind = models.CharField(_("as"), max_length=10, choices=ReviewerKind.choices)
    home_service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewers",
        verbose_name=_("home service"),
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("travels from"))
    sets_known = models.JSONField(_("standards known"), default=list, blank=True)
    specialisms = models.JSONField(_("knows well"), default=list, blank=True)
    cap = models.PositiveSmallIntegerField(_("teams a cycle, at most"), default=2)
    travel_limit = models.PositiveSmallIntegerField(
        _("travels"), choices=TravelLimit.choices, default=TravelLimit.ANYWHERE
    )
    takes_part = models.BooleanField(_("can be asked"), default=True)

    history = AuditRecords()
    objects = ReviewerQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cap__lte=12), name="peerreview_a_reviewer_goes_at_most_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}"


class ReviewerTraining(Period):
    """A training counts from a day until a day."""

    profile = models.ForeignKey(ReviewerProfile, on_delete=models.PROTECT, related_name="trainings")
    kind = models.CharField(_("for"), max_length=10, choices=TrainingKind.choices)

    history = AuditRecords()
    objects = DatedQuerySet["ReviewerTraining"].as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = period_constraints()

    def __str__(self) -> str:
        return f"{self.profile.person}: {self.get_kind_display()}"


class Clearance(Period):
    """A check was seen and counts until a day; its details are for the person and the programme manager."""

    profile = models.ForeignKey(ReviewerProfile, on_delete=models.PROTECT, related_name="clearances")
    kind = models.CharField(_("check"), max_length=20, choices=ClearanceKind.choices)
    reference = models.CharField(_("its number"), max_length=40, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = AuditRecords()
    objects = DatedQuerySet["Clearance"].as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = period_constraints(
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="peerreview_a_clearance_runs_out"),
        )

    def __str__(self) -> str:
        return f"{self.profile.person}: {self.get_kind_display()}"


class Availability(Period):
    """Somebody can come from a day until a day; who has said nothing is not taken to be free."""

    profile = models.ForeignKey(ReviewerProfile, on_delete=models.PROTECT, related_name="availabilities")

    history = AuditRecords()
    objects = DatedQuerySet["Availability"].as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = period_constraints(
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="peerreview_an_availability_has_an_end"),
        )

    def __str__(self) -> str:
        return f"{self.profile.person}: {self.starts_on} – {self.ends_on}"

    @property
    def last_day(self) -> date | None:
        """Return the last day that is part of it."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None
