"""Six months in the chair."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.boards import ChairTermKind
from governance.models.boards import Board
from governance.models.seats import Appointment
from portal.history.records import AuditRecords
from portal.people.models import DatedQuerySet, Period
from portal.people.models.periods import period_constraints


class ChairTerm(Period):
    """A trustee's time in the chair of their own board, at most six calendar months."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="chair_terms")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="chair_terms")
    kind = models.CharField(_("kind"), max_length=10, choices=ChairTermKind.choices)
    why_picked = models.TextField(_("why picked"))
    why_ended = models.TextField(_("why it ended early"), blank=True)

    history = AuditRecords()
    objects = DatedQuerySet["ChairTerm"].as_manager()

    class Meta:
        ordering = ["board", "-starts_on", "pk"]
        constraints = period_constraints(
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=False), name="governance_a_chair_term_says_when_it_ends"
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}: {self.appointment.person}"
