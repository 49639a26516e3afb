"""What readers did with a statement: every step, what was taken out, for whom it was released, who looked behind it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.voices.enums.moderation import Audience, LookState, Verdict
from portal.voices.models.secrets import SealedTextField
from portal.voices.models.statements import Attachment, Statement, Words


class ModerationStep(Labelled):
    """One thing a reader did; only added, and deleted with the statement. ``note`` never quotes what was said."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="steps")
    verdict = models.CharField(_("what was decided"), max_length=18, choices=Verdict.choices)
    note = SealedTextField(_("why"), blank=True)
    audience = models.CharField(_("for whom"), max_length=14, choices=Audience.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["statement", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.statement}: {self.get_verdict_display()}"


class Redaction(models.Model):
    """The words as others may read them. The original stays sealed in ``Words``; the author is told and may object."""

    words = models.OneToOneField(Words, on_delete=models.CASCADE, related_name="redaction")
    text = SealedTextField(_("as others read it"), blank=True)
    reason = models.CharField(_("what was taken out, told to the author"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    objected_on = models.DateField(_("the author objected on"), null=True, blank=True)
    objection = SealedTextField(_("what the author says"), blank=True)
    answered_at = models.DateTimeField(_("objection answered"), null=True, blank=True)
    answer = SealedTextField(_("answer to the objection"), blank=True)

    class Meta:
        ordering = ["words"]

    def __str__(self) -> str:
        return str(self.words)


class Release(Labelled):
    """For one audience a person decided that it may be read; for everybody two did."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="releases")
    audience = models.CharField(_("for whom"), max_length=14, choices=Audience.choices)
    # What of it: an attachment is released by itself, a recording never to everybody.
    with_attachments = models.ManyToManyField(Attachment, blank=True, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["statement", "audience", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "audience"],
                condition=Q(ended_at__isnull=True),
                name="voices_a_statement_is_released_to_an_audience_once",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.PUBLIC) | Q(released_by__isnull=True) | ~Q(released_by=F("proposed_by")),
                name="voices_two_people_release_to_everybody",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="voices_a_release_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.get_audience_display()}"


class Look(Labelled):
    """Finding out who spoke privately: with a reason, by two people, in the ledger, and the person is told.

    It outlives the statement by its random key alone: its reasons are sealed, have no history, and go with the words.
    """

    statement_id = models.UUIDField()
    reason = SealedTextField(_("who could be hurt, and why this is needed"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=LookState.choices, default=LookState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("agreed or refused"), null=True, blank=True)
    settled_reason = SealedTextField(_("why"), blank=True)
    looked_at = models.DateTimeField(_("looked"), null=True, blank=True)
    told_on = models.DateField(_("the person was told on"), null=True, blank=True)

    history = AuditRecords(excluded_fields=["reason", "settled_reason"])

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("asked_by")),
                name="voices_a_second_person_agrees_to_looking",
            ),
            models.CheckConstraint(
                condition=Q(state=LookState.ASKED, settled_by__isnull=True)
                | (~Q(state=LookState.ASKED) & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="voices_looking_is_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True) | Q(state=LookState.LOOKED),
                name="voices_who_looked_was_allowed_to",
            ),
        ]

    def __str__(self) -> str:
        return str(self.statement_id)[:8]
