"""A test of one version: who may take a position, and where each of them stands."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.rounds import (
    ActsAs,
    BlockGround,
    BlockState,
    RecordedHow,
    RevealPolicy,
    RoundKind,
    RoundState,
    Stance,
)
from governance.models.boards import Constituency
from governance.models.conflicts import ConflictDeclaration
from governance.models.proposals import Proposal, ProposalVersion
from governance.models.rules import GoverningRules
from governance.models.sealed import Sealed, SealedForEver, SealedQuerySet
from governance.models.seats import Seat
from portal.history.records import AuditRecords
from portal.labels import Labelled


class Round(Labelled):
    """One test of one version. It ends at ``closes_at`` by the clock, whether or not anything ran at that moment."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="rounds")
    n = models.PositiveIntegerField(_("round"))
    kind = models.CharField(_("kind"), max_length=16, choices=RoundKind.choices)
    state = models.CharField(_("state"), max_length=8, choices=RoundState.choices, default=RoundState.OPEN)
    rules = models.ForeignKey(GoverningRules, on_delete=models.PROTECT, related_name="rounds")
    reveal = models.CharField(_("others’ positions are seen"), max_length=12, choices=RevealPolicy.choices)
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text=_("The closed test whose silent members this window is for."),
    )
    opens_at = models.DateTimeField(_("opened"))
    closes_at = models.DateTimeField(_("closes"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.JSONField(_("outcome"), null=True, blank=True, help_text=_("What evaluate() said at closing."))
    void_reason = models.TextField(_("why it is void"), blank=True)

    objects = SealedQuerySet["Round"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["proposal", "n"]
        indexes = [models.Index(fields=["state", "closes_at"])]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "n"], name="governance_a_round_number_is_used_once"),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(state=RoundState.OPEN),
                name="governance_a_proposal_has_one_open_round",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="governance_a_round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(state=RoundState.OPEN, closed_at__isnull=True)
                | (~models.Q(state=RoundState.OPEN) & models.Q(closed_at__isnull=False)),
                name="governance_a_round_that_is_not_open_says_when_it_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.number} round {self.n}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save an open round; refuse to touch one that has closed, whatever this object in memory believes."""
        if not self._state.adding and Round.objects.filter(pk=self.pk).exclude(state=RoundState.OPEN).exists():
            raise SealedForEver(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SealedForEver(self._meta.label)


class EntitlementQuerySet(SealedQuerySet["Entitlement"]):
    """What a voice, or the lack of one, means for reading."""

    def recused_from(self, person_id: int) -> models.QuerySet[Any, Any]:
        """Return the ids of proposals from which somebody is recused, until a later round gives them a voice.

        Where the conflict was declared and treated, the declaration says it instead: see ``kept_out``.
        """
        released = Entitlement.objects.filter(
            person=person_id,
            recused=False,
            round__proposal=models.OuterRef("round__proposal"),
            round__n__gt=models.OuterRef("round__n"),
        )
        treated = ConflictDeclaration.objects.filter(
            person=person_id, proposal=models.OuterRef("round__proposal"), treated_at__isnull=False
        )
        rows = self.filter(
            models.Q(person=person_id, recused=True) & ~models.Exists(released) & ~models.Exists(treated)
        )
        return rows.order_by().values("round__proposal")

    def voice_in(self, person_id: int) -> models.QuerySet[Any, Any]:
        """Return the ids of proposals in whose open round somebody has a voice: it outlasts their seat."""
        rows = self.filter(person=person_id, recused=False, round__state=RoundState.OPEN)
        return rows.order_by().values("round__proposal")


def kept_out(person_id: int, proposal: str = "pk") -> models.Q:
    """Keep the rows whose ``proposal`` somebody is recused from: it must not be known to them.

    The one place where recusal takes a matter away; every list, search, feed, notice and socket asks it. Recusal goes
    along with a text that is referred to another board.
    """
    from governance.models.referrals import ReferralChain  # noqa: PLC0415 - referrals are of proposals

    recused = Entitlement.objects.recused_from(person_id)
    withdrawn = ConflictDeclaration.objects.withdrawn_from(person_id)
    carried = ReferralChain.objects.filter(models.Q(first__in=recused) | models.Q(first__in=withdrawn))
    here = f"{proposal}__in"
    return (
        models.Q(**{here: recused})
        | models.Q(**{here: withdrawn})
        | models.Q(**{here: carried.order_by().values("last")})
    )


class Entitlement(Sealed):
    """Who may take a position in a round: frozen when it opens, for seat, person and constituency alike."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entitlements")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entitlements")
    constituency = models.ForeignKey(Constituency, on_delete=models.PROTECT, related_name="+")
    acts_as = models.CharField(max_length=10, choices=ActsAs.choices, default=ActsAs.PRINCIPAL)
    recused = models.BooleanField(_("recused"), default=False)

    objects = EntitlementQuerySet.as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["round", "constituency__order", "seat__number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="governance_a_seat_is_entitled_once_a_round"),
            models.UniqueConstraint(fields=["round", "person"], name="governance_a_person_is_entitled_once_a_round"),
        ]
        # Every statement that says who may read what asks from which rounds somebody is recused: of ten thousand
        # voices in twenty years, hardly any.
        indexes = [
            models.Index(
                fields=["person", "round"], condition=models.Q(recused=True), name="governance_recused_voices"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.round}"


class Position(Sealed):
    """Where one entitled trustee stands. Never changed or removed: a later one supersedes it."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="positions")
    n = models.PositiveIntegerField()
    stance = models.CharField(_("position"), max_length=12, choices=Stance.choices)
    reason = models.TextField(_("reason"), blank=True)
    will_help = models.BooleanField(_("will help to carry it out"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_how = models.CharField(max_length=10, choices=RecordedHow.choices, default=RecordedHow.PORTAL)
    at = models.DateTimeField(_("taken"))

    objects = SealedQuerySet["Position"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["entitlement", "n"]
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "n"], name="governance_positions_of_one_seat_are_a_sequence"
            ),
            models.UniqueConstraint(
                fields=["entitlement"],
                condition=models.Q(supersedes__isnull=True),
                name="governance_one_first_position_per_seat",
            ),
            models.CheckConstraint(
                condition=models.Q(n=1, supersedes__isnull=True) | models.Q(n__gt=1, supersedes__isnull=False),
                name="governance_a_later_position_supersedes_one",
            ),
            models.CheckConstraint(
                condition=models.Q(stance=Stance.AGREE) | models.Q(reason__regex=r"\S"),
                name="governance_every_position_but_agree_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entitlement.person}: {self.get_stance_display()}"


class Block(models.Model):
    """What a blocking position must say; its reasoning is the position's reason."""

    position = models.OneToOneField(Position, on_delete=models.PROTECT, related_name="block")
    ground = models.CharField(_("ground"), max_length=10, choices=BlockGround.choices)
    removal_condition = models.TextField(_("what would remove the block"))
    objector_part = models.TextField(_("what the objector will do to resolve it"))
    state = models.CharField(_("state"), max_length=10, choices=BlockState.choices, default=BlockState.UNTESTED)
    upheld_at = models.DateTimeField(_("upheld: its clock runs from here"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("the objector was reminded"), null=True, blank=True)
    warned_at = models.DateTimeField(_("the objector was told what follows"), null=True, blank=True)
    restate_by = models.DateTimeField(_("not upheld: to be restated by"), null=True, blank=True)
    restatement = models.TextField(_("the objector’s words in place of the block"), blank=True)
    carries = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_on",
        help_text=_("The same block in an earlier test of the same text, from which it stands over."),
    )

    history = AuditRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removal_condition__regex=r"\S", objector_part__regex=r"\S"),
                name="governance_a_block_says_what_would_remove_it",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=BlockState.UPHELD) | models.Q(upheld_at__isnull=False),
                name="governance_an_upheld_block_says_since_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=BlockState.STOOD_ASIDE) | models.Q(restatement__regex=r"\S"),
                name="governance_a_block_restated_as_a_stand_aside_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.get_state_display()}"


class BlockFinding(Sealed):
    """What one other trustee found when the board tested a block: does its ground hold?"""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="findings")
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="+")
    holds = models.BooleanField(_("the ground holds"))
    reason = models.TextField(_("why"))
    at = models.DateTimeField(_("found"))

    objects = SealedQuerySet["BlockFinding"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["block", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["block", "entitlement"], name="governance_a_trustee_tests_a_block_once"),
            models.CheckConstraint(condition=models.Q(reason__regex=r"\S"), name="governance_a_finding_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.entitlement.person}: {self.holds}"
