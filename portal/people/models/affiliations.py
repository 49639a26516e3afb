"""A person's dated place in an organisation."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.models.organisations import Organisation
from portal.people.models.periods import DatedQuerySet, Period, period_constraints


class Affiliation(Period):
    """Where somebody works, lives or belongs, and since when."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    role = models.CharField(_("as"), max_length=120, help_text=_("Registered manager, head of commissioning, …"))

    history = AuditRecords()
    objects = DatedQuerySet["Affiliation"].as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = period_constraints()

    def __str__(self) -> str:
        return f"{self.person}, {self.role}, {self.organisation}"
