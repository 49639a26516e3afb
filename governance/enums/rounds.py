"""The closed lists of rounds, positions and blocks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundKind(models.TextChoices):
    """What a round is for."""

    SENSE_CHECK = "sense_check", _("Sense check")
    CONSENSUS_TEST = "consensus_test", _("Test for consensus")
    ABSENT_MEMBERS = "absent_members", _("Absent members’ window")
    RATIFICATION = "ratification", _("Ratification")


class RoundState(models.TextChoices):
    """Whether positions can still be taken."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    VOID = "void", _("Void")


class RevealPolicy(models.TextChoices):
    """When a trustee sees where the others stand."""

    AFTER_OWN = "after_own", _("After taking your own position")
    AFTER_CLOSE = "after_close", _("When the round has closed")
    ALWAYS = "always", _("At once")


class Stance(models.TextChoices):
    """Where a trustee stands on one version. There is no vote and no abstention."""

    AGREE = "agree", _("Agree")
    RESERVATIONS = "reservations", _("Agree with reservations")
    STAND_ASIDE = "stand_aside", _("Stand aside")
    BLOCK = "block", _("Block")


class ActsAs(models.TextChoices):
    """Whether somebody speaks in their own seat or stands in."""

    PRINCIPAL = "principal", _("Trustee")
    ALTERNATE = "alternate", _("Alternate")


class RecordedHow(models.TextChoices):
    """How a position reached the record."""

    PORTAL = "portal", _("In the portal")
    TELEPHONE = "telephone", _("By telephone, entered by the secretary")
    MEETING = "meeting", _("In the meeting, entered by the secretary")
    CARRIED = "carried", _("Stands over from an earlier test of the same text")


class BlockGround(models.TextChoices):
    """The grounds a block can rest on."""

    PRINCIPLE = "principle", _("It contradicts a founding principle of the cooperative")
    DUTY = "duty", _("It breaks a legal or safeguarding duty")
    HARM = "harm", _("It would seriously harm the cooperative or the children as a whole")


class BlockState(models.TextChoices):
    """Where a block stands."""

    UNTESTED = "untested", _("Not yet tested")
    UPHELD = "upheld", _("Upheld")
    NOT_UPHELD = "not_upheld", _("Not upheld")
    STOOD_ASIDE = "aside", _("Restated as a stand-aside")
    DISSENT = "dissent", _("Recorded as dissent")
    RESOLVED = "resolved", _("Resolved")
    WITHDRAWN = "withdrawn", _("Withdrawn by the objector")
    CARRIED = "carried", _("Stands over into the next test")
