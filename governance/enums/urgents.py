"""The closed lists of urgent decisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UrgentState(models.TextChoices):
    """Where an urgent decision stands."""

    ASKED = "asked", _("Asked for by the chair")
    IN_FORCE = "in_force", _("Urgent, awaiting ratification")
    RATIFIED = "ratified", _("Ratified")
    LAPSED = "lapsed", _("Lapsed: it was not ratified")
    WITHDRAWN = "withdrawn", _("Withdrawn before it was ratified")
    DROPPED = "dropped", _("Not taken: nobody confirmed it")
