"""What was decided, why, and who sees to it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, cast

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.decisions import DecisionOutcome, DecisionState
from governance.enums.proposals import Confidentiality
from governance.models.boards import Board
from governance.models.proposals import Proposal, ProposalVersion
from governance.models.rounds import Round, kept_out
from governance.models.sealed import SealedForEver
from governance.models.standing import standing_of
from portal.history.records import AuditRecords
from portal.labels import Labelled

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class DecisionRationale(models.Model):
    """Why, in the seven points of CC27, as far as the matter deserves; written before adoption, sealed by it."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="rationale")
    reasons = models.TextField(_("the reasons in plain words"), blank=True)
    within_powers = models.TextField(_("within our powers"), blank=True)
    good_faith = models.TextField(_("in good faith, in the cooperative’s interest"), blank=True)
    informed_by = models.TextField(_("what we were informed by"), blank=True)
    relevant_factors = models.TextField(_("what we took into account"), blank=True)
    irrelevant_factors = models.TextField(_("what we set aside"), blank=True)
    conflicts = models.TextField(_("how conflicts of interest were managed"), blank=True)
    reasonable_range = models.TextField(_("which other choices were reasonable, and why not those"), blank=True)
    childrens_views = models.TextField(_("children’s views considered"), blank=True)
    staff_views = models.TextField(_("staff views considered"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    effective_on = models.DateField(_("takes effect"), null=True, blank=True)
    review_on = models.DateField(_("to be reviewed"), null=True, blank=True)
    ends_on = models.DateField(
        _("ends by itself"),
        null=True,
        blank=True,
        help_text=_("Of a trial: the first day on which it no longer holds."),
    )
    success = models.TextField(_("how we will know that it worked"), blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what may still be written; adoption seals it."""
        if not self._state.adding and Decision.objects.filter(proposal_id=self.proposal_id).exists():
            raise SealedForEver(self._meta.label)
        super().save(*args, **kwargs)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions, as far as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what ``person`` may read at ``at``: everybody the open ones, the board's own people the rest.

        Who was recused from the matter reads of it what the public reads.
        """
        public = models.Q(confidentiality=Confidentiality.OPEN)
        boards = standing_of(person, at).inside
        if not boards:
            return self.filter(public)
        theirs = kept_out(cast("int", person.pk), "proposal")
        # "Not hidden" rather than "open or own": databases then walk the order of the list and stop after a page,
        # instead of gathering and sorting everything both halves find.
        return self.filter(~(~public & ~(models.Q(board_id__in=boards) & ~theirs)))


class Decision(Labelled):
    """The recorded outcome of one proposal, resting on one round about one version."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="decisions")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    confidentiality = models.CharField(_("who may read it"), max_length=12, choices=Confidentiality.choices)
    outcome = models.CharField(_("how it was reached"), max_length=30, choices=DecisionOutcome.choices)
    text_sha256 = models.CharField(max_length=64)
    record = models.JSONField(
        _("what evaluate() said at adoption"), help_text=_("The outcome and every position as they stood, with names.")
    )
    decided_at = models.DateTimeField(_("decided"))
    decided_on = models.DateField(_("day of the decision"))
    effective_on = models.DateField(_("takes effect"))
    review_on = models.DateField(_("to be reviewed"))
    ends_on = models.DateField(_("ends by itself"), null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_decisions")
    success = models.TextField(_("how we will know that it worked"))
    state = models.CharField(_("state"), max_length=14, choices=DecisionState.choices, default=DecisionState.IN_FORCE)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = DecisionQuerySet.as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["-decided_at", "-id"]),
            models.Index(fields=["confidentiality", "-decided_at", "-id"]),
            models.Index(fields=["board", "-decided_at", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year", "sequence"], name="governance_a_decision_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=models.Q(review_on__gte=models.F("decided_on")),
                name="governance_a_decision_is_reviewed_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("decided_on")),
                name="governance_a_decision_does_not_end_before_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
