"""A text handed from one board to another, word for word, and the answer that comes back."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from governance.enums.proposals import ProposalState
from governance.models.boards import Board
from governance.models.decisions import Decision
from governance.models.fallbacks import FallbackStep
from governance.models.proposals import Proposal, ProposalVersion
from governance.models.sealed import Sealed, SealedQuerySet
from portal.history.records import AuditRecords


class Referral(Sealed):
    """One version of one board's proposal, put to another board: both hashes are kept and must be the same."""

    source = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="referrals")
    source_version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    source_sha256 = models.CharField(max_length=64)
    to_board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="referrals_received")
    received = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="referral")
    received_version = models.OneToOneField(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    received_sha256 = models.CharField(max_length=64)
    step = models.OneToOneField(FallbackStep, on_delete=models.PROTECT, null=True, blank=True, related_name="referral")
    reason = models.TextField(_("why it is referred"))
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("referred"))

    objects = SealedQuerySet["Referral"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source_sha256=models.F("received_sha256")),
                name="governance_a_referred_text_is_the_same_text",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("received")), name="governance_a_referral_goes_elsewhere"
            ),
            models.CheckConstraint(condition=models.Q(reason__regex=r"\S"), name="governance_a_referral_says_why"),
            models.UniqueConstraint(
                fields=["source_version", "to_board"], name="governance_a_version_is_referred_to_a_board_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.number} → {self.received.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the referral, and with it every proposal the text came from, over however many referrals."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            carry_recusal(self.source_id, self.received_id)


class ReferralChain(Sealed):
    """The matter of ``first`` goes on as ``last``: over referrals, or where a decision that is not public is changed.

    Recusal goes along it: see ``kept_out`` in ``models/rounds.py``. It follows from those two, nothing else.
    """

    first = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="carried_to")
    last = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="carried_from")

    objects = SealedQuerySet["ReferralChain"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "last"], name="governance_a_text_is_carried_to_a_proposal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first.number} … {self.last.number}"


def carry_recusal(first: int, last: int) -> None:
    """Let recusal from proposal ``first``, and from all it came from, hold for proposal ``last``."""
    before = ReferralChain.objects.filter(last=first).values_list("first", flat=True)
    for one in (first, *before):
        # The same matter can come to it by two ways.
        ReferralChain.objects.get_or_create(first_id=one, last_id=last)


ANSWERS = [
    (state.value, state.label)
    for state in (ProposalState.ADOPTED, ProposalState.NOT_AGREED, ProposalState.WITHDRAWN, ProposalState.LAPSED)
]


class ReferralReply(Sealed):
    """How the other board's proposal ended: what the referring board is told."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="reply")
    answer = models.CharField(_("answer"), max_length=24, choices=ANSWERS)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(_("in words"), blank=True)
    at = models.DateTimeField(_("answered"))

    objects = SealedQuerySet["ReferralReply"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer=ProposalState.ADOPTED, decision__isnull=False)
                | (~models.Q(answer=ProposalState.ADOPTED) & models.Q(decision__isnull=True)),
                name="governance_an_adopted_answer_names_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral}: {self.get_answer_display()}"
