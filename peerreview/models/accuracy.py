"""What a service says is not accurate in its report, paragraph by paragraph, and what became of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.reports import CommentOutcome
from peerreview.models.reports import ReportVersion
from portal.history.records import AuditRecords
from portal.labels import Labelled


class AccuracyCommentQuerySet(models.QuerySet["AccuracyComment"]):
    """Comments on accuracy."""

    def waiting(self) -> Self:
        """Keep those without an answer."""
        return self.filter(answered_at__isnull=True)


class AccuracyComment(Labelled):
    """The host lead says what is wrong in a paragraph of a version; the lead answers with an outcome and a reason."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="comments")
    n = models.PositiveIntegerField()
    paragraph = models.PositiveIntegerField(_("paragraph"))
    statement = models.TextField(_("what is not accurate"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=CommentOutcome.choices, blank=True)
    reason = models.TextField(_("why"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    history = AuditRecords()
    objects = AccuracyCommentQuerySet.as_manager()

    class Meta:
        ordering = ["version", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="peerreview_a_comment_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(paragraph__gte=1, statement__regex=r"\S"), name="peerreview_a_comment_says_what_and_where"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", reason="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(outcome="") & Q(reason__regex=r"\S", answered_by__isnull=False, answered_at__isnull=False)),
                name="peerreview_a_comment_is_answered_with_outcome_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Comment %(n)d on paragraph %(paragraph)d") % {"n": self.n, "paragraph": self.paragraph})
