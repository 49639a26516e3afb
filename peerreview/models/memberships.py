"""Which services belong to the network, and the questions a change of owner raises about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.services import MembershipDoubt, Track
from peerreview.models.services import Service
from portal.history.records import AuditRecords
from portal.people.models import Organisation
from portal.people.models.periods import DatedQuerySet, Period, period_constraints


class Membership(Period):
    """A service belongs to the network on a track, from a day until a day."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="memberships")
    track = models.CharField(_("track"), max_length=20, choices=Track.choices)
    standard_set = models.CharField(
        _("standard set"), max_length=40, blank=True, help_text=_("The code of the set the service is reviewed by.")
    )

    history = AuditRecords()
    objects = DatedQuerySet["Membership"].as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = period_constraints(
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(ends_on__isnull=True),
                name="peerreview_membership_one_without_end_for_a_service",
            )
        )

    def __str__(self) -> str:
        return f"{self.service}: {self.get_track_display()}"


class MembershipQuestion(models.Model):
    """A member changed hands or closed: what becomes of the membership? A person answers; the portal never guesses."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="membership_questions")
    about = models.CharField(_("about"), max_length=10, choices=MembershipDoubt.choices)
    from_owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_on = models.DateField(_("seen in the register of"))
    raised_at = models.DateTimeField(_("raised"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["-raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="peerreview_question_answered_says_what_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_about_display()}"
