"""Tables of the frame: what the search reads, and the signs of life of what runs beside the pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """The words of one record, for finding it. Who may find it is never stored here: it is asked of the record.

    Made from the records and made again at any time (``rebuild_search``); the database keeps its full-text index of
    this table by itself (migration 0002).
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    at = models.DateTimeField(_("as of"), null=True, blank=True)

    class Meta:
        verbose_name_plural = _("search entries")
        ordering = ["kind", "object_id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="portal_one_search_entry_a_record"),
        ]

    def __str__(self) -> str:
        return self.title


class Heartbeat(models.Model):
    """When something that runs beside the pages was last seen: the timer, the worker."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(_("seen"))
    finding = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"
