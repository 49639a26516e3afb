"""Roles in the whole portal, by date: rights end with the role."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.enums import RoleKind
from portal.people.models.periods import DatedQuerySet, Period, period_constraints


class RoleGrant(Period):
    """Somebody is administrator, editor, … from a day until a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=30, choices=RoleKind.choices)

    history = AuditRecords()
    objects = DatedQuerySet["RoleGrant"].as_manager()

    class Meta:
        ordering = ["role", "-starts_on", "pk"]
        constraints = period_constraints()

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
