"""What is said about a proposal: clarifying questions, concerns, comments."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.proposals import ConcernState
from governance.models.proposals import Clause, Proposal, ProposalVersion
from portal.history.records import AuditRecords
from portal.labels import Labelled


class Question(models.Model):
    """A clarifying question and its reply: to understand, not yet to judge."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="questions")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="questions")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    text = models.TextField(_("question"))
    reply = models.TextField(_("reply"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)

    # Sent along by the form: a second click finds the row of the first.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | (~models.Q(reply="") & models.Q(replied_by__isnull=False, replied_at__isnull=False)),
                name="governance_a_reply_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Concern(Labelled):
    """What worries somebody and what would resolve it. It belongs to the board, not to the person who raised it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="concerns")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="concerns")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised"))
    text = models.TextField(_("concern"))
    wish = models.TextField(_("what would resolve it"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ConcernState.choices, default=ConcernState.OPEN)
    resolution = models.TextField(_("how it was resolved"), blank=True)
    resolved_in = models.ForeignKey(
        ProposalVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="resolved_concerns"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    why_reopened = models.TextField(_("why it was opened again"), blank=True)

    # Sent along by the form: a second click finds the row of the first.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["raised_at", "pk"]
        indexes = [models.Index(fields=["proposal", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=ConcernState.RESOLVED) | ~models.Q(resolution=""),
                name="governance_a_resolved_concern_says_how",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ConcernState.OPEN, closed_by__isnull=True, closed_at__isnull=True)
                | (~models.Q(state=ConcernState.OPEN) & models.Q(closed_at__isnull=False)),
                name="governance_a_closed_concern_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Comment(models.Model):
    """A contribution to the discussion."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))
    text = models.TextField(_("comment"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    # Sent along by the form: a second click finds the row of the first.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["proposal", "at", "id"])]

    def __str__(self) -> str:
        return self.text[:80]
