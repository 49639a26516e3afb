"""The closed lists of amendments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AmendmentKind(models.TextChoices):
    """What an amendment would do to the text."""

    REPLACE = "replace", _("Change a clause")
    INSERT = "insert", _("Add a clause")
    DELETE = "delete", _("Leave a clause out")


class AmendmentState(models.TextChoices):
    """Where an amendment stands; the arrows are in ``domain/amendments.py``."""

    PROPOSED = "proposed", _("Waits for an answer")
    MERGED = "merged", _("Taken in")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    OUTDATED = "outdated", _("Outdated")


class StepKind(models.TextChoices):
    """What happened to an amendment."""

    PROPOSED = "proposed", _("Proposed")
    CARRIED = "carried", _("Carried on to a new version")
    OUTDATED = "outdated", _("Outdated")
    RENEWED = "renewed", _("Renewed by its author")
    MERGED = "merged", _("Taken into the next text")
    RETURNED = "returned", _("Taken out of the next text again")
    PUBLISHED = "published", _("Published with a version")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
