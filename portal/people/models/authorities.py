"""Local authorities as published, with both of their codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.models.periods import DatedQuerySet, Period, period_constraints
from portal.people.models.regions import Region


class LocalAuthority(Period):
    """An authority that places children; authorities begin and end as counties are reorganised.

    ``starts_on`` is the first day we know of it (the first published year when the founding day is unknown).
    """

    code = models.CharField(_("official code"), max_length=9, unique=True, help_text=_("Nine characters, E10000016."))
    number = models.CharField(_("three-digit code"), max_length=3, db_index=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="authorities")

    history = AuditRecords()
    objects = DatedQuerySet["LocalAuthority"].as_manager()

    class Meta:
        verbose_name_plural = _("local authorities")
        ordering = ["name", "code"]
        constraints = period_constraints()

    def __str__(self) -> str:
        return self.name


class AuthoritySuccession(models.Model):
    """When counties are reorganised: which authority took over from which, and on what day."""

    predecessor = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField(_("on"))

    history = AuditRecords()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="people_authority_succeeds_another_only_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
