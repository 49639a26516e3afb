"""The closed lists of accreditation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What was decided of an accreditation; which may be proposed when is said by ``domain/accreditation.py``."""

    ACCREDITED = "accredited", _("Accredited")
    CONDITIONS = "with_conditions", _("Accredited with conditions")
    DEFERRED = "deferred", _("Deferred")
    NOT_ACCREDITED = "not_accredited", _("Not accredited")
    SUSPENDED = "suspended", _("Suspended")
    RESUMED = "resumed", _("Suspension lifted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    STANDS = "stands", _("What was decided stands")
    LAPSED = "lapsed", _("Lapsed")


class AwardState(models.TextChoices):
    """How an accreditation stands. Its dates are asked beside it."""

    ACTIVE = "active", _("Accredited")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class PanelQuestion(models.TextChoices):
    """What the panel is asked."""

    AWARD = "award", _("Is the service accredited?")
    APPEAL = "appeal", _("Is what was decided changed on appeal?")
    STANDING = "standing", _("Does the accreditation go on?")


class PanelStance(models.TextChoices):
    """What a member of the panel says of one proposal."""

    AGREES = "agrees", _("I agree")
    OBJECTS = "objects", _("I object")


class RegulatoryKind(models.TextChoices):
    """What a regulator said or did that makes an accreditation a question."""

    INADEQUATE = "inadequate", _("Judged inadequate")
    NOTICE = "notice", _("Notice of restriction or suspension")
    ENFORCEMENT = "enforcement", _("Enforcement or prosecution")
    OTHER = "other", _("Something else")
