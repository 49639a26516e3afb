"""What the chair and another trustee decided because it could not wait for the board."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self, cast

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.domain.urgents import ENDED, TAKEN
from governance.enums.proposals import Confidentiality
from governance.enums.urgents import UrgentState
from governance.models.boards import Board, Constituency
from governance.models.proposals import Proposal, ProposalVersion
from governance.models.rounds import kept_out
from governance.models.sealed import SealedForEver
from governance.models.standing import standing_of
from portal.history.records import AuditRecords

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class UrgentQuerySet(models.QuerySet["UrgentDecision"]):
    """Urgent decisions, as far as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what ``person`` may read at ``at``: everybody what was taken and is open, the board's people the rest.

        Who was recused from the matter reads of it what the public reads.
        """
        public = models.Q(confidentiality=Confidentiality.OPEN, state__in=TAKEN)
        boards = standing_of(person, at).inside
        if not boards:
            return self.filter(public)
        theirs = kept_out(cast("int", person.pk), "proposal")
        return self.filter(public | (models.Q(board_id__in=boards) & ~theirs))


class UrgentDecision(models.Model):
    """One act of two people: the chair, and a trustee of another constituency. The board ratifies it or it lapses."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="urgent")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="urgent_decisions")
    number = models.CharField(_("number"), max_length=20, unique=True, null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    confidentiality = models.CharField(_("who may read it"), max_length=12, choices=Confidentiality.choices)
    state = models.CharField(_("state"), max_length=10, choices=UrgentState.choices, default=UrgentState.ASKED)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chair_constituency = models.ForeignKey(Constituency, on_delete=models.PROTECT, related_name="+")
    chair_reason = models.TextField(_("why it cannot wait, says the chair"))
    asked_at = models.DateTimeField(_("asked for"))
    seconder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconder_constituency = models.ForeignKey(
        Constituency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconder_reason = models.TextField(_("why it cannot wait, says the other trustee"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    ratify_by = models.DateTimeField(_("to be ratified by"), null=True, blank=True)
    latest_end = models.DateTimeField(_("never holds beyond"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    why_ended = models.TextField(_("why it ended"), blank=True)

    objects = UrgentQuerySet.as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "ratify_by"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[UrgentState.ASKED, UrgentState.DROPPED],
                    number__isnull=True,
                    seconder__isnull=True,
                    decided_at__isnull=True,
                    ratify_by__isnull=True,
                )
                | models.Q(
                    state__in=sorted(TAKEN),
                    number__isnull=False,
                    seconder__isnull=False,
                    seconder_constituency__isnull=False,
                    decided_at__isnull=False,
                    ratify_by__isnull=False,
                    latest_end__isnull=False,
                    seconder_reason__regex=r"\S",
                ),
                name="governance_an_urgent_decision_is_confirmed_before_it_holds",
            ),
            models.CheckConstraint(
                condition=models.Q(seconder__isnull=True)
                | (
                    ~models.Q(seconder=models.F("chair"))
                    & ~models.Q(seconder_constituency=models.F("chair_constituency"))
                ),
                name="governance_an_urgent_decision_is_by_two_of_two_constituencies",
            ),
            models.CheckConstraint(
                condition=models.Q(chair_reason__regex=r"\S"), name="governance_an_urgent_decision_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(ratify_by__isnull=True) | models.Q(ratify_by__lte=models.F("latest_end")),
                name="governance_no_urgent_decision_outlasts_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | (~models.Q(state__in=sorted(ENDED)) & models.Q(ended_at__isnull=True)),
                name="governance_an_ended_urgent_decision_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.proposal.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what is under way; refuse to touch one that has ended."""
        if not self._state.adding and UrgentDecision.objects.filter(pk=self.pk, state__in=ENDED).exists():
            raise SealedForEver(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: what was decided stays in the record, whatever became of it."""
        raise SealedForEver(self._meta.label)
