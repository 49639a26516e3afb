"""Who is told of what happens to a plan. A title leaves the portal: it names no service and tells no action's words."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from peerreview.announcements.telling import tell_of_review
from peerreview.models import PlanAction, ProgressUpdate, Review
from peerreview.queries.people import hosts_of, managers_of_review
from peerreview.queries.reports import report_of
from portal.people.models import User


def plan_handed_in(review: Review, by: User, at: datetime) -> None:
    """Tell who runs the review by its number, and who led the team that the service they visited has a plan."""
    managers = managers_of_review(review, at)
    words = _("%(urn)s handed in its action plan") % {"urn": review.service.urn}
    _tell("plan_handed_in", f"{review.pk}", review, words, managers, by, at)
    lead = _lead(review) - managers
    words = _("A service you visited handed in its action plan")
    _tell("plan_handed_in", f"{review.pk}:lead", review, words, lead, by, at)


def action_given(review: Review, action: PlanAction, by: User, at: datetime) -> None:
    """Tell the owner what they are to see to."""
    if action.owner_id is not None:
        words = _("You see to an action of your service’s plan")
        key = f"{action.pk}:{action.version}"
        _tell("action_given", key, review, words, [action.owner_id], by, at, page=_page(action))


def action_done(review: Review, action: PlanAction, update: ProgressUpdate, by: User, at: datetime) -> None:
    """Ask those who look back to see whether it is so."""
    people = managers_of_review(review, at) | _lead(review)
    words = _("An action of a service’s plan waits to be verified")
    _tell("action_done", f"{update.pk}", review, words, people, by, at, page=_page(action))


def action_verified(review: Review, action: PlanAction, update: ProgressUpdate, by: User, at: datetime) -> None:
    """Tell the owner and the host lead that somebody saw it."""
    words = _("An action of your service’s plan is verified")
    _tell("action_verified", f"{update.pk}", review, words, _ours(review, action, at), by, at, page=_page(action))


def action_sent_back(review: Review, action: PlanAction, update: ProgressUpdate, by: User, at: datetime) -> None:
    """Tell the owner and the host lead that something is lacking."""
    words = _("An action of your service’s plan is not verified yet: read what is lacking")
    _tell("action_sent_back", f"{update.pk}", review, words, _ours(review, action, at), by, at, page=_page(action))


def _ours(review: Review, action: PlanAction, at: datetime) -> set[int]:
    leads = hosts_of([review.service_id], at, leads_only=True).get(review.service_id, frozenset())
    return {*leads, *([action.owner_id] if action.owner_id else [])}


def _lead(review: Review) -> frozenset[int]:
    report = report_of(review)
    return frozenset({report.lead_id}) if report is not None else frozenset()


def _page(action: PlanAction) -> str:
    return f"plan/{action.n}/"


def _tell(
    event: str,
    key: str,
    review: Review,
    title: str,
    people: Iterable[int],
    by: User,
    at: datetime,
    *,
    page: str = "plan/",
) -> None:
    tell_of_review(event, review, title, people, at, by=by, page=page, key=f"{event}:{key}")
