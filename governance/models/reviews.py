"""Looking at a decision again: what was found, what was left open, what came of it."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from governance.enums.proposals import Confidentiality
from governance.enums.reviews import Effect, ItemKind, ReviewOutcome
from governance.models.decisions import Decision
from governance.models.discussion import Concern
from governance.models.proposals import Proposal
from governance.models.referrals import carry_recusal
from governance.models.sealed import SealedForEver
from portal.history.records import AuditRecords


class DecisionReview(models.Model):
    """One review of one decision. It is over when something came of it, and then never changes."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField(_("was due"))
    opened_at = models.DateTimeField(_("opened"))
    found = models.TextField(_("what was found"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(_("reported"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=ReviewOutcome.choices, blank=True)
    rests_on = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="changed_by_reviews"
    )
    next_review_on = models.DateField(_("to be reviewed again"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    why_closed = models.TextField(_("how it ended"), blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["decision", "opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=models.Q(closed_at__isnull=True),
                name="governance_a_decision_is_in_one_review_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="governance_a_closed_review_says_what_came_of_it",
            ),
            # A decision changes only by consensus: only time itself needs no other decision.
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", ReviewOutcome.EXPIRED]) | models.Q(rests_on__isnull=False),
                name="governance_a_review_changes_a_decision_only_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=ReviewOutcome.CONTINUED) | models.Q(next_review_on__isnull=False),
                name="governance_a_continued_decision_is_reviewed_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision.number}: {self.due_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save an open review; refuse to touch one that is over."""
        if not self._state.adding and DecisionReview.objects.filter(pk=self.pk, closed_at__isnull=False).exists():
            raise SealedForEver(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SealedForEver(self._meta.label)


class ReviewItem(models.Model):
    """Something that was left open when the decision was made, brought up again to be answered.

    Dissent carries its words without whose they were: the record of the decision says that to whom it may.
    """

    review = models.ForeignKey(DecisionReview, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("kind"), max_length=8, choices=ItemKind.choices)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("what was said"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="governance_an_answer_in_a_review_says_whose_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.text[:40]}"


class ProposalEffect(models.Model):
    """What a proposal does to an earlier decision if it is adopted; settled before its first version is published."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="effect")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="effects")
    effect = models.CharField(_("effect"), max_length=10, choices=Effect.choices)
    next_review_on = models.DateField(_("to be reviewed again"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effect=Effect.CONTINUE, next_review_on__isnull=False)
                | (~models.Q(effect=Effect.CONTINUE) & models.Q(next_review_on__isnull=True)),
                name="governance_continuing_a_decision_names_the_next_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.number} → {self.decision.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add what the proposal does. Where the decision is not public, whoever is recused from it is so here as well.

        The new text says the earlier one's title and often its words. What is public everybody may read: there a
        conflict is declared anew.
        """
        with transaction.atomic():
            adding = self._state.adding
            super().save(*args, **kwargs)
            if adding and self.decision.confidentiality != Confidentiality.OPEN:
                carry_recusal(self.decision.proposal_id, self.proposal_id)
