"""A proposed change to one clause, what happened to it, and the concerns it answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.amendments import AmendmentKind, AmendmentState, StepKind
from governance.models.discussion import Concern
from governance.models.proposals import Clause, Proposal, ProposalVersion
from governance.models.sealed import Sealed, SealedQuerySet
from portal.history.records import AuditRecords


class Amendment(models.Model):
    """A proposed change to one clause of one version. Its words stay as proposed until its author renews it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="amendments")
    n = models.PositiveIntegerField(_("amendment"))
    kind = models.CharField(_("what it does"), max_length=8, choices=AmendmentKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=AmendmentState.choices, default=AmendmentState.PROPOSED)
    base = models.ForeignKey(
        ProposalVersion, on_delete=models.PROTECT, related_name="amendments", verbose_name=_("about version")
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name=_("clause")
    )
    after = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("comes after")
    )
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    text = models.TextField(_("text"), blank=True)
    rationale = models.TextField(_("why"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="amendments")
    proposed_at = models.DateTimeField(_("proposed"))
    state_since = models.DateTimeField(_("in this state since"))
    answer = models.TextField(_("the answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The clause that taking it in added to the working copy.
    made = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_in = models.ForeignKey(
        ProposalVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_amendments",
        verbose_name=_("published with version"),
    )
    word_for_word = models.BooleanField(_("published word for word"), null=True, blank=True)

    # Sent along by the form: a second click finds the row of the first.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["proposal", "n"]
        indexes = [models.Index(fields=["proposal", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "n"], name="governance_an_amendment_number_is_used_once"),
            models.CheckConstraint(
                condition=models.Q(kind=AmendmentKind.INSERT, clause__isnull=True)
                | (~models.Q(kind=AmendmentKind.INSERT) & models.Q(clause__isnull=False, after__isnull=True)),
                name="governance_an_amendment_is_about_one_clause_or_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=AmendmentKind.DELETE, text="", heading="")
                | (~models.Q(kind=AmendmentKind.DELETE) & models.Q(text__regex=r"\S")),
                name="governance_an_amendment_has_words_unless_it_leaves_some_out",
            ),
            models.CheckConstraint(condition=models.Q(rationale__regex=r"\S"), name="governance_an_amendment_says_why"),
            models.CheckConstraint(
                condition=~models.Q(state=AmendmentState.DECLINED) | models.Q(answer__regex=r"\S"),
                name="governance_a_declined_amendment_is_told_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[AmendmentState.MERGED, AmendmentState.DECLINED])
                | models.Q(answered_by__isnull=False),
                name="governance_an_answered_amendment_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(published_in__isnull=True, word_for_word__isnull=True)
                | models.Q(state=AmendmentState.MERGED, published_in__isnull=False, word_for_word__isnull=False),
                name="governance_only_what_was_taken_in_is_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.number} amendment {self.n}"


class AmendmentStep(Sealed):
    """One thing that happened to an amendment: by whom, about which version, and how the clause read there."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="steps")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True, help_text=_("Said to people: the reason, or what was found."))
    clause_sha256 = models.CharField(
        max_length=64, blank=True, help_text=_("The clause it rests on, as that version has it.")
    )
    change_sha256 = models.CharField(max_length=64, help_text=_("What the amendment proposed at this step."))
    in_other_words = models.BooleanField(default=False, help_text=_("Taken in with words chosen after a conflict."))

    objects = SealedQuerySet["AmendmentStep"].as_manager()

    class Meta:
        ordering = ["amendment", "n"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "n"], name="governance_steps_of_an_amendment_are_a_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.amendment}: {self.get_kind_display()}"


class AmendmentConcern(Sealed):
    """That an amendment is meant to resolve a concern; whether it does, the person who raised it says."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="answers")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="answered_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SealedQuerySet["AmendmentConcern"].as_manager()

    class Meta:
        ordering = ["amendment", "concern"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "concern"], name="governance_an_amendment_answers_a_concern_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment}: {self.concern}"
