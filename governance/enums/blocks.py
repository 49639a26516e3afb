"""The closed lists of what is done about a block."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockStepKind(models.TextChoices):
    """What happened about a block: what people did, and what became of it."""

    UPHELD = "upheld", _("The board upheld the block")
    NOT_UPHELD = "not_upheld", _("The board did not uphold the block")
    MEETING = "meeting", _("A meeting about it")
    TALK = "talk", _("A talk about it")
    OFFER = "offer", _("An offer to change the proposal")
    REQUEST = "request", _("A request to the objector")
    ANSWER = "answer", _("The objector’s answer")
    REMINDED = "reminded", _("The objector was reminded")
    WARNED = "warned", _("The objector was told what follows")
    STOOD_ASIDE = "aside", _("Restated as a stand-aside")
    DISSENT = "dissent", _("Recorded as dissent")
    RESOLVED = "resolved", _("Resolved")
    WITHDRAWN = "withdrawn", _("Withdrawn by the objector")
    EXHAUSTED = "exhausted", _("The time to resolve it ran out")
    CARRIED = "carried", _("The block stands over into the next test")


class BlockDue(models.TextChoices):
    """What time alone brings about a block."""

    REMIND = "remind", _("The objector is reminded")
    WARN = "warn", _("The objector is told that the block will be recorded as dissent")
    DISSENT = "dissent", _("The block is recorded as dissent: the objector did not take part")
    RESTATE = "restate", _("The block is recorded as dissent: the objector did not restate it")
    EXHAUSTED = "exhausted", _("The block was not resolved in time")
    UNTESTED = "untested", _("The block was not tested in time")
