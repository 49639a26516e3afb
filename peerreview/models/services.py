"""Services: the homes, schools and fostering services that are registered, and who owned them when."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.services import ServiceKind, ServiceSector, ServiceSource, ServiceStatus
from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.enums import RoleKind
from portal.people.models import Affiliation, LocalAuthority, Organisation, Region
from portal.people.models.periods import DatedQuerySet, Period, day_of, period_constraints
from portal.people.permissions.roles import roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

# Those who keep the register and the network; reading every service is their work.
REGISTER_READERS = frozenset({RoleKind.PROGRAMME_MANAGER, RoleKind.ADMINISTRATOR})


class ServiceQuerySet(models.QuerySet["Service"]):
    """What the table of services can be asked."""

    def open_at(self, at: date | datetime) -> Self:
        """Keep the services that are registered and not closed on that day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day_of(at)))

    def public(self, at: date | datetime) -> Self:
        """Keep the open member services that chose to be named: nobody else's existence is told."""
        day = day_of(at)
        # Named, not imported: memberships are of services, and their module reads this one.
        memberships: Any = apps.get_model("peerreview", "Membership")._default_manager
        member = memberships.active(day).filter(service=OuterRef("pk"))
        return self.open_at(day).filter(Exists(member), named_publicly=True)

    def visible_to(self, person: "User | AnonymousUser", at: date | datetime) -> Self:
        """Keep what ``person`` may know: everything for those who keep the register, one's own, and the public part."""
        if roles_of(person, at) & REGISTER_READERS:
            return self
        shown = Q(pk__in=Service.objects.public(at).values("pk"))
        if person.is_authenticated and person.is_active:
            shown |= Q(owner__in=Affiliation.objects.filter(person=person).active(at).values("organisation"))
        return self.filter(shown)


class Service(Labelled):
    """A registered service. Its name and place are known to few: homes are small, and children live there.

    The register's addresses are not stored at all.
    """

    urn = models.CharField(_("reference number"), max_length=20, unique=True)
    source = models.CharField(max_length=10, choices=ServiceSource.choices, default=ServiceSource.BY_HAND)
    name = models.CharField(_("name"), max_length=200, help_text=_("As in the register, where homes are redacted."))
    kind = models.CharField(_("type"), max_length=20, choices=ServiceKind.choices)
    status = models.CharField(_("status"), max_length=10, choices=ServiceStatus.choices, default=ServiceStatus.ACTIVE)
    sector = models.CharField(_("sector"), max_length=20, choices=ServiceSector.choices, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    age_from = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    short_breaks_only = models.BooleanField(_("short breaks only"), default=False)
    several_buildings = models.BooleanField(_("in several buildings"), default=False)
    education_urn = models.CharField(_("linked school's number"), max_length=20, blank=True)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("owner")
    )
    authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    authority_name = models.CharField(_("local authority as published"), max_length=120, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="services")
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    named_publicly = models.BooleanField(_("named publicly"), default=False)
    public_name = models.CharField(_("public name"), max_length=200, blank=True)
    public_text = models.TextField(_("what the service says of itself"), blank=True)
    public_slug = models.SlugField(_("public address"), max_length=120, null=True, blank=True, unique=True)
    consented_on = models.DateField(_("consent given on"), null=True, blank=True)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditRecords()
    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["region", "kind", "urn"]
        constraints = [
            models.CheckConstraint(
                condition=Q(named_publicly=False)
                | (~Q(public_name="") & Q(public_slug__isnull=False) & Q(consented_on__isnull=False)),
                name="peerreview_service_is_named_only_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="peerreview_service_ages_are_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "kind"], name="peerreview_service_place_kind"),
            models.Index(fields=["authority"], name="peerreview_service_authority"),
            models.Index(
                fields=["public_name", "id"], condition=Q(named_publicly=True), name="peerreview_service_by_name"
            ),
            # The public directory counts what the regulator has registered, by region and kind, for every visitor.
            models.Index(
                fields=["region", "kind", "closed_on"],
                condition=Q(source=ServiceSource.REGISTER),
                name="peerreview_service_registered",
            ),
        ]

    def __str__(self) -> str:
        return self.public_name if self.named_publicly else f"{self.get_kind_display()} {self.urn}"


class ServiceOwnership(Period):
    """Who owned a service from when until when; ``Service.owner`` is the one that holds now."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="ownerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ownerships")

    history = AuditRecords()
    objects = DatedQuerySet["ServiceOwnership"].as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = period_constraints(
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(ends_on__isnull=True),
                name="peerreview_service_has_one_owner_now",
            )
        )

    def __str__(self) -> str:
        return f"{self.service}: {self.organisation}"
