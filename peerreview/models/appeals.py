"""What makes a decision a question again: the service's appeal, once; what a regulator says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.accreditation import RegulatoryKind
from peerreview.models.accreditation import AccreditationCase, AccreditationDecision
from portal.history.records import AuditRecords
from portal.labels import Labelled


class Appeal(Labelled):
    """A service asks others to look at a decision again; ``heard`` is what they decided."""

    case = models.OneToOneField(AccreditationCase, on_delete=models.PROTECT, related_name="appeal")
    decision = models.OneToOneField(AccreditationDecision, on_delete=models.PROTECT, related_name="appeal")
    grounds = models.TextField(_("grounds"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    heard = models.OneToOneField(
        AccreditationDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="appeal_heard"
    )

    history = AuditRecords()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(grounds__regex=r"\S"), name="peerreview_an_appeal_has_grounds"),
        ]

    def __str__(self) -> str:
        return str(_("Appeal against “%(decision)s”") % {"decision": self.decision.get_outcome_display()})


class RegulatoryEvent(Labelled):
    """A regulator said or did something that makes an accreditation a question, until the panel answers it."""

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=11, choices=RegulatoryKind.choices)
    happened_on = models.DateField(_("on"))
    text = models.TextField(_("what the regulator said, and where it is published"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded"))
    answer = models.ForeignKey(
        AccreditationDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="events_answered"
    )

    history = AuditRecords()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="peerreview_a_regulatory_event_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_on}"
