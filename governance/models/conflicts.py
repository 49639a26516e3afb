"""Conflicts of interest in one matter: declared, heard, treated, released."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.conflicts import OUT, Treatment
from governance.models.boards import Constituency
from governance.models.interests import Interest
from governance.models.proposals import Proposal
from portal.history.records import AuditRecords


class ConflictQuerySet(models.QuerySet["ConflictDeclaration"]):
    """What conflicts mean for reading and counting."""

    def standing(self) -> "ConflictQuerySet":
        """Keep what has not been released."""
        return self.filter(released_at__isnull=True)

    def out(self) -> "ConflictQuerySet":
        """Keep what takes somebody out of the count: they stay without deciding, or withdraw."""
        return self.standing().filter(treatment__in=OUT)

    def out_of_the_chair(self) -> "ConflictQuerySet":
        """Keep what keeps somebody from chairing the matter: out of the count, or not treated yet."""
        return self.standing().exclude(treatment=Treatment.NOTE)

    def withdrawn_from(self, person_id: int) -> models.QuerySet[Any, Any]:
        """Return the ids of proposals of which somebody may know nothing until they are released."""
        rows = self.filter(person=person_id, treatment=Treatment.WITHDRAW, released_at__isnull=True)
        return rows.order_by().values("proposal")


class ConflictDeclaration(models.Model):
    """One person's conflict in one proposal. An item of an agenda can become its subject beside the proposal.

    A conflict of a whole constituency is one row for each of its trustees, held together by ``constituency``.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    constituency = models.ForeignKey(
        Constituency, on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts"
    )
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts")
    what = models.TextField(_("what the conflict is"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(_("declared"))
    reply = models.TextField(_("what the person says"), blank=True)
    replied_at = models.DateTimeField(_("heard"), null=True, blank=True)
    treatment = models.CharField(_("treatment"), max_length=10, choices=Treatment.choices, blank=True)
    reasons = models.TextField(_("why it is treated so"), blank=True)
    treated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    treated_at = models.DateTimeField(_("treated"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    why_released = models.TextField(_("why they are released"), blank=True)

    objects = ConflictQuerySet.as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["proposal", "declared_at", "pk"]
        indexes = [models.Index(fields=["person", "treatment", "released_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"],
                condition=models.Q(released_at__isnull=True),
                name="governance_one_standing_conflict_a_person_and_matter",
            ),
            models.CheckConstraint(condition=models.Q(what__regex=r"\S"), name="governance_a_conflict_says_what_it_is"),
            models.CheckConstraint(
                condition=models.Q(treatment="", treated_at__isnull=True, treated_by__isnull=True)
                | models.Q(
                    treatment__in=Treatment.values,
                    treated_at__isnull=False,
                    treated_by__isnull=False,
                    reasons__regex=r"\S",
                ),
                name="governance_a_treatment_says_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True, released_by__isnull=True)
                | models.Q(
                    treatment__in=OUT,
                    released_at__isnull=False,
                    released_by__isnull=False,
                    why_released__regex=r"\S",
                ),
                name="governance_a_release_says_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=(models.Q(treated_by__isnull=True) | ~models.Q(treated_by=models.F("person")))
                & (models.Q(released_by__isnull=True) | ~models.Q(released_by=models.F("person"))),
                name="governance_nobody_decides_their_own_conflict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.number}: {self.person}"
