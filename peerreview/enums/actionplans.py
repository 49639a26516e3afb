"""The closed list of an action plan: where an action stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActionState(models.TextChoices):
    """Where an action stands; the arrows between are in ``domain/actionplans.py``."""

    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done, not verified yet")
    VERIFIED = "verified", _("Verified")
    NOT_PURSUED = "not_pursued", _("Not pursued")
