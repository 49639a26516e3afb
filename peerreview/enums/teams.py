"""The closed lists of teams: seats and where they stand, why somebody left one, where a search for teams stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeatRole(models.TextChoices):
    """What a seat is for; the values are those of ``domain/matching``."""

    LEAD = "lead", _("Lead")
    PEER = "peer", _("Peer")
    EXPERT = "expert", _("Expert by experience")


class SeatState(models.TextChoices):
    """Where a seat stands; the arrows are in ``domain/teams.py``."""

    OPEN = "open", _("Open")
    PROPOSED = "proposed", _("Chosen")
    CHECKED = "checked", _("Seen by the service")
    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    CONFIRMED = "confirmed", _("Confirmed")
    ATTENDED = "attended", _("Was there")


class LeavingKind(models.TextChoices):
    """Why somebody is not proposed for a review again."""

    DECLINED = "declined", _("Declined")
    OBJECTED = "objected", _("The service objected")
    CONFLICT = "conflict", _("A conflict came to light")
    REPLACED = "replaced", _("Replaced by the programme manager")
    DAY = "day", _("Could not come on the day")


class MatchState(models.TextChoices):
    """Where a search for teams stands."""

    QUEUED = "queued", _("Waiting to begin")
    RUNNING = "running", _("Looking for teams")
    DONE = "done", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


UNFINISHED = (MatchState.QUEUED, MatchState.RUNNING)
