"""Statistical neighbours: the ten authorities most like each one, as published, edition by edition."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.models.authorities import LocalAuthority


class Closeness(models.TextChoices):
    """How like each other two authorities are, in the publisher's words."""

    EXTREMELY = "extremely", _("Extremely close")
    VERY = "very", _("Very close")
    CLOSE = "close", _("Close")
    SOMEWHAT = "somewhat", _("Somewhat close")
    NOT_CLOSE = "not", _("Not close")


class NeighbourLink(models.Model):
    """In one edition of the model: the neighbour at one rank, the nearest being first."""

    edition = models.PositiveSmallIntegerField(_("edition"))
    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="neighbour_links")
    neighbour = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"))
    closeness = models.CharField(_("closeness"), max_length=10, choices=Closeness.choices)

    history = AuditRecords()

    class Meta:
        ordering = ["-edition", "authority", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "authority", "rank"], name="people_neighbour_one_at_each_rank_of_an_edition"
            ),
            models.CheckConstraint(
                condition=~Q(authority=F("neighbour")), name="people_neighbour_is_not_the_authority_itself"
            ),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=10), name="people_neighbour_rank_is_one_to_ten"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.rank}: {self.neighbour}"
