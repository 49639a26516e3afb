"""The closed lists of immediate concerns."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConcernState(models.TextChoices):
    """Where a concern stands: open until it is referred, or until somebody wrote why not."""

    OPEN = "open", _("Open")
    REFERRED = "referred", _("Referred")
    NOT_REFERRED = "not_referred", _("Not referred, with a reason")


class Referral(models.TextChoices):
    """To whom a concern is passed on."""

    AUTHORITY = "authority", _("Children’s services of the local authority")
    POLICE = "police", _("Police")
    REGULATOR = "regulator", _("The regulator")
    LADO = "lado", _("The designated officer for allegations against adults")
    PLACING = "placing", _("The placing authority’s social worker")
    HEALTH = "health", _("A doctor or the health service")
