"""The closed lists of a network report."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AggregateKind(models.TextChoices):
    """What a version of a network report was made for."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class PointStatus(models.TextChoices):
    """What became of a network action point."""

    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    NOT_PURSUED = "not_pursued", _("Not pursued")


class AggregateFormat(models.TextChoices):
    """What a network report is handed out as."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
    XLSX = "xlsx", _("Excel")
    CSV = "csv", _("CSV")
    JSON = "json", _("JSON")
