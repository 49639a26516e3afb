"""Who was at a meeting, seat by seat: recorded by the secretary, corrected with a reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.attendance import AttendanceKind
from governance.models.boards import Constituency
from governance.models.meetings import Meeting
from governance.models.seats import Seat
from portal.history.records import AuditRecords


class Attendance(models.Model):
    """How one seat was filled at one meeting. ``person`` held it then; an alternate is there instead of them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    constituency = models.ForeignKey(Constituency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances")
    kind = models.CharField(_("attendance"), max_length=10, choices=AttendanceKind.choices)
    alternate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditRecords()

    class Meta:
        ordering = ["meeting", "constituency__order", "seat__number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="governance_a_seat_attends_a_meeting_once"),
            models.UniqueConstraint(fields=["meeting", "person"], name="governance_somebody_attends_a_meeting_once"),
            models.UniqueConstraint(
                fields=["meeting", "alternate"], name="governance_an_alternate_attends_for_one_seat_a_meeting"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=AttendanceKind.ALTERNATE, alternate__isnull=False)
                | (~models.Q(kind=AttendanceKind.ALTERNATE) & models.Q(alternate__isnull=True)),
                name="governance_an_alternate_is_named_who_was_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.meeting}: {self.get_kind_display()}"


class AttendanceInterval(models.Model):
    """From when until when somebody was there. Who was there from beginning to end has none."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="intervals")
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"))

    history = AuditRecords()

    class Meta:
        ordering = ["attendance", "joined_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_at__gt=models.F("joined_at")), name="governance_whoever_leaves_joined_before"
            ),
            models.UniqueConstraint(
                fields=["attendance", "joined_at"], name="governance_somebody_joins_once_at_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance}: {self.joined_at}"
