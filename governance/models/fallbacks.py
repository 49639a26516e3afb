"""The steps a board takes when it cannot agree, in the order its rules name. None of them decides anything."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.fallbacks import FallbackKind, FallbackOutcome, FallbackState
from governance.models.boards import Constituency
from governance.models.proposals import Proposal
from governance.models.sealed import Sealed, SealedForEver, SealedQuerySet
from portal.history.records import AuditRecords


class FallbackStep(models.Model):
    """One step: who decided to take it or pass it over and why, until when, and what came of it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="fallback_steps")
    n = models.PositiveSmallIntegerField(_("step"))
    kind = models.CharField(_("kind"), max_length=12, choices=FallbackKind.choices)
    state = models.CharField(_("state"), max_length=8, choices=FallbackState.choices, default=FallbackState.OPEN)
    reason = models.TextField(_("why this step, or why it was passed over"))
    what = models.TextField(_("what is to be done"), blank=True)
    measure = models.TextField(_("how we will know whether the trial worked"), blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    facilitator_name = models.CharField(_("facilitator from outside"), max_length=120, blank=True)
    without_objector = models.TextField(_("why the objector is not in the group"), blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started"))
    outcome = models.CharField(_("what came of it"), max_length=12, choices=FallbackOutcome.choices, blank=True)
    result = models.TextField(_("the result in words"), blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SealedQuerySet["FallbackStep"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["proposal", "n"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "n"], name="governance_fallback_steps_are_a_sequence"),
            models.UniqueConstraint(fields=["proposal", "kind"], name="governance_a_fallback_step_is_taken_once"),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(state=FallbackState.OPEN),
                name="governance_one_fallback_step_at_a_time",
            ),
            models.CheckConstraint(condition=models.Q(reason__regex=r"\S"), name="governance_a_fallback_step_says_why"),
            models.CheckConstraint(
                condition=models.Q(state=FallbackState.ENDED, ended_at__isnull=False, result__regex=r"\S")
                | (~models.Q(state=FallbackState.ENDED) & models.Q(ended_at__isnull=True, result="")),
                name="governance_an_ended_fallback_step_says_what_came_of_it",
            ),
            models.CheckConstraint(
                condition=models.Q(state=FallbackState.SKIPPED) | models.Q(due_on__isnull=False),
                name="governance_a_fallback_step_is_due_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state=FallbackState.SKIPPED)
                | ~models.Q(kind=FallbackKind.TRIAL)
                | models.Q(measure__regex=r"\S"),
                name="governance_a_trial_says_how_we_will_know",
            ),
            models.CheckConstraint(
                condition=models.Q(state=FallbackState.SKIPPED)
                | ~models.Q(kind=FallbackKind.FACILITATED)
                | models.Q(facilitator__isnull=False)
                | models.Q(facilitator_name__regex=r"\S"),
                name="governance_a_facilitated_session_has_a_facilitator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.number}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a step that is under way; refuse to touch one that has ended, whatever this object believes."""
        if (
            not self._state.adding
            and FallbackStep.objects.filter(pk=self.pk).exclude(state=FallbackState.OPEN).exists()
        ):
            raise SealedForEver(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SealedForEver(self._meta.label)


class FallbackMember(Sealed):
    """Somebody in a small group, and the constituency they speak for in it."""

    step = models.ForeignKey(FallbackStep, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    constituency = models.ForeignKey(Constituency, on_delete=models.PROTECT, related_name="+")

    objects = SealedQuerySet["FallbackMember"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["step", "constituency__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "person"], name="governance_a_person_is_in_a_small_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.step}"
