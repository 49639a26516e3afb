"""The closed lists of published standards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SetKind(models.TextChoices):
    """Whom a set of standards is about."""

    SERVICE = "service", _("Standards for services")
    COMPETENCY = "competency", _("Competencies for practitioners")


class EditionState(models.TextChoices):
    """Where an edition stands; from ``published`` on not a byte of it changes."""

    DRAFT = "draft", _("Draft")
    CONSULTATION = "consultation", _("Open for consultation")
    PUBLISHED = "published", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class StandardType(models.IntegerChoices):
    """How much hangs on a standard."""

    ESSENTIAL = 1, _("Type 1")
    EXPECTED = 2, _("Type 2")
    EXCELLENT = 3, _("Type 3")


TYPE_MEANING = {
    StandardType.ESSENTIAL: _("If it fails, somebody’s safety, rights or dignity are at risk, or the law is broken."),
    StandardType.EXPECTED: _("What anybody should expect of a good service."),
    StandardType.EXCELLENT: _("Excellence. Few services meet every one of these."),
}


class AppliesTo(models.TextChoices):
    """The kinds of service a standard speaks of."""

    HOME = "home", _("Children's homes")
    SCHOOL = "school", _("Residential schools")
    FOSTERING = "fostering", _("Fostering")
    SUPPORTED = "supported", _("Supported accommodation")


class ValueStrength(models.TextChoices):
    """How closely a standard rests on a core value: in words, never a number."""

    PRIMARY = "primary", _("Rests on")
    SECONDARY = "secondary", _("Also speaks to")


class MappingKind(models.TextChoices):
    """What became of a standard from one edition to the next."""

    SAME = "same", _("Unchanged")
    REWORDED = "reworded", _("Reworded")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    RETIRED = "retired", _("Retired")
    NEW = "new", _("New")


class CompetencyLevel(models.TextChoices):
    """How far a practitioner has come; empty on standards for services."""

    FOUNDATION = "foundation", _("Foundation")
    EXPERIENCED = "experienced", _("Experienced")
    LEADING = "leading", _("Leading")


class ImportState(models.TextChoices):
    """Where a file of standards stands. A refused or dropped one has changed nothing."""

    REFUSED = "refused", _("Refused")
    CHECKED = "checked", _("Waits for its lineage to be confirmed")
    MADE = "made", _("Became a draft")
    DROPPED = "dropped", _("Dropped")
