"""Who belongs together behind the names: organisations under one control, with dates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.models import Organisation
from portal.people.models.periods import DatedQuerySet, Period, period_constraints


class ControlGroup(models.Model):
    """Organisations one body controls: for conflicts of interest they count as one."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    history = AuditRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ControlGroupMembership(Period):
    """An organisation is under a group's control from a day until a day; never under two at once (migration 0003)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="control_memberships")
    group = models.ForeignKey(ControlGroup, on_delete=models.PROTECT, related_name="memberships")

    history = AuditRecords()
    objects = DatedQuerySet["ControlGroupMembership"].as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = period_constraints(
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ends_on__isnull=True),
                name="peerreview_an_organisation_is_under_one_control_now",
            )
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.group}"
