"""What people were reminded of, so that the timer does it once and knows when it did."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from portal.history.records import AuditRecords


class Reminder(Sealed):
    """One reminder that was given; ``key`` names the occasion (``lapse:17:2026-11-22``)."""

    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(_("given"))

    objects = SealedQuerySet["Reminder"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key
