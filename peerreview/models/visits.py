"""The visit of a review: the days its host offers, and the one that is fixed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from peerreview.models.reviews import Review
from portal.history.records import AuditRecords


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

    history = AuditRecords()

    class Meta:
        ordering = ["review"]
        constraints = [
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
        """Return the days that are still held: one once it is fixed."""
        return (self.confirmed_on,) if self.confirmed_on else (self.first_on, self.second_on, self.third_on)
