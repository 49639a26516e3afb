"""The closed lists of a review: where it stands, what sort it is, what falls due in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewState(models.TextChoices):
    """Where a review stands; the arrows between are in ``domain/reviews.py``."""

    PLANNED = "planned", _("Planned")
    SELF_REVIEW = "self_review", _("Self-review")
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", _("Returned")
    SCHEDULED = "scheduled", _("Visit arranged")
    POSTPONED = "postponed", _("Postponed")
    DRAFTING = "drafting", _("Report being written")
    ACCURACY_CHECK = "accuracy_check", _("Accuracy check")
    FINALISING = "finalising", _("Being finalised")
    FINAL = "final", _("Final report")
    WITH_PANEL = "with_panel", _("With the panel")
    DECIDED = "decided", _("Decided")
    DEFERRED = "deferred", _("Deferred")
    ACTION_PLAN = "action_plan", _("Action plan")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class ReviewKind(models.TextChoices):
    """What sort of review it is."""

    DEVELOPMENTAL = "developmental", _("Developmental")
    FULL = "full", _("Full")
    ACCREDITATION = "accreditation", _("Accreditation")
    INTERIM = "interim", _("Interim")
    FOCUSED = "focused", _("Focused")


class DeadlineKind(models.TextChoices):
    """What falls due in a review."""

    SELF_REVIEW = "self_review", _("Self-review handed in")
    VISIT = "visit", _("Visit")
    DRAFT = "draft", _("Draft report")
    ACCURACY = "accuracy", _("Accuracy check answered")
    FINAL = "final", _("Final report")
    ACTION_PLAN = "action_plan", _("Action plan")
    PROGRESS = "progress", _("Progress review")
