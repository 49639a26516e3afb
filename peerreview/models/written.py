"""Answers that are saved as somebody types: what stands, with its version, and what is kept beside it."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from peerreview.domain.selfassessments import Answer, Stored
from peerreview.enums.selfassessments import Score
from portal.labels import Labelled

Row = TypeVar("Row", bound="KeptBeside", covariant=True)


class Written(Labelled):
    """An answer as somebody wrote it."""

    score = models.CharField(_("score"), max_length=14, choices=Score.choices, blank=True)
    commentary = models.TextField(_("how do you know?"), blank=True)
    reason = models.TextField(_("why it does not apply"), blank=True)

    class Meta:
        abstract = True

    @property
    def answer(self) -> Answer:
        """Return it as the rules take it."""
        return Answer(self.score, self.commentary, self.reason)


class Versioned(Written):
    """What stands, with its version: every save is the next one, and history keeps them all."""

    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("saved"))
    # Whose unbroken run of saves this is the end of: see domain/selfassessments.py.
    writer = models.CharField(max_length=32, blank=True)
    since = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def stored(self) -> Stored:
        """Return it as the merge rule takes it."""
        return Stored(self.answer, self.version, self.writer, self.since, self.seq)


class KeptQuerySet(models.QuerySet[Row]):
    """Answers kept beside."""

    def waiting(self) -> Self:
        """Keep those nobody has looked at and decided about."""
        return self.filter(settled_at__isnull=True)


class KeptBeside(Written):
    """What somebody typed while another had changed the same field: kept, until somebody puts both together."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    writer = models.CharField(max_length=32)
    seq = models.PositiveIntegerField()
    base = models.PositiveIntegerField(_("version that had been read"))
    at = models.DateTimeField(_("kept"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("put together"), null=True, blank=True)

    class Meta:
        abstract = True
