"""The closed lists of a self-assessment. Not assessed is no answer, and therefore no score."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Voice(models.TextChoices):
    """Who speaks about a standard."""

    STAFF = "staff", _("Staff")
    LEADERSHIP = "leadership", _("Leadership")
    YOUNG_PEOPLE = "young_people", _("Young people")
    FAMILY = "family", _("Families")


class Score(models.TextChoices):
    """How far a standard is met."""

    MET = "met", _("Met")
    PARTLY_MET = "partly_met", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class HowHeard(models.TextChoices):
    """How young people were listened to."""

    MEETING = "meeting", _("In a house meeting")
    ONE_TO_ONE = "one_to_one", _("One to one")
    GROUP = "group", _("In a small group")
    MADE = "made", _("Through something they made or wrote")
