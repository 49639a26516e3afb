"""Conflicts of reviewers: declared at once in force, waived only by somebody else, and what each has attested."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.enums.conflicts import COUNTING, ConflictKind, ConflictSource, ConflictState
from peerreview.models.cycles import ReviewCycle
from peerreview.models.services import Service
from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.models import Organisation
from portal.people.models.periods import day_of


class ConflictQuerySet(models.QuerySet["ReviewerConflict"]):
    """Conflicts."""

    def counting(self, at: date | datetime) -> Self:
        """Keep what stands between people and services on a day: neither expired, waived nor dismissed."""
        return self.filter(Q(counts_until__isnull=True) | Q(counts_until__gt=day_of(at)), state__in=COUNTING)


class ReviewerConflict(Labelled):
    """A person or an organisation is tied to a service or an organisation; each reaches its control group."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="reviewer_conflicts"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    host_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ConflictKind.choices)
    source = models.CharField(_("told by"), max_length=10, choices=ConflictSource.choices)
    details = models.TextField(_("in a few words"), blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    counts_until = models.DateField(_("counts until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ConflictState.choices, default=ConflictState.DECLARED)
    why_late = models.TextField(_("why it was not raised before the visit"), blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(_("declared"))

    history = AuditRecords()
    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="peerreview_a_conflict_is_a_persons_or_an_organisations",
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False, host_organisation__isnull=True)
                | Q(service__isnull=True, host_organisation__isnull=False),
                name="peerreview_a_conflict_is_with_a_service_or_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} – {self.host}: {self.get_kind_display()}"

    @property
    def subject(self) -> str:
        """Name whose conflict it is."""
        return str(self.person or self.organisation)

    @property
    def host(self) -> str:
        """Name whom it is with."""
        return str(self.service or self.host_organisation)


class ConflictWaiver(Sealed):
    """Somebody other than the person concerned lets a seat be given in spite of a conflict, for a reason."""

    conflict = models.OneToOneField(ReviewerConflict, on_delete=models.PROTECT, related_name="waiver")
    # Copied from the conflict, so that the database itself can insist that nobody waives their own.
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("given"))

    history = AuditRecords()
    objects = SealedQuerySet["ConflictWaiver"].as_manager()

    class Meta:
        ordering = ["-at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=True) | ~Q(subject=F("by")),
                name="peerreview_nobody_waives_their_own_conflict",
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="peerreview_a_waiver_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.conflict}: {self.reason[:40]}"


class ConflictAttestation(Sealed):
    """Somebody said, for a cycle, that they have declared everything; "none" said is not the same as never asked."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflict_attestations")
    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="attestations")
    declared_none = models.BooleanField(_("has none"))
    at = models.DateTimeField(_("said"))

    history = AuditRecords()
    objects = SealedQuerySet["ConflictAttestation"].as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.cycle}"
