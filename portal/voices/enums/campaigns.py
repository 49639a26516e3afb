"""The closed lists of campaigns and of those who are asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Speaker(models.TextChoices):
    """Who speaks."""

    YOUNG_PERSON = "young_person", _("Young person")
    STAFF = "staff", _("Staff")


class AgeBand(models.TextChoices):
    """Which questions somebody is asked; staff have their own."""

    FOUR = "4-7", _("4 to 7")
    EIGHT = "8-11", _("8 to 11")
    TWELVE = "12-15", _("12 to 15")
    SIXTEEN = "16+", _("16 and over")
    STAFF = "staff", _("Staff")


class CampaignKind(models.TextChoices):
    """What a campaign belongs to."""

    EVERYDAY = "everyday", _("Everyday life")
    REVIEW = "review", _("A peer-review visit")
    PROGRESS = "progress", _("Whether it got better after a visit")
    PROPOSAL = "proposal", _("Something a board is deciding")
    CONSULTATION = "consultation", _("A question to everybody")


class CampaignState(models.TextChoices):
    """Where a campaign stands; it opens only with its four boxes filled."""

    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class QuestionKind(models.TextChoices):
    """How a question is answered; every kind can be left out."""

    FACES = "faces", _("Five faces with words")
    PICTURES = "pictures", _("Pictures")
    YES_NO = "yes_no", _("Yes, no, not sure")
    SHORT = "short", _("A few words")
    LONG = "long", _("As much as you like")
    DRAWING = "drawing", _("A drawing or photo")
    RECORDING = "recording", _("A recording of your voice")


class SetState(models.TextChoices):
    """Whether a version of a set can still be changed."""

    DRAFT = "draft", _("Being written")
    PUBLISHED = "published", _("Published")
