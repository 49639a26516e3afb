"""The closed list of how a seat was filled at a meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttendanceKind(models.TextChoices):
    """Who of a seat was there."""

    PRESENT = "present", _("Was there")
    ALTERNATE = "alternate", _("Their alternate was there")
    APOLOGIES = "apologies", _("Sent apologies")
    ABSENT = "absent", _("Was not there")


# The seat had a voice in the room.
THERE = (AttendanceKind.PRESENT, AttendanceKind.ALTERNATE)
