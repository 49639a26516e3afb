"""Who hosts reviews in a service."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.hosts import HostKind
from peerreview.models.services import Service
from portal.history.records import AuditRecords
from portal.people.models.periods import DatedQuerySet, Period, period_constraints


class HostRole(Period):
    """Somebody leads their service's review or writes parts of it, from a day until a day."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="host_roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="host_roles")
    kind = models.CharField(_("as"), max_length=8, choices=HostKind.choices)

    history = AuditRecords()
    objects = DatedQuerySet["HostRole"].as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = period_constraints(
            models.UniqueConstraint(
                fields=["service", "person"],
                condition=Q(ends_on__isnull=True),
                name="peerreview_a_person_hosts_a_service_in_one_way_now",
            )
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}, {self.service}"
