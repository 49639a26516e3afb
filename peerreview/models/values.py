"""The core values the standards rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords


class CoreValue(models.Model):
    """One of the ten values. They are for making sense: a value never carries a score, a count or a rank."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=80)
    statement = models.TextField(_("statement"))
    plain_text = models.TextField(_("in plain words"), blank=True)
    # Where it stands in the published order; an order, not a rank.
    order = models.PositiveSmallIntegerField(default=0)

    history = AuditRecords()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.title
