"""What plans need of one person now, for their Today page: to write one, to do an action, to see whether it is done."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerreview.domain.actionplans import TO_DO
from peerreview.enums.actionplans import ActionState
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import PlanAction, Review
from peerreview.queries.hosts import hosting
from portal.people.enums import RoleKind
from portal.people.models.periods import day_of
from portal.people.permissions.roles import has_role
from portal.today import Card

if TYPE_CHECKING:
    from portal.people.models import User

AHEAD = timedelta(days=30)
MOST = 3


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Return what waits for a host, and for who looks back on what was done."""
    roles = hosting(person, at)
    if roles:
        led = [service for service, kind in roles.items() if kind is HostKind.LEAD]
        yield from _to_write(led)
        yield from _to_do(person, list(roles), at)
    runs = has_role(person, RoleKind.PROGRAMME_MANAGER, at)
    if runs or has_role(person, RoleKind.REVIEWER, at):
        yield from _to_verify(person, at, runs=runs)


def _to_write(services: list[int]) -> Iterator[Card]:
    plan = Q(awaited_kind=DeadlineKind.ACTION_PLAN)
    rows = Review.objects.filter(plan, service__in=services).select_related("cycle")
    for review in rows.order_by("awaited_on", "pk"):
        yield Card(
            _("Write the action plan and hand it in"),
            _("You lead the review in your service, and its report is final."),
            reverse("peerreview:plan", args=[review.pk]),
            _("Open the plan"),
            due=review.awaited_on,
            tag=str(ReviewState(review.state).label),
            tag_state=review.state,
        )


def _to_do(person: "User", services: list[int], at: datetime) -> Iterator[Card]:
    rows = PlanAction.objects.followed().filter(
        owner=person, plan__review__service__in=services, state__in=TO_DO, due_on__lte=day_of(at + AHEAD)
    )
    for action in rows.select_related("plan").order_by("due_on", "pk")[:MOST]:
        yield Card(
            _("Do what you took on: %(what)s") % {"what": action.what[:100]},
            _("It is in your service’s action plan."),
            reverse("peerreview:plan_action", args=[action.plan.review_id, action.n]),
            _("Tell how far it is"),
            due=action.due_on,
            tag=str(ActionState(action.state).label),
            tag_state=action.state,
        )


def _to_verify(person: "User", at: datetime, *, runs: bool) -> Iterator[Card]:
    """One question: a card a review, for the first few; what the lead of a team sees is asked where it is opened."""
    seen = Review.objects.managed_by(person, at) if runs else Review.objects.visible_to(person, at)
    mine = Q() if runs else Q(plan__review__report__lead=person)
    rows = PlanAction.objects.followed().filter(mine, state=ActionState.DONE).exclude(owner=person)
    rows = rows.exclude(done_by=person).filter(plan__review__in=seen.order_by().values("pk"))
    waiting = rows.order_by().values("plan__review").annotate(many=Count("pk"), since=Min("done_at"))
    for row in waiting.order_by("since", "plan__review")[:MOST]:
        words = ngettext("See whether %(many)d action is done", "See whether %(many)d actions are done", row["many"])
        yield Card(
            words % {"many": row["many"]},
            _("A service says so, and somebody else than who did it looks."),
            reverse("peerreview:plan", args=[row["plan__review"]]),
            _("Open the plan"),
            tag=_("To verify"),
            tag_state=ActionState.DONE,
        )
