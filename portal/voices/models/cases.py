"""Safeguarding: somebody may not be safe. Kept apart from everything else, and from whoever is named in it.

No history tables: every step is a row of its own, and what was written goes when its time is over.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.labels import Labelled
from portal.people.enums import Nation
from portal.voices.enums.cases import CaseSource, CaseState, ReferredTo, StepKind
from portal.voices.models.campaigns import Place
from portal.voices.models.caseaccess import CaseAlertQuerySet, SafeguardingCaseQuerySet
from portal.voices.models.secrets import SealedTextField
from portal.voices.models.statements import Statement


class Case(Labelled):
    """One worry about somebody's safety, from the first word to the reason for closing it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    source = models.CharField(_("how it began"), max_length=10, choices=CaseSource.choices)
    statement = models.ForeignKey(Statement, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    nation = models.CharField(_("nation"), max_length=10, choices=Nation.choices, default=Nation.ENGLAND)
    # What was told, how to reach them and whom it is about, as it was typed.
    told = SealedTextField(_("what was told"), blank=True)
    contact = SealedTextField(_("how to reach the person"), blank=True)
    is_about_lead = models.BooleanField(_("about the safeguarding lead"), default=False)
    receipt_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    first_read_at = models.DateTimeField(_("first read"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # Safeguarding records are kept longer than statements; none for ever.
    keep_until = models.DateField(_("kept until"))

    objects = SafeguardingCaseQuerySet["Case"].as_manager()

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False)
                | (~Q(state=CaseState.CLOSED) & Q(closed_at__isnull=True)),
                name="voices_a_closed_case_says_when",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)[:8]


class CaseStep(Labelled):
    """What was done, by whom, when; only added."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("what"), max_length=10, choices=StepKind.choices)
    to = models.CharField(_("told whom"), max_length=20, choices=ReferredTo.choices, blank=True)
    text = SealedTextField(_("what was done"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["case", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"


class CaseExclusion(models.Model):
    """Who is kept out of a case because they are named in it: to them it does not exist."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="voices_somebody_is_kept_out_of_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.person_id}"


class CaseAlert(models.Model):
    """Who was told that there is something to read, on which rung, and whether they have; it says nothing of what."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="alerts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rung = models.PositiveSmallIntegerField(_("rung"))
    sent_at = models.DateTimeField(_("sent"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = CaseAlertQuerySet["CaseAlert"].as_manager()

    class Meta:
        ordering = ["case", "rung", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "rung"], name="voices_a_rung_alerts_somebody_once")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.person_id}"
