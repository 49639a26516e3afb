"""One import of one file, and the changes it planned."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.imports.enums import Change, RunState


class ImportRun(models.Model):
    """A file that somebody checked and perhaps applied; the file itself is deleted once it is no longer needed."""

    kind = models.CharField(_("kind"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=64, blank=True)
    edition = models.CharField(_("edition"), max_length=20, blank=True)
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.PLANNED)
    counts = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    problem_count = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list, blank=True)
    plan_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="import_runs"
    )
    at = models.DateTimeField(_("checked"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked to apply"), null=True, blank=True)
    started_at = models.DateTimeField(_("began to be applied"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    history = AuditRecords(excluded_fields=["problems", "notes"])

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(state=RunState.APPLYING),
                name="imports_run_one_of_a_kind_is_applied_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RunState.APPLIED) | models.Q(ended_at__isnull=False),
                name="imports_run_applied_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_name}"

    def count(self, change: Change) -> int:
        """Return how many records the plan holds of this change."""
        counts: dict[str, Any] = self.counts
        return int(counts.get(change.value, 0))


class PlannedChange(models.Model):
    """One line of a plan's diff, kept so that it can be read page by page.

    Without history: it is never changed after the plan is written, and what was applied stands in the
    history of the records themselves.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    change = models.CharField(max_length=10, choices=Change.choices)
    group = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    row = models.PositiveIntegerField(null=True)
    fields = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="imports_planned_change_has_its_place")]
        indexes = [models.Index(fields=["run", "change", "position"], name="imports_change_by_kind")]

    def __str__(self) -> str:
        return f"{self.get_change_display()}: {self.title}"
