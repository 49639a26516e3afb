"""The closed lists of the yearly cycle."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CycleState(models.TextChoices):
    """Whether reviews of a cycle are still planned."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
