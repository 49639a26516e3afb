"""The closed lists of the register of interests."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InterestKind(models.TextChoices):
    """What ties somebody to the other party (CC29)."""

    EMPLOYMENT = "employment", _("Employment or office")
    OWNERSHIP = "ownership", _("Ownership or shares")
    CONTRACT = "contract", _("A contract: buys from it or sells to it")
    TRUSTEESHIP = "trusteeship", _("Trustee or director of another body")
    MEMBERSHIP = "membership", _("Member of another body")
    FAMILY = "family", _("Family or close friend")
    OTHER = "other", _("Something else")


class InterestNature(models.TextChoices):
    """Whether money is at stake or duty."""

    FINANCIAL = "financial", _("Financial: I or those close to me could gain or lose")
    LOYALTY = "loyalty", _("Loyalty: I owe something to somebody else as well")
