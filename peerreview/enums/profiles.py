"""The closed lists of a practice profile."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Therapy(models.TextChoices):
    """Where therapy comes from."""

    IN_HOUSE = "in_house", _("By people of our own")
    BOUGHT = "bought", _("Bought from others")
    BOTH = "both", _("Both")
    NONE = "none", _("No therapy beside the life in the house")
