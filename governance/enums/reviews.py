"""The closed lists of reviews of decisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewOutcome(models.TextChoices):
    """What came of a review."""

    CONTINUED = "continued", _("Continued")
    SUPERSEDED = "superseded", _("Superseded by another decision")
    RESCINDED = "rescinded", _("Rescinded")
    EXPIRED = "expired", _("Expired")


class Effect(models.TextChoices):
    """What a proposal does to an earlier decision once it is adopted."""

    CONTINUE = "continue", _("Continue it unchanged, with a new review date")
    SUPERSEDE = "supersede", _("Put another decision in its place")
    RESCIND = "rescind", _("Rescind it, with nothing in its place")


class ItemKind(models.TextChoices):
    """What was left open when a decision was made, and comes up again at its review."""

    CONCERN = "concern", _("Concern recorded as unresolved")
    DISSENT = "dissent", _("Recorded dissent")
