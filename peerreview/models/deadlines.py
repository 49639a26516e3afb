"""What falls due in a review, and who gave more time for which reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.enums.reviews import DeadlineKind
from peerreview.models.reviews import Review
from portal.history.records import AuditRecords
from portal.labels import Labelled


class Deadline(Labelled):
    """One thing of a review is due on a day; it moves only by an extension."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(_("what"), max_length=12, choices=DeadlineKind.choices)
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["review", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "kind"], name="peerreview_a_thing_falls_due_once_in_a_review"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="peerreview_deadline_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.due_on}"


class DeadlineExtension(Sealed):
    """More time, given once by somebody for a reason; it is never changed or deleted."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="extensions")
    from_on = models.DateField(_("was due"))
    to_on = models.DateField(_("is due"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("given"))

    history = AuditRecords()
    objects = SealedQuerySet["DeadlineExtension"].as_manager()

    class Meta:
        ordering = ["deadline", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="peerreview_an_extension_gives_more_time"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="peerreview_an_extension_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.deadline.get_kind_display()}: {self.from_on} → {self.to_on}"
