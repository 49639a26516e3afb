"""The closed lists of reviewers: what they are, what they were trained and cleared for, how far they travel."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewerKind(models.TextChoices):
    """What somebody brings to a team."""

    LEAD = "lead", _("Lead reviewer")
    PEER = "peer", _("Peer")
    EXPERT = "expert", _("Expert by experience")
    SPECIALIST = "specialist", _("Specialist")


class TrainingKind(models.TextChoices):
    """What a training allows; who may lead may sit as a peer too."""

    REVIEWER = "reviewer", _("Reviewing")
    LEAD = "lead", _("Leading a team")


class ClearanceKind(models.TextChoices):
    """Which check was seen."""

    ENHANCED = "enhanced", _("Enhanced check with barred lists")
    UPDATE_SERVICE = "update_service", _("Update service, looked up")


class TravelLimit(models.IntegerChoices):
    """How far somebody goes; the numbers are the steps of ``domain/travel.py``."""

    REGION = 0, _("Within my region")
    NEXT = 1, _("To the regions next to it")
    ANYWHERE = 2, _("Anywhere")


class Specialism(models.TextChoices):
    """What somebody knows well, and what a service may need known."""

    TRAUMA = "trauma", _("Early harm and trauma")
    AUTISM = "autism", _("Autism")
    DISABILITY = "disability", _("Disabled children")
    EDUCATION = "education", _("Education in the home")
    SIBLINGS = "siblings", _("Brothers and sisters together")
    MIGRATION = "migration", _("Children who came alone from abroad")
    EXPLOITATION = "exploitation", _("Exploitation and going missing")
    HEALTH = "health", _("Mental health and self-harm")
