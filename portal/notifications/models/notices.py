"""What one person is told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notification(models.Model):
    """One notice for one person: a title and a link, never the content itself.

    ``key`` says what it is about so exactly that telling it again finds this row: the database lets nobody be
    told the same thing twice. Without history: the row is written once, and reading it is nobody else's business.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications")
    event = models.CharField(_("event"), max_length=60)
    key = models.CharField(max_length=160)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=240)
    url = models.CharField(max_length=300)
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notifications_of_a_person"),
            models.Index(fields=["person"], condition=models.Q(read_at__isnull=True), name="notifications_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notifications_nobody_is_told_twice"),
        ]

    def __str__(self) -> str:
        return self.title
