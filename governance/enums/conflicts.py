"""The closed lists of conflicts of interest."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Treatment(models.TextChoices):
    """What a conflict comes to, in order of weight (CC29)."""

    NOTE = "note", _("Noted: takes part")
    STAY = "stay", _("Stays without deciding")
    WITHDRAW = "withdraw", _("Withdraws")


# Either takes somebody out of numerator, denominator and quorum; only the second takes the matter from their sight.
OUT = (Treatment.STAY, Treatment.WITHDRAW)
