"""The closed lists of the notifications app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Choice(models.TextChoices):
    """How somebody wants to hear of a group of events. On their page they always find it."""

    AT_ONCE = "at_once", _("E-mail at once")
    DIGEST = "digest", _("One e-mail in the morning")
    NONE = "none", _("No e-mail")


class Channel(models.TextChoices):
    """A way out of the portal."""

    MAIL = "mail", _("E-mail")
    DIGEST = "digest", _("Digest")


class SendState(models.TextChoices):
    """Where something to be sent stands. ``claimed`` is one process's until its lease runs out."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not sent, for nothing was left to tell")
    FAILED = "failed", _("Given up")
