"""The closed lists of what one person says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Privacy(models.TextChoices):
    """What the person chose; never changed afterwards (voices.md, promise 2)."""

    NAMED = "named", _("With my name")
    PRIVATE = "private", _("Private")
    ANONYMOUS = "anonymous", _("Nobody can find out")


class StatementState(models.TextChoices):
    """Where a statement stands; the arrows are in ``domain/statements.py``."""

    DRAFT = "draft", _("Being written")
    RECEIVED = "received", _("Received")
    IN_MODERATION = "in_moderation", _("Being read")
    HELD_SAFEGUARDING = "held_safeguarding", _("Held: somebody may need to be kept safe")
    HELD_REDACTION = "held_redaction", _("Held: words must be taken out first")
    RETURNED = "returned", _("Sent back, not passed on")
    RELEASED = "released", _("Passed on")
    THEMED = "themed", _("Part of what we heard")
    ANSWERED = "answered", _("Answered")
    ARCHIVED = "archived", _("Kept until its day")


class EntryMode(models.TextChoices):
    """Who typed it in."""

    SELF = "self", _("By the person")
    PAPER = "paper", _("From paper, by somebody else")
    PHONE = "phone", _("On the phone, by somebody else")


class HelperKind(models.TextChoices):
    """Who sat beside them."""

    NOBODY = "nobody", _("Nobody, I do it on my own")
    ADVOCATE = "advocate", _("An advocate or independent visitor")
    SOCIAL_WORKER = "social_worker", _("My social worker")
    FAMILY = "family", _("Somebody of my family")
    FRIEND = "friend", _("A friend")
    STAFF = "staff", _("Somebody who works here")
    OTHER = "other", _("Somebody else")


class Priority(models.TextChoices):
    """How soon it must be read; what is raised is never lowered by the portal."""

    NORMAL = "normal", _("In turn")
    RAISED = "raised", _("Soon")
    URGENT = "urgent", _("At once")


class AttachmentKind(models.TextChoices):
    """What was sent along."""

    PICTURE = "picture", _("Drawing or photo")
    RECORDING = "recording", _("Recording")


class Gone(models.TextChoices):
    """Why a statement is no longer there."""

    WITHDRAWN = "withdrawn", _("Taken back by the person")
    RETENTION = "retention", _("Its time was over")
    ABANDONED = "abandoned", _("Begun and not sent")
    NOT_OURS = "not_ours", _("Not a contribution")
