"""The closed lists of boards, seats and chairs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BoardKind(models.TextChoices):
    """What sort of body decides."""

    REGIONAL = "regional", _("Regional board")
    NATIONAL = "national", _("National Steering Group")
    COMMITTEE = "committee", _("Committee")


class BoardRoleKind(models.TextChoices):
    """A dated role on one board that is not a seat."""

    SECRETARY = "secretary", _("Secretary")
    OBSERVER = "observer", _("Observer")


class AppointedHow(models.TextChoices):
    """How a person came to a seat."""

    NOMINATED = "nominated", _("Nominated by the constituency")
    AGREED = "agreed", _("Agreed by the constituency's members")
    CO_OPTED = "co_opted", _("Co-opted by the board")


class ChairTermKind(models.TextChoices):
    """Whether a chair was picked by the rota or fills a gap."""

    CONFIRMED = "confirmed", _("Chair")
    ACTING = "acting", _("Acting chair")


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
