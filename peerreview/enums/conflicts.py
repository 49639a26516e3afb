"""The closed lists of reviewers' conflicts; what each kind means for a seat is in ``domain/conflicts.py``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConflictKind(models.TextChoices):
    """What ties somebody to a service: the kinds of the policy, in words."""

    WORKED = "worked", _("Works or worked for it or its owner")
    LIVED = "lived", _("Lived there, or their child did")
    FAMILY = "family", _("Family or a close tie to somebody there")
    COMMISSIONS = "commissions", _("Places children, commissions, regulates or sells there")
    REVIEWED = "reviewed", _("Reviewed it in the last two cycles")
    COMPETES = "competes", _("Competes for the same placements")
    DISPUTE = "dispute", _("A dispute with it in the past")


class ConflictSource(models.TextChoices):
    """Who told us."""

    REVIEWER = "reviewer", _("The reviewer")
    HOST = "host", _("The service")
    NETWORK = "network", _("The network")


class ConflictState(models.TextChoices):
    """Where a conflict stands: it counts from the moment it is declared until somebody else waives or dismisses it."""

    DECLARED = "declared", _("Declared")
    CONFIRMED = "confirmed", _("Confirmed")
    WAIVED = "waived", _("Waived")
    DISMISSED = "dismissed", _("Not a conflict")


COUNTING = (ConflictState.DECLARED, ConflictState.CONFIRMED)
