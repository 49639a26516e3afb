"""The closed lists of proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalKind(models.TextChoices):
    """What sort of decision is asked for; the rules differ by kind."""

    ORDINARY = "ordinary", _("Ordinary")
    RESERVED = "reserved", _("Reserved matter")
    URGENT = "urgent", _("Urgent")
    PROCEDURAL = "procedural", _("Procedural")


class ProposalState(models.TextChoices):
    """Where a proposal stands; the arrows are in ``domain/proposals.py``."""

    DRAFT = "draft", _("Draft")
    DISCUSSION = "discussion", _("In discussion")
    TESTING = "testing", _("Testing for consensus")
    BLOCKED = "blocked", _("Blocked")
    FALLBACK = "fallback", _("In the fallback steps")
    PROVISIONALLY_AGREED = "provisionally_agreed", _("Provisionally agreed")
    AWAITING_RATIFICATION = "awaiting_ratification", _("Awaiting ratification")
    ADOPTED = "adopted", _("Adopted")
    NOT_AGREED = "not_agreed", _("Not agreed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class Confidentiality(models.TextChoices):
    """Who may read an item of a board's business."""

    OPEN = "open", _("Open")
    MEMBERS = "members", _("The board's members")
    RESTRICTED = "restricted", _("Restricted")


class ConcernState(models.TextChoices):
    """Where a concern stands."""

    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person who raised it")
    RECORDED = "recorded", _("Recorded as unresolved")
