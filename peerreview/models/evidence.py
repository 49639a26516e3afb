"""Evidence of a review: items, their files in revisions that never change, what they show, and the frozen portfolio."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.domain.evidence import safe_name
from peerreview.enums.evidence import EvidenceKind, FileKind, Sensitivity
from peerreview.models.reviews import Review
from peerreview.models.standards import Standard
from portal.history.records import AuditRecords
from portal.labels import Labelled


class EvidenceItem(Labelled):
    """One thing that shows how a standard is met; taken out of the library it keeps its files for the record."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind.choices)
    sensitivity = models.CharField(
        _("who may open it"), max_length=12, choices=Sensitivity.choices, default=Sensitivity.ORDINARY
    )
    has_child_data = models.BooleanField(_("something about a child is in it"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))
    removed_at = models.DateTimeField(_("taken out"), null=True, blank=True)
    removed_reason = models.TextField(_("why it was taken out"), blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["review", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_child_data=False) | Q(sensitivity=Sensitivity.RESTRICTED),
                name="peerreview_what_is_about_a_child_is_restricted",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_reason="")
                | Q(removed_at__isnull=False, removed_reason__regex=r"\S"),
                name="peerreview_evidence_is_taken_out_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceRevision(Sealed):
    """One file of an item, as it was stored; another file is another revision."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="revisions")
    n = models.PositiveIntegerField(_("revision"))
    file = models.CharField(max_length=64, unique=True)
    type = models.CharField(_("type"), max_length=5, choices=FileKind.choices)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("size"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("stored"))

    history = AuditRecords()
    objects = SealedQuerySet["EvidenceRevision"].as_manager()

    class Meta:
        ordering = ["item", "n"]
        constraints = [
            models.UniqueConstraint(fields=["item", "n"], name="peerreview_a_revision_has_its_own_number"),
            models.CheckConstraint(condition=Q(size__gte=1), name="peerreview_a_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.item}, {self.n}"

    @property
    def download_name(self) -> str:
        """Return the name it is saved under by who downloads it."""
        return safe_name(self.item.title, FileKind(self.type), self.n)


class EvidenceLink(models.Model):
    """A revision shows something about a standard; one revision may serve many."""

    revision = models.ForeignKey(EvidenceRevision, on_delete=models.PROTECT, related_name="links")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="evidence_links")

    history = AuditRecords()

    class Meta:
        ordering = ["revision", "standard"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "standard"], name="peerreview_a_revision_is_linked_once_to_a_standard"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} → {self.standard.code}"


class EvidencePortfolio(Sealed):
    """What the team was given: the manifest of every file at one moment, with its hash; never changed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="portfolios")
    n = models.PositiveIntegerField()
    manifest = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"))

    history = AuditRecords()
    objects = SealedQuerySet["EvidencePortfolio"].as_manager()

    class Meta:
        ordering = ["review", "n"]
        constraints = [
            models.UniqueConstraint(fields=["review", "n"], name="peerreview_a_portfolio_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.review}, {self.n}"
