"""What a service says of how it works: in versions, and in public only by its own wish."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.profiles import Therapy
from peerreview.models.services import Service
from portal.history.records import AuditRecords
from portal.labels import Labelled


class ProfileQuerySet(models.QuerySet["PracticeProfile"]):
    """Versions of profiles."""

    def published(self) -> Self:
        """Keep the versions a service has in public now; at most one of each."""
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def public(self, at: date | datetime) -> Self:
        """Keep what anybody may read: published, of a service that is itself named in public."""
        return self.published().filter(service__in=Service.objects.public(at).values("pk"))


class PracticeProfile(Labelled):
    """One version of what a service says of its practice; another text is another version."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="profiles")
    n = models.PositiveIntegerField(_("version"))
    practice_model = models.TextField(_("how we work"))
    theory = models.TextField(_("what we rest it on"), blank=True)
    education = models.TextField(_("how education is joined to it"), blank=True)
    therapy = models.CharField(_("where therapy comes from"), max_length=10, choices=Therapy.choices)
    therapy_text = models.TextField(_("more about therapy"), blank=True)
    discipline = models.TextField(_("discipline"), blank=True)
    risk = models.TextField(_("how we think about risk"), blank=True)
    needs = models.TextField(_("the needs we serve"), blank=True)
    group_size = models.CharField(_("size of the group"), max_length=120, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken out of public sight"), null=True, blank=True)

    history = AuditRecords()
    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["service", "-n"]
        constraints = [
            models.UniqueConstraint(fields=["service", "n"], name="peerreview_a_profile_has_its_own_version"),
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="peerreview_one_profile_of_a_service_is_public",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True, withdrawn_at__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="peerreview_a_profile_is_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("published_at")),
                name="peerreview_a_profile_is_withdrawn_after_it_was_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.n}"

    @property
    def is_public(self) -> bool:
        """Say whether the service has put this version in public."""
        return self.published_at is not None and self.withdrawn_at is None
