"""The closed lists of the imports app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where one import stands. A refused or cancelled one has changed nothing."""

    PLANNED = "planned", _("Checked, not applied")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


class Change(models.TextChoices):
    """What an import would do to one record."""

    CREATED = "created", _("New")
    UPDATED = "updated", _("Changed")
    CLOSED = "closed", _("Closed")
    MOVED = "moved", _("Moved to another owner")
    UNCHANGED = "unchanged", _("Unchanged")
