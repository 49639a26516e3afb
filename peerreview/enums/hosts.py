"""The closed lists of those who host a review in their own service."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HostKind(models.TextChoices):
    """What somebody may do for their service: the lead hands in, staff write parts and never hand in."""

    LEAD = "lead", _("Host lead")
    STAFF = "staff", _("Host staff")
