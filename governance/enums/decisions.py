"""The closed lists of decisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionOutcome(models.TextChoices):
    """How a decision was reached."""

    CONSENSUS = "consensus", _("By consensus")
    CONSENSUS_WITH_STAND_ASIDES = "consensus_with_stand_asides", _("By consensus, with stand-asides")


class DecisionState(models.TextChoices):
    """Whether a decision holds."""

    IN_FORCE = "in_force", _("In force")
    UNDER_REVIEW = "under_review", _("Under review")
    CONTINUED = "continued", _("Continued after review")
    SUPERSEDED = "superseded", _("Superseded")
    RESCINDED = "rescinded", _("Rescinded")
    EXPIRED = "expired", _("Expired")
