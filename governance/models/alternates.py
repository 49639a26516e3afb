"""Who may stand in for somebody on a seat, and when: the principal or the alternate has the voice, never both."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.chairs import AlternateKind
from governance.models.boards import Board
from governance.models.meetings import Meeting
from governance.models.seats import Appointment
from portal.history.records import AuditRecords
from portal.people.models import DatedQuerySet, Period
from portal.people.models.periods import period_constraints


class Alternate(Period):
    """Somebody of the same constituency is named to stand in, until further notice or for one meeting.

    Nobody is named for two seats of one board at a time: the database refuses it (migration 0004). Being named gives
    no voice; the principal hands it over (``StandIn``).
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="alternates")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="alternates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alternates")
    kind = models.CharField(_("for how long"), max_length=12, choices=AlternateKind.choices)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="alternates")
    why_ended = models.TextField(_("why it ended"), blank=True)

    history = AuditRecords()
    objects = DatedQuerySet["Alternate"].as_manager()

    class Meta:
        ordering = ["board", "appointment", "-starts_on", "pk"]
        constraints = period_constraints(
            models.CheckConstraint(
                condition=models.Q(kind=AlternateKind.STANDING, meeting__isnull=True)
                | models.Q(kind=AlternateKind.ONE_MEETING, meeting__isnull=False, ends_on__isnull=False),
                name="governance_an_alternate_is_standing_or_for_one_meeting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.appointment}"


class StandIn(Period):
    """The principal has handed the voice of their seat to an alternate for these days.

    Rounds opened in them give it to the alternate and not to the principal; a round keeps what it was opened with.
    """

    alternate = models.ForeignKey(Alternate, on_delete=models.PROTECT, related_name="stand_ins")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="stand_ins")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="stand_ins")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stand_ins")
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    history = AuditRecords()
    objects = DatedQuerySet["StandIn"].as_manager()

    class Meta:
        ordering = ["board", "appointment", "-starts_on", "pk"]
        constraints = period_constraints(
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=False), name="governance_a_voice_is_handed_over_until_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.appointment}"
