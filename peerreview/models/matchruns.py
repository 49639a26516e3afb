"""A search for teams: what was asked, how far it is, what was found. It has no history: it is its own record."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.teams import MatchState
from peerreview.models.cycles import ReviewCycle
from portal.labels import Labelled
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from portal.people.models import User


class MatchRunQuerySet(models.QuerySet["MatchRun"]):
    """Searches."""

    def visible_to(self, person: "User", at: date | datetime) -> Self:
        """Keep one's own: each was made of the reviews its programme manager runs, and of no others."""
        if not has_role(person, RoleKind.PROGRAMME_MANAGER, at):
            return self.none()
        return self.filter(by=person)


class MatchRun(Labelled):
    """One search. ``problem`` is exactly what the solver was given; equal hashes have equal proposals."""

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="match_runs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("started"))
    state = models.CharField(_("state"), max_length=10, choices=MatchState.choices, default=MatchState.QUEUED)
    seconds = models.PositiveSmallIntegerField(_("seconds at most"))
    input_hash = models.CharField(max_length=64)
    problem = models.TextField()
    proposal = models.TextField(blank=True)
    seats_wanted = models.PositiveIntegerField(_("seats wanted"))
    seats_found = models.PositiveIntegerField(_("seats filled so far"), null=True, blank=True)
    gap = models.FloatField(_("at most so far from the best"), null=True, blank=True)
    elapsed = models.FloatField(_("seconds so far"), default=0)
    heard_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "by"],
                condition=Q(state__in=[MatchState.QUEUED, MatchState.RUNNING]),
                name="peerreview_one_search_of_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchState.DONE) | ~Q(proposal=""),
                name="peerreview_a_finished_search_found_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_state_display()}"
