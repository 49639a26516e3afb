"""What a board agreed that somebody does by a day: with a decision, or at a meeting."""

from datetime import datetime
from typing import TYPE_CHECKING, Self, cast

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.boards import Board
from governance.models.decisions import Decision
from governance.models.meetings import Meeting
from governance.models.rounds import kept_out
from governance.models.standing import standing_of
from portal.history.records import AuditRecords

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class AgreedActionQuerySet(models.QuerySet["AgreedAction"]):
    """Actions, by who reads them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what the board's own people read, and what is the person's own; nothing of a matter they left."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        theirs = models.Q(board__in=standing_of(person, at).inside) | models.Q(owner=person.pk)
        return self.filter(theirs).filter(models.Q(decision=None) | ~kept_out(person.pk, "decision__proposal"))

    def may_be_told(self, person: "User | AnonymousUser", decision: Decision) -> bool:
        """Say whether ``person`` may be told what follows from ``decision``: nobody who was kept out of the matter."""
        kept = Decision.objects.filter(kept_out(cast("int", person.pk), "proposal"), pk=decision.pk)
        return not kept.exists()


class AgreedAction(models.Model):
    """One thing, one owner, one day. ``token`` comes from the form: a second click finds the action of the first."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="agreed_actions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="agreed_actions")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="agreed_actions"
    )
    what = models.CharField(_("what is to be done"), max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="agreed_actions")
    due_on = models.DateField(_("due"))
    agreed_at = models.DateTimeField(_("agreed"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.TextField(_("what was done"), blank=True)
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AgreedActionQuerySet.as_manager()
    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(meeting__isnull=False, decision__isnull=True)
                | models.Q(meeting__isnull=True, decision__isnull=False),
                name="governance_an_action_comes_from_a_meeting_or_a_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True, outcome="")
                | models.Q(done_at__isnull=False, done_by__isnull=False, outcome__regex=r"\S"),
                name="governance_a_done_action_says_who_when_and_what",
            ),
            models.CheckConstraint(condition=models.Q(what__regex=r"\S"), name="governance_an_action_says_what"),
        ]
        indexes = [models.Index(fields=["owner", "done_at"])]

    def __str__(self) -> str:
        return self.what
