"""The closed lists of turns in the chair, of handing it over, and of standing in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TurnState(models.TextChoices):
    """What became of asking somebody to take the next term."""

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    UNAVAILABLE = "unavailable", _("Could not this time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HandoverStep(models.TextChoices):
    """What the outgoing and the incoming chair go through together, in this order."""

    TALK = "talk", _("The two chairs have talked through how the board works together")
    MATTERS = "matters", _("Every open proposal, round and block has been gone through")
    PROMISES = "promises", _("What was promised and is not yet done is written down")
    NATIONAL = "national", _("The incoming chair has followed a meeting of the National Steering Group")
    AGENDA = "agenda", _("The agenda of the first meeting is drafted with the secretary")
    INTERESTS = "interests", _("The incoming chair has looked through their interests for conflicts")
    SAFEGUARDING = "safeguarding", _("The incoming chair knows the safeguarding lead and how to reach them")
    CONTACTS = "contacts", _("Shared addresses, documents and contacts are handed on")


class AlternateKind(models.TextChoices):
    """For how long somebody is named to stand in."""

    STANDING = "standing", _("Until further notice")
    ONE_MEETING = "one_meeting", _("For one meeting")
