"""What leaves the portal: each thing claimed by one process before it is handed to the mail server."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.notifications.enums import Channel, SendState
from portal.notifications.models.notices import Notification


class Outgoing(models.Model):
    """Something to be sent once; how that is done stands in ``actions/sending.py``."""

    state = models.CharField(_("state"), max_length=8, choices=SendState.choices, default=SendState.WAITING)
    not_before = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    ended_at = models.DateTimeField(_("sent or given up"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class Digest(Outgoing):
    """The morning's letter to one person: at most one a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))

    class Meta:
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["state", "not_before"], name="notifications_digest_due")]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="notifications_one_digest_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.day}"


class Delivery(Outgoing):
    """One notice by one channel; the digest's stand in their letter."""

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")

    class Meta:
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        indexes = [models.Index(fields=["channel", "state", "not_before"], name="notifications_delivery_due")]
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="notifications_once_only_by_each_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.notification} ({self.get_channel_display()})"
