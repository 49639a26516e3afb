"""Opening a cycle, winding its clock, planning its reviews, closing it."""

from dataclasses import asdict
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.announcements import reviews as announce
from peerreview.domain.reviewclock import ClockRules, first_deadlines
from peerreview.domain.reviews import BEFORE_VISIT
from peerreview.enums.cycles import CycleState
from peerreview.enums.reviews import ReviewKind
from peerreview.models import Deadline, Review, ReviewCycle, Service
from peerreview.models.strangers import strange_services
from peerreview.permissions import reviews as permissions
from peerreview.permissions.hosts import is_host
from peerreview.queries.planning import PlannedReview, edition_for, plan_of
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.queries.bankholidays import bank_holidays
from portal.people.refusals import Refused


@transaction.atomic
def open_cycle(
    *, label: str, title: str, opens_on: date, closes_on: date, rules: ClockRules, by: User, at: datetime
) -> ReviewCycle:
    """Open a cycle under a label of its own."""
    _insist(by, at)
    if ReviewCycle.objects.filter(label=label).exists():
        raise Refused(_("A cycle with this label is already here."))
    if closes_on <= opens_on:
        raise Refused(_("It cannot close before it opens."))
    cycle = ReviewCycle(label=label, title=title, opens_on=opens_on, closes_on=closes_on)
    _wind(cycle, rules)
    save_with_history(cycle, by=by, reason=_("Cycle opened"), at=at)
    append_to_ledger(kind="peer_review.cycle_opened", subject=cycle, by=by, at=at)
    return cycle


@transaction.atomic
def set_clock(*, cycle: ReviewCycle, rules: ClockRules, reason: str, by: User, at: datetime) -> ReviewCycle:
    """Change the numbers of the clock. What has fallen due keeps its day: that moves by an extension only."""
    cycle = _open(cycle, by, at)
    if rules == cycle.rules:
        raise Refused(_("These are the numbers already."))
    _wind(cycle, rules)
    save_with_history(cycle, by=by, reason=reason, at=at)
    return cycle


@transaction.atomic
def close_cycle(*, cycle: ReviewCycle, reason: str, by: User, at: datetime) -> ReviewCycle:
    """Close a cycle: none of its reviews waits for a visit any more; reports and plans still run their course."""
    cycle = _open(cycle, by, at)
    waiting = Review.objects.filter(cycle=cycle, state__in=BEFORE_VISIT)
    if waiting.exists():
        raise Refused(_("There are reviews in it that have not been visited. Visit, or cancel them with a reason."))
    cycle.state = CycleState.CLOSED
    save_with_history(cycle, by=by, reason=reason, at=at)
    return cycle


@transaction.atomic
def plan_reviews(*, cycle: ReviewCycle, by: User, at: datetime) -> list[Review]:
    """Plan a review for every member that has none yet, exactly as the preview says; repeating it adds who joined."""
    cycle = _open(cycle, by, at)
    plan = plan_of(by, cycle, at)
    reviews = [_write(cycle, planned, _("Planned for the cycle"), by, at) for planned in plan.reviews]
    announce.reviews_planned(reviews, by, at)
    return reviews


@transaction.atomic
def plan_one(
    *, cycle: ReviewCycle, service: Service, kind: ReviewKind, clock_from: date, reason: str, by: User, at: datetime
) -> Review:
    """Plan one review by hand: an interim or a focused one, or a member's that joined late."""
    cycle = _open(cycle, by, at)
    service = Service.objects.select_for_update(of=("self",)).select_related("region").get(pk=service.pk)
    if is_host(by, service, at) or strange_services(by, at).filter(pk=service.pk).exists():
        raise PermissionDenied
    edition = edition_for(service, at)
    if edition is None:
        raise Refused(_("The service is not a member with a set of which an edition is in force."))
    if Review.objects.filter(service=service, cycle=cycle, kind=kind).exists():
        raise Refused(_("It has this review in the cycle already."))
    if not cycle.opens_on <= clock_from < cycle.closes_on:
        raise Refused(_("The day must lie in the cycle."))
    holidays = bank_holidays(service.region.nation, clock_from)
    deadlines = first_deadlines(clock_from, kind, cycle.rules, holidays)
    review = _write(cycle, PlannedReview(service, kind, edition, clock_from, deadlines), reason, by, at)
    announce.reviews_planned([review], by, at)
    return review


def _write(cycle: ReviewCycle, planned: PlannedReview, reason: str, by: User, at: datetime) -> Review:
    review = Review(
        service=planned.service,
        cycle=cycle,
        kind=planned.kind,
        edition=planned.edition,
        clock_from=planned.clock_from,
        state_since=at,
    )
    save_with_history(review, by=by, reason=reason, at=at)
    for kind, due_on in planned.deadlines.items():
        save_with_history(Deadline(review=review, kind=kind, due_on=due_on), by=by, reason=reason, at=at)
    return review


def _wind(cycle: ReviewCycle, rules: ClockRules) -> None:
    for name, value in asdict(rules).items():
        setattr(cycle, name, value)


def _insist(by: User, at: datetime) -> None:
    if not permissions.can_run_cycles(by, at):
        raise PermissionDenied


def _open(cycle: ReviewCycle, by: User, at: datetime) -> ReviewCycle:
    cycle = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    _insist(by, at)
    if not cycle.is_open:
        raise Refused(_("The cycle is closed."))
    return cycle
