"""When a board meets. Agenda, papers, minutes and the live room attach to this row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.boards import MeetingState
from governance.models.boards import Board
from portal.history.records import AuditRecords


class Meeting(models.Model):
    """One meeting of one board."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("title"), max_length=160)
    held_on = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    how = models.CharField(_("where and how to join"), max_length=240, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)

    history = AuditRecords()

    class Meta:
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="governance_a_meeting_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["board", "held_on"],
                condition=~models.Q(state=MeetingState.CANCELLED),
                name="governance_a_board_meets_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.held_on}"
