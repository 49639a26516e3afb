"""The closed lists of the evidence library."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is."""

    POLICY = "policy", _("Policy or statement")
    RECORD = "record", _("Record or minutes")
    PLAN = "plan", _("Plan or rota")
    PICTURE = "picture", _("Picture")
    FIGURES = "figures", _("Figures")
    FEEDBACK = "feedback", _("Feedback")
    OTHER = "other", _("Something else")


class Sensitivity(models.TextChoices):
    """Who may open it; ``permissions/evidence.py`` says who that is."""

    ORDINARY = "ordinary", _("For the service, the team and the programme")
    RESTRICTED = "restricted", _("Restricted: for the host lead, who added it, and the team")


class FileKind(models.TextChoices):
    """What a file may be, by its content."""

    PDF = "pdf", "PDF"
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    ODT = "odt", _("OpenDocument text")
    ODS = "ods", _("OpenDocument spreadsheet")
    JPEG = "jpeg", _("Picture (JPEG)")
    PNG = "png", _("Picture (PNG)")
    TEXT = "text", _("Plain text")
    CSV = "csv", _("Table (CSV)")
