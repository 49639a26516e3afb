"""Six months in the chair, whose turn is next, and how it is handed over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.boards import ChairTermKind
from governance.enums.chairs import HandoverStep, TurnState
from governance.models.boards import Board
from governance.models.seats import Appointment
from portal.history.records import AuditRecords
from portal.people.models import DatedQuerySet, Period
from portal.people.models.periods import period_constraints


class ChairTerm(Period):
    """A trustee's time in the chair of their own board, at most six calendar months.

    ``reasons`` are the codes of ``domain.rotation.Why``, for everybody; ``why_picked`` and ``why_ended`` are words of
    people, for the board's own people only. ``due_to_end_on`` stays when the term ends early: the rota counts on from
    it.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="chair_terms")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="chair_terms")
    kind = models.CharField(_("kind"), max_length=10, choices=ChairTermKind.choices)
    due_to_end_on = models.DateField(_("due to end"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), null=True, blank=True)
    why_picked = models.TextField(_("why picked"), blank=True)
    why_ended = models.TextField(_("why it ended early"), blank=True)

    history = AuditRecords()
    objects = DatedQuerySet["ChairTerm"].as_manager()

    class Meta:
        ordering = ["board", "-starts_on", "pk"]
        constraints = period_constraints(
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=False), name="governance_a_chair_term_says_when_it_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(due_to_end_on__isnull=True) | models.Q(due_to_end_on__gte=models.F("ends_on")),
                name="governance_a_chair_term_ends_when_due_at_the_latest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}: {self.appointment.person}"


class ChairTurn(Period):
    """Somebody was asked to take the term of these days: why it was their turn, and what they answered."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="chair_turns")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="chair_turns")
    state = models.CharField(_("state"), max_length=12, choices=TurnState.choices, default=TurnState.ASKED)
    reasons = models.JSONField(_("reasons"), default=list)
    asked_at = models.DateTimeField(_("asked"))
    answer_by = models.DateField(_("answer by"), help_text=_("The last day on which the answer counts."))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    why = models.TextField(_("why"), blank=True)
    agreed_in = models.OneToOneField(
        "governance.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chair_turn",
        help_text=_("The board’s decision to swap turns that this rests on."),
    )
    term = models.OneToOneField(ChairTerm, on_delete=models.PROTECT, null=True, blank=True, related_name="turn")

    history = AuditRecords()
    objects = DatedQuerySet["ChairTurn"].as_manager()

    class Meta:
        ordering = ["board", "-starts_on", "-asked_at", "-pk"]
        constraints = period_constraints(
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=False), name="governance_a_turn_says_when_its_term_ends"
            ),
            models.UniqueConstraint(
                fields=["board", "starts_on"],
                condition=models.Q(state=TurnState.ASKED),
                name="governance_one_person_at_a_time_is_asked_for_a_term",
            ),
            models.UniqueConstraint(
                fields=["board", "starts_on", "appointment"],
                condition=~models.Q(state=TurnState.WITHDRAWN),
                name="governance_nobody_is_asked_twice_for_a_term",
            ),
            models.CheckConstraint(
                condition=models.Q(state=TurnState.ASKED, answered_at__isnull=True)
                | (~models.Q(state=TurnState.ASKED) & models.Q(answered_at__isnull=False)),
                name="governance_a_turn_says_when_it_was_answered",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=TurnState.ACCEPTED) | models.Q(term__isnull=False),
                name="governance_an_accepted_turn_has_its_term",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=TurnState.DECLINED) | models.Q(why__regex=r"\S"),
                name="governance_whoever_declines_the_chair_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}, {self.starts_on}: {self.appointment.person}"


class HandoverTick(models.Model):
    """One step of handing the chair over to ``term``: who saw to it and when; empty when it was opened again."""

    term = models.ForeignKey(ChairTerm, on_delete=models.PROTECT, related_name="handover_ticks")
    step = models.CharField(_("step"), max_length=14, choices=HandoverStep.choices)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["term", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["term", "step"], name="governance_a_handover_has_each_step_once"),
            models.CheckConstraint(
                condition=models.Q(done_by__isnull=True, done_at__isnull=True)
                | models.Q(done_by__isnull=False, done_at__isnull=False),
                name="governance_a_step_done_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.get_step_display()}"
