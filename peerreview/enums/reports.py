"""The closed lists of a report: versions, recommendations, who agrees, what became of a comment, who reads it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionKind(models.TextChoices):
    """What a version of a report was made for."""

    DRAFT = "draft", _("Draft for the team")
    ACCURACY = "accuracy", _("For the accuracy check")
    FINAL = "final", _("Final")
    PUBLIC = "public", _("Public")


class Strength(models.TextChoices):
    """How much a recommendation asks."""

    MUST = "must", _("Must")
    SHOULD = "should", _("Should")
    COULD = "could", _("Could")


class SeatStance(models.TextChoices):
    """What somebody of the team says of a draft."""

    AGREES = "agree", _("Agrees")
    DISSENTS = "dissent", _("Dissents")


class CommentOutcome(models.TextChoices):
    """What became of a comment on accuracy."""

    CORRECTED = "corrected", _("Corrected")
    PARTLY = "partly", _("Corrected in part")
    STANDS = "stands", _("The text stands")


class Publication(models.TextChoices):
    """Who reads a final report beside those concerned; the arrows are in ``domain/publications.py``."""

    PRIVATE = "private", _("Private")
    OFFERED = "offered", _("Offered to the service")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class FileFormat(models.TextChoices):
    """What a report is kept as."""

    HTML = "html", _("Web page")
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
    XLSX = "xlsx", _("Excel")
    JSON = "json", _("JSON")
