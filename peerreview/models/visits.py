"""The visit of a review: the days its host offers, who can come on them, the one that is fixed, who was missing."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.enums.visits import Coming, DayState
from peerreview.models.reviews import Review
from peerreview.models.teams import TeamSeat
from portal.history.records import AuditRecords
from portal.labels import Labelled


class Visit(models.Model):
    """Three days the host holds free until one is fixed; on at least two weekdays, so that more people can come."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="visit")
    first_on = models.DateField(_("first day"))
    second_on = models.DateField(_("second day"))
    third_on = models.DateField(_("third day"))
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(_("offered"))
    confirmed_on = models.DateField(_("day of the visit"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    freed_at = models.DateTimeField(_("all days given back"), null=True, blank=True)
    attendance_at = models.DateTimeField(_("attendance recorded"), null=True, blank=True)
    attendance_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditRecords()

    class Meta:
        ordering = ["review"]
        constraints = [
            models.CheckConstraint(
                condition=Q(freed_at__isnull=True) | Q(confirmed_on__isnull=True),
                name="peerreview_days_given_back_are_no_day_of_a_visit",
            ),
            models.CheckConstraint(
                condition=Q(attendance_at__isnull=True, attendance_by__isnull=True)
                | Q(attendance_at__isnull=False, attendance_by__isnull=False, confirmed_on__isnull=False),
                name="peerreview_attendance_is_recorded_by_somebody_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(second_on__gt=F("first_on"), third_on__gt=F("second_on")),
                name="peerreview_a_host_offers_three_different_days",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmed_by__isnull=True)
                | (
                    Q(confirmed_by__isnull=False)
                    & (Q(confirmed_on=F("first_on")) | Q(confirmed_on=F("second_on")) | Q(confirmed_on=F("third_on")))
                ),
                name="peerreview_a_visit_is_on_a_day_the_host_offered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.confirmed_on or self.first_on}"

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days that are still held: one once it is fixed, none once they were given back."""
        if self.freed_at is not None:
            return ()
        return (self.confirmed_on,) if self.confirmed_on else (self.first_on, self.second_on, self.third_on)


class HeldDay(Labelled):
    """One day somebody keeps free for a visit, and what became of it: calendars are told by its number of changes."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="held_days")
    day = models.DateField(_("day"))
    state = models.CharField(_("how it stands"), max_length=10, choices=DayState.choices, default=DayState.HELD)
    sequence = models.PositiveIntegerField(_("times it changed"), default=0)
    changed_at = models.DateTimeField(_("changed"))

    history = AuditRecords()

    class Meta:
        ordering = ["visit", "day"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "day"], name="peerreview_a_day_is_held_once_for_a_visit"),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(state=DayState.CONFIRMED),
                name="peerreview_a_visit_is_on_one_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit.review}: {self.day}"


class DayReply(Labelled):
    """What one of the team says of one day that is offered; it counts until other days are offered."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    coming = models.CharField(_("can they come"), max_length=9, choices=Coming.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    times = models.PositiveIntegerField(_("times it was said"), default=1)
    at = models.DateTimeField(_("said"))

    history = AuditRecords()

    class Meta:
        ordering = ["visit", "person", "day"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "person", "day"], name="peerreview_a_reply_to_a_day_is_one"),
            models.CheckConstraint(
                condition=Q(coming__in=Coming.values),
                name="peerreview_a_reply_is_one_of_three",
            ),
            models.CheckConstraint(condition=Q(times__gte=1), name="peerreview_a_reply_was_said"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.day}: {self.get_coming_display()}"


class Absence(Sealed):
    """Somebody with a seat was not there on the day: named, with a reason, for ever."""

    seat = models.OneToOneField(TeamSeat, on_delete=models.PROTECT, related_name="absence")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why they were not there"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded"))

    history = AuditRecords()
    objects = SealedQuerySet["Absence"].as_manager()

    class Meta:
        ordering = ["seat"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="peerreview_an_absence_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.person}"
