"""Who sits on the accreditation panel from when until when, and the meetings it decides in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.models.periods import DatedQuerySet, Period, period_constraints


class PanelSeat(Period):
    """Somebody belongs to the panel from a day until a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_seats")

    history = AuditRecords()
    objects = DatedQuerySet["PanelSeat"].as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = period_constraints(
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on__isnull=True),
                name="peerreview_a_person_has_one_panel_seat_without_end",
            )
        )

    def __str__(self) -> str:
        return str(self.person)


class PanelMeeting(Labelled):
    """A meeting of the panel, or of those who hear an appeal."""

    held_on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=120)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(_("called"))

    history = AuditRecords()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="peerreview_a_panel_meeting_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class PanelMember(models.Model):
    """Somebody of the panel takes part in a meeting."""

    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_meetings")

    history = AuditRecords()

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="peerreview_a_person_is_in_a_panel_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.meeting}"
