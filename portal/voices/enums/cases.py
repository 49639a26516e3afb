"""The closed lists of safeguarding."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """Where a safeguarding case stands; the arrows are in ``domain/cases.py``."""

    OPEN = "open", _("Nobody has taken it yet")
    TAKEN = "taken", _("Somebody is on it")
    REFERRED = "referred", _("Passed to those who must act")
    CLOSED = "closed", _("Closed with its reason")


class CaseSource(models.TextChoices):
    """How a case began."""

    UNSAFE = "unsafe", _("“I don’t feel safe”")
    STATEMENT = "statement", _("Held by a moderator")
    ADULT = "adult", _("Told by an adult")


class StepKind(models.TextChoices):
    """What was done in a case."""

    OPENED = "opened", _("Opened")
    READ = "read", _("Read")
    TAKEN = "taken", _("Taken")
    NOTE = "note", _("Note")
    EXCLUDED = "excluded", _("Somebody is kept out")
    ESCALATED = "escalated", _("Passed up, because nobody had read it")
    REFERRED = "referred", _("Referred")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")


class ReferredTo(models.TextChoices):
    """Who was told, by the procedures of England and Wales."""

    POLICE = "police", _("Police")
    CHILDRENS_SERVICES = "childrens_services", _("Children’s services of the placing authority")
    DESIGNATED_OFFICER = "designated_officer", _("Local authority designated officer (England)")
    DOS = "dos", _("Designated officer for safeguarding (Wales)")
    REGULATOR = "regulator", _("Regulator")
    PROVIDER = "provider", _("The responsible individual of the provider")
    OTHER = "other", _("Somebody else")
