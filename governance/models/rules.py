"""The dated numbers and choices a board decides by. They are policy, not law; the defaults are ours."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.domain.fallbacks import DEFAULT_ORDER
from governance.enums.fallbacks import FallbackKind
from governance.enums.rounds import RevealPolicy
from governance.models.boards import Board
from portal.history.records import AuditRecords


def default_fallback_steps() -> list[str]:
    """Return the order the cooperative recommends."""
    return [str(kind.value) for kind in DEFAULT_ORDER]


def insist_on_steps(value: Any) -> None:
    """Refuse what is not a list of different fallback steps; no step is a vote, so none can be put in."""
    if not isinstance(value, list) or len(set(value)) < len(value) or not set(value) <= set(FallbackKind.values):
        raise ValidationError(_("Name each fallback step at most once."))


SHARE = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]


class GoverningRules(models.Model):
    """One version of a board's rules; a round keeps the version it was opened under."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="rules")
    version = models.PositiveIntegerField()
    effective_from = models.DateField(_("effective from"))
    quorum_share = models.DecimalField(
        _("quorum: share of entitled seats, plus one"),
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.3333"),
        validators=SHARE,
    )
    quorum_constituencies = models.PositiveSmallIntegerField(_("quorum: constituencies"), default=3)
    support_share = models.DecimalField(
        _("active support: least share"), max_digits=5, decimal_places=4, default=Decimal("0.5"), validators=SHARE
    )
    stand_aside_share = models.DecimalField(
        _("stand-asides: greatest share"), max_digits=5, decimal_places=4, default=Decimal("0.25"), validators=SHARE
    )
    every_constituency_agrees = models.BooleanField(_("every constituency must have an agreement"), default=True)
    window_days = models.PositiveSmallIntegerField(_("absent members’ window, days"), default=14)
    window_days_procedural = models.PositiveSmallIntegerField(_("the same, procedural matters"), default=0)
    round_days = models.PositiveSmallIntegerField(_("a round usually lasts, days"), default=7)
    review_months = models.PositiveSmallIntegerField(_("a decision is usually reviewed after, months"), default=12)
    block_meetings = models.PositiveSmallIntegerField(_("resolving a block: meetings at most"), default=3)
    block_days = models.PositiveSmallIntegerField(_("resolving a block: days at most"), default=60)
    chair_answer_days = models.PositiveSmallIntegerField(_("saying whether one takes the chair: days"), default=14)
    chair_grace_days = models.PositiveSmallIntegerField(_("nobody in the chair: days at most"), default=31)
    report_back_days = models.PositiveSmallIntegerField(_("a seat reports back within, days"), default=14)
    restate_days = models.PositiveSmallIntegerField(_("restating a block that was not upheld: days"), default=7)
    fallback_steps = models.JSONField(
        _("fallback steps, in their order"), default=default_fallback_steps, blank=True, validators=[insist_on_steps]
    )
    urgent_confirm_days = models.PositiveSmallIntegerField(
        _("an urgent decision the chair asks for is confirmed within, days"),
        default=3,
        validators=[MinValueValidator(1)],
    )
    urgent_grace_days = models.PositiveSmallIntegerField(
        _("an urgent decision is ratified until, days after the next meeting"), default=3
    )
    urgent_days = models.PositiveSmallIntegerField(
        _("an urgent decision holds without the board, days at most"), default=60, validators=[MinValueValidator(1)]
    )
    review_grace_days = models.PositiveSmallIntegerField(
        _("a decision expires when its review brought nothing for, days"), default=90, validators=[MinValueValidator(1)]
    )
    lapse_months = models.PositiveSmallIntegerField(
        _("a proposal lapses when nothing is said for, months"), default=12, validators=[MinValueValidator(2)]
    )
    reveal = models.CharField(
        _("others’ positions are seen"), max_length=12, choices=RevealPolicy.choices, default=RevealPolicy.AFTER_OWN
    )
    change_note = models.TextField(_("why these rules"), blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditRecords()

    class Meta:
        verbose_name_plural = _("governing rules")
        ordering = ["board", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["board", "version"], name="governance_rules_have_one_row_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.version}"
