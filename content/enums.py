"""The closed lists of published pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """How much a publication changes what readers should do."""

    MAJOR = "major", _("Major: it changes what people should do")
    MINOR = "minor", _("Minor: wording, corrections, links")


class Basis(models.TextChoices):
    """What a page rests on."""

    EDITORIAL = "editorial", _("The editors' work: no decision needed")
    DECISION = "decision", _("A board's decision")
