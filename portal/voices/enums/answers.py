"""What can be chosen as an answer, the best first."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Face(models.TextChoices):
    """Five faces, all friendly to look at: a child can say "not good" without choosing a face that cries."""

    REALLY_GOOD = "really_good", _("Really good")
    GOOD = "good", _("Good")
    OK = "ok", _("OK")
    NOT_SO_GOOD = "not_so_good", _("Not so good")
    NOT_GOOD = "not_good", _("Not good")


class Weather(models.TextChoices):
    """How it is inside, in pictures."""

    SUN = "sun", _("Sunny")
    RAINBOW = "rainbow", _("A rainbow")
    CLOUD = "cloud", _("Cloudy")
    RAIN = "rain", _("Rainy")
    STORM = "storm", _("Stormy")


class YesNo(models.TextChoices):
    """Yes, no, and two ways of not saying."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_SURE = "not_sure", _("I’m not sure")
    RATHER_NOT = "rather_not", _("I don’t want to say")
