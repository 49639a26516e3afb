"""A trustee's own word that what the secretary entered for them is right."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.rounds import Position
from governance.models.sealed import Sealed, SealedQuerySet
from portal.history.records import AuditRecords


class PositionConfirmation(Sealed):
    """The principal confirms a position that somebody else entered. What is wrong is not denied but corrected."""

    position = models.OneToOneField(Position, on_delete=models.PROTECT, related_name="confirmation")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("confirmed"))

    objects = SealedQuerySet["PositionConfirmation"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.position}"
