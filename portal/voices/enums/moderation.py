"""The closed lists of moderation and release."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """For whom a statement is released; each is a decision of its own."""

    VISITING_TEAM = "visiting_team", _("The team that visits the service, or looks back with it")
    SERVICE = "service", _("The service’s self-assessment")
    BOARD = "board", _("The board that is deciding")
    MEMBERS = "members", _("Members of the network")
    PUBLIC = "public", _("Everybody")


class Verdict(models.TextChoices):
    """What a reader decided."""

    TAKEN = "taken", _("Taken to read")
    HELD_SAFEGUARDING = "held_safeguarding", _("Held for safeguarding")
    NEEDS_REDACTION = "needs_redaction", _("Words must be taken out")
    REDACTED = "redacted", _("Words were taken out")
    RETURNED = "returned", _("Not passed on")
    CLEARED = "cleared", _("Safe to read for others")
    RELEASE_PROPOSED = "release_proposed", _("Release proposed")
    RELEASED = "released", _("Released")
    RELEASE_ENDED = "release_ended", _("Release ended")
    READ = "read", _("Words read")
    FILE_OPENED = "file_opened", _("Drawing opened or recording heard")
    FILE_JUDGED = "file_judged", _("Said whether a picture shows a face or a name")
    PUT_BACK = "put_back", _("Given back to the readers")
    OBJECTION_ANSWERED = "objection_answered", _("Objection answered")
    ARCHIVED = "archived", _("Put away")


class LookState(models.TextChoices):
    """Where the wish to find out who spoke stands: two people, a reason, and the person is told."""

    ASKED = "asked", _("Asked for")
    AGREED = "agreed", _("Agreed by a second person")
    REFUSED = "refused", _("Refused")
    LOOKED = "looked", _("Looked")
