"""The closed lists of the fallback steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FallbackKind(models.TextChoices):
    """A way on when a board cannot agree. None of them is a vote."""

    TRIAL = "trial", _("A trial for a limited time")
    SMALL_GROUP = "small_group", _("A small group")
    FACILITATED = "facilitated", _("A facilitated session")
    NATIONAL = "national", _("Referral to the National Steering Group")


class FallbackState(models.TextChoices):
    """Whether a step is under way."""

    OPEN = "open", _("Under way")
    ENDED = "ended", _("Ended")
    SKIPPED = "skipped", _("Passed over")


class FallbackOutcome(models.TextChoices):
    """What a step came to. A step can give the board something to discuss; it never decides."""

    TEXT = "text", _("A new text to discuss and test")
    DISCUSSION = "discussion", _("Something to take back into the discussion")
    NOTHING = "nothing", _("No way on was found")
