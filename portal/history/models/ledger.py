"""The ledger: one chain of governance acts for the whole portal, each holding the hash of the one before."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

GENESIS = "0" * 64


class LedgerEntry(models.Model):
    """One act. Never changed, never deleted: triggers in the database refuse both."""

    # The number is the key: numbers from a sequence would leave gaps after a rollback, and a gap must mean a loss.
    seq = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("done at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    kind = models.CharField(_("kind"), max_length=60)
    subject_type = models.CharField(_("kind of record"), max_length=80)
    subject_id = models.CharField(_("record"), max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    board_ref = models.CharField(_("board"), max_length=80, blank=True)
    # Text, not a JSON column: the hash is over these very bytes, and a JSON column gives back others.
    facts_text = models.TextField(_("facts"))
    previous_hash = models.CharField(_("hash of the entry before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["seq"]
        indexes = [models.Index(fields=["kind", "subject_id", "seq"], name="history_ledger_by_subject")]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="history_ledger_numbers_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject_type} {self.subject_id}"

    @property
    def facts(self) -> dict[str, Any]:
        """Return the recorded facts as values."""
        facts: dict[str, Any] = json.loads(self.facts_text)
        return facts


class LedgerHead(models.Model):
    """Where the chain ends: one row, locked by every writer, so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("head of the ledger")
        verbose_name_plural = _("head of the ledger")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="history_ledger_has_one_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
