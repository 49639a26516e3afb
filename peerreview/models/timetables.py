"""The timetable of a visit: its sessions, and who of the team is where."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from peerreview.domain.timetables import Planned
from peerreview.enums.visits import SessionKind
from peerreview.models.teams import TeamSeat
from peerreview.models.visits import Visit
from portal.history.records import AuditRecords
from portal.labels import Labelled


class Timetable(models.Model):
    """The plan of the day; shown to the host, agreed with it, and open again when it changes."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="timetable")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    shown_at = models.DateTimeField(_("shown to the service"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditRecords()

    class Meta:
        ordering = ["visit"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, shown_at__isnull=False),
                name="peerreview_a_timetable_is_agreed_by_who_has_seen_it",
            ),
        ]

    def __str__(self) -> str:
        return str(self.visit)


class TimetableSession(Labelled):
    """One part of the day. Taken out it stays as a row: notes may already be about it."""

    timetable = models.ForeignKey(Timetable, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(_("what"), max_length=14, choices=SessionKind.choices)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    place = models.CharField(_("where"), max_length=80, blank=True)
    leaders_present = models.BooleanField(_("leaders of the service are present"), default=False)
    removed_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["timetable", "starts", "ends", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="peerreview_a_session_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(leaders_present=False) | ~Q(kind__in=[SessionKind.STAFF, SessionKind.YOUNG_PEOPLE]),
                name="peerreview_leaders_leave_young_people_and_staff_to_speak",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M} {self.get_kind_display()}"

    def planned(self, seats: frozenset[int]) -> Planned:
        """Return it as the rules take it, with the numbers of its seats."""
        kind = SessionKind(self.kind)
        return Planned(self.pk, kind, self.starts, self.ends, self.place, self.leaders_present, seats)


class SessionSeat(models.Model):
    """Somebody of the team takes part in a session: by the seat, so that who fills it later is there too."""

    session = models.ForeignKey(TimetableSession, on_delete=models.PROTECT, related_name="places")
    seat = models.ForeignKey(TeamSeat, on_delete=models.PROTECT, related_name="sessions")

    history = AuditRecords()

    class Meta:
        ordering = ["session", "seat__number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "seat"], name="peerreview_a_seat_is_once_in_a_session"),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.seat}"
