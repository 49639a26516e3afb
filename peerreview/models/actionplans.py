"""What a service does about its report: the plan, its actions, what became of each step by step."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.domain.actionplans import FOLLOWED, OPEN, TAKES_ON, TO_DO
from peerreview.enums.actionplans import ActionState
from peerreview.models.evidence import EvidenceRevision
from peerreview.models.reports import Recommendation
from peerreview.models.reviews import Review
from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.models.periods import day_of

PERSON = settings.AUTH_USER_MODEL


class ActionPlan(Labelled):
    """The plan of one review: begun with its first word or with what came from last time, handed in, looked back on."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="plan")
    begun_at = models.DateTimeField(_("begun"))
    handed_in_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    looked_back = models.TextField(_("what the progress review says"), blank=True)
    # Asked for since 2026: what was closed before has none.
    better = models.TextField(_("whether young people say that it got better"), blank=True)
    reviewed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(_("progress reviewed"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["review"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_in_by__isnull=True, handed_in_at__isnull=True)
                | Q(handed_in_by__isnull=False, handed_in_at__isnull=False),
                name="peerreview_a_plan_is_handed_in_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, looked_back="")
                | Q(
                    reviewed_by__isnull=False,
                    reviewed_at__isnull=False,
                    handed_in_at__isnull=False,
                    looked_back__regex=r"\S",
                ),
                name="peerreview_a_progress_review_is_of_a_plan_and_in_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.review)


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    """Actions that stand in a plan, and those something is still to come of."""

    def standing(self) -> Self:
        """Leave out what was taken out while the plan was written."""
        return self.filter(removed_at=None)

    def still_open(self) -> Self:
        """Keep what is neither verified, nor given up, nor carried on."""
        return self.standing().filter(state__in=OPEN, carried_at=None)

    def followed(self) -> Self:
        """Keep what progress is written of: plans handed in, and what came from last time."""
        carried_in = Q(carried_from__isnull=False, plan__review__state__in=TAKES_ON)
        return self.still_open().filter(Q(plan__review__state=FOLLOWED) | carried_in)

    def overdue(self, at: date | datetime) -> Self:
        """Keep what should have been done before today."""
        return self.followed().filter(state__in=TO_DO, due_on__lt=day_of(at))


class PlanAction(Labelled):
    """One thing that is done about recommendations: who sees to it, by when, where it stands, who saw that it is so."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="actions")
    n = models.PositiveIntegerField()
    # From the form: a second sending finds the action of the first.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    what = models.TextField(_("what is done"))
    owner = models.ForeignKey(
        PERSON,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_actions",
        verbose_name=_("sees to it"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("stands at"), max_length=11, choices=ActionState.choices, default=ActionState.PLANNED)
    why_not = models.TextField(_("why it is not pursued"), blank=True)
    done_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    verified_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    carried_from = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        verbose_name=_("carried on from"),
    )
    carried_why = models.TextField(_("why it is carried on"), blank=True)
    carried_at = models.DateTimeField(_("carried on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    history = AuditRecords(excluded_fields=["token"])
    objects = PlanActionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "n"]
        indexes = [models.Index(fields=["owner", "state"], name="peerreview_planaction_owner")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "n"], name="peerreview_a_plan_action_has_its_own_number"),
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="peerreview_a_plan_action_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=[ActionState.PLANNED, ActionState.NOT_PURSUED])
                | Q(owner__isnull=False, due_on__isnull=False),
                name="peerreview_what_is_begun_has_an_owner_and_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(state=ActionState.NOT_PURSUED) & Q(why_not__regex=r"\S"))
                | (~Q(state=ActionState.NOT_PURSUED) & Q(why_not="")),
                name="peerreview_an_action_is_given_up_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[ActionState.DONE, ActionState.VERIFIED], done_by__isnull=False, done_at__isnull=False
                )
                | (
                    ~Q(state__in=[ActionState.DONE, ActionState.VERIFIED])
                    & Q(done_by__isnull=True, done_at__isnull=True)
                ),
                name="peerreview_an_action_was_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.VERIFIED, verified_by__isnull=False, verified_at__isnull=False)
                | (~Q(state=ActionState.VERIFIED) & Q(verified_by__isnull=True, verified_at__isnull=True)),
                name="peerreview_verified_is_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | (~Q(verified_by=F("owner")) & ~Q(verified_by=F("done_by"))),
                name="peerreview_who_verifies_an_action_is_not_its_owner",
            ),
            models.CheckConstraint(
                condition=Q(carried_at__isnull=True, carried_why="")
                | Q(carried_at__isnull=False, carried_why__regex=r"\S", state__in=sorted(OPEN)),
                name="peerreview_an_open_action_is_carried_on_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(state=ActionState.PLANNED),
                name="peerreview_only_what_is_not_begun_is_taken_out_of_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Action %(n)d") % {"n": self.n})


class PlanAnswer(models.Model):
    """An action answers a recommendation of its review's report."""

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="answers")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answers")

    history = AuditRecords()

    class Meta:
        ordering = ["action", "recommendation"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "recommendation"], name="peerreview_an_action_answers_a_recommendation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} → {self.recommendation}"


class NotTakenUp(Labelled):
    """Why nothing is planned for a recommendation."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="not_taken_up")
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="not_taken_up")
    reason = models.TextField(_("why nothing is planned"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))

    history = AuditRecords()

    class Meta:
        ordering = ["plan", "recommendation"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"), name="peerreview_a_recommendation_is_not_taken_up_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.recommendation)


class ProgressUpdate(Sealed):
    """One step of an action: what is said, by whom, and where it stands from then on. Added, and never changed."""

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="updates")
    n = models.PositiveIntegerField()
    state = models.CharField(_("stands at"), max_length=11, choices=ActionState.choices)
    text = models.TextField(_("what is said"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))

    history = AuditRecords()
    objects = SealedQuerySet["ProgressUpdate"].as_manager()

    class Meta:
        ordering = ["action", "n"]
        constraints = [
            models.UniqueConstraint(fields=["action", "n"], name="peerreview_a_progress_update_has_its_own_number"),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="peerreview_progress_is_told_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.action}, {self.n}"


class PlanEvidence(models.Model):
    """A file of the evidence library shows that an action is done."""

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="evidence")
    revision = models.ForeignKey(EvidenceRevision, on_delete=models.PROTECT, related_name="plan_links")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("linked"))

    history = AuditRecords()

    class Meta:
        ordering = ["action", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "revision"], name="peerreview_a_file_is_linked_once_to_an_action"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} → {self.action}"
