"""Bodies that run services, place children or belong to the cooperative."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.enums import OrganisationKind, SectorKind
from portal.people.models.authorities import LocalAuthority
from portal.people.models.regions import Region


class Organisation(Labelled):
    """A body. ``owned_by`` and its owners up to the top are one control group."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    sector = models.CharField(_("sector"), max_length=20, choices=SectorKind.choices, blank=True)
    reference = models.CharField(_("regulator's reference"), max_length=20, null=True, blank=True, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    authority = models.OneToOneField(
        LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="organisation"
    )
    owned_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="owns")

    history = AuditRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(owned_by=models.F("pk")), name="people_organisation_does_not_own_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name
