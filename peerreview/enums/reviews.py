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


class Lack(models.TextChoices):
    """What stands between a review and its next stage, in words; ``domain/reviews.py`` says when."""

    NOT_BEGUN = "not_begun", _("The day on which its clock starts has not come.")
    NO_LEAD = "no_lead", _("Nobody leads the review in the service. The programme manager names a host lead.")
    NO_WORKBOOK = "no_workbook", _("The self-assessment has not been begun.")
    UNANSWERED = "unanswered", _("Standards are without an answer from the staff")
    NO_YOUNG_PEOPLE = "no_young_people", _("The young people’s views are missing, and no reason is given.")
    NO_REASON = "no_reason", _("A reason must be given.")
    NO_DAY = "no_day", _("It must be said until when.")
    NO_TEAM = "no_team", _("There is no valid team yet.")
    NO_DATE = "no_date", _("No date is confirmed for the visit.")
    NO_PORTFOLIO = "no_portfolio", _("The evidence has not been put together and frozen.")
    NO_ATTENDANCE = "no_attendance", _("It is not recorded who attended the visit.")
    SEATS_SILENT = "seats_silent", _("Members of the team have neither agreed to the draft nor had their dissent noted")
    NO_ACHIEVEMENT = "no_achievement", _("The draft names no achievement.")
    COMMENTS_OPEN = "comments_open", _("Comments on accuracy are without an answer")
    HOST_MAY_COMMENT = "host_may_comment", _("The service may still say what is not accurate.")
    ROUNDS_USED = "rounds_used", _("There have been two rounds of accuracy checks, which is as many as there are.")
    NO_FINALISER = "no_finaliser", _("Somebody other than the lead must finalise the report.")
    NO_HASHES = "no_hashes", _("The hashes of the report are not stored.")
    NOT_ACCREDITATION = "not_accreditation", _("Only a review for accreditation goes to the panel.")
    GOES_TO_PANEL = "goes_to_panel", _("A review for accreditation goes to the panel first.")
    NO_DECISION = "no_decision", _("The panel has not decided.")
    MUSTS_OPEN = "musts_open", _("“Must” recommendations are without an action or a reason")
    ACTIONS_UNFINISHED = "actions_unfinished", _("Actions of the plan lack somebody who sees to them, or a day")
    ACTIONS_OPEN = "actions_open", _("Actions are neither verified, nor given up with a reason, nor carried on")
    NO_PROGRESS = "no_progress", _("The progress review has not been held.")


class PassedOver(models.TextChoices):
    """Why a member is not planned in a cycle."""

    ASSOCIATE = "associate", _("Associates are not reviewed.")
    ALREADY = "already", _("It has this review in the cycle already.")
    NO_EDITION = "no_edition", _("No edition of its set is in force.")
    TOO_LATE = "too_late", _("The cycle closes before its clock would start.")
    LEAVES = "leaves", _("It leaves the network before its clock starts.")
