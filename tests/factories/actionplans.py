"""Action plans for tests: a review with a final report, and what its plan holds; the rest through the real actions."""

from datetime import date, datetime, timedelta

from peerreview.actions import actionplans as acts
from peerreview.actions import progress
from peerreview.actions.actionplans import Words
from peerreview.actions.deadlines import keep_awaited, set_deadline
from peerreview.domain.reviewclock import plan_deadlines
from peerreview.enums.reviews import ReviewState
from peerreview.models import PlanAction, Recommendation, Review, ReviewCycle
from portal.history.writing import save_with_history
from portal.people.models import User
from tests.conftest import NOON
from tests.factories import reports as make
from tests.factories.peerreviews import HostRoleFactory, ReviewCycleFactory, ReviewFactory
from tests.factories.people import UserFactory
from tests.factories.selfassessments import lead_of
from tests.remembering import remembered

DUE = date(2027, 1, 15)


@remembered
def reported(strengths: tuple[str, ...] = ("must", "should"), *, cycle: ReviewCycle | None = None) -> Review:
    """Return a review as it stands after ``finalise``, with these recommendations and no files."""
    review = make.visited(1)
    if cycle is not None:
        review.cycle = cycle
        save_with_history(review, by=None, reason="Made for a test", at=NOON)
    for strength in strengths:
        make.recommended(review, strength)
    review = make.fresh(review)
    report = review.report if strengths else make.judge(review, score="met").row.report  # type: ignore[union-attr]
    report.finalised_by, report.finalised_at = make.manager(), NOON
    save_with_history(report, by=None, reason="Made for a test", at=NOON)
    review.state, review.state_since = ReviewState.FINAL, NOON
    save_with_history(review, by=None, reason="Made for a test", at=NOON)
    for kind, due in plan_deadlines(NOON.date(), review.cycle.rules, ()).items():
        set_deadline(review=review, kind=kind, due_on=due, by=None, reason="Made for a test", at=NOON)
    keep_awaited(review=review, by=None, reason="Made for a test", at=NOON)
    return make.fresh(review)


def asked(review: Review) -> list[Recommendation]:
    """Return what its report recommends."""
    return list(Recommendation.objects.filter(report__review=review).order_by("n"))


@remembered
def planned(
    review: Review,
    *answers: Recommendation,
    what: str = "We plan supervision for everybody.",
    owner: User | None = None,
    due_on: date | None = DUE,
    by: User | None = None,
    at: datetime = NOON,
) -> PlanAction:
    """Plan something, by default for the first recommendation and by the host lead."""
    lead = lead_of(review)
    answers = answers or tuple(asked(review)[:1])
    words = Words(what, owner or lead, due_on, answers)
    return acts.add_action(review=make.fresh(review), words=words, by=by or lead, at=at)


@remembered
def handed_in(review: Review | None = None, at: datetime = NOON) -> Review:
    """Return a review whose plan has an action for every recommendation and is handed in."""
    review = review or reported()
    if not PlanAction.objects.filter(plan__review=review).exists():
        planned(review, *asked(review))
    acts.hand_in_plan(review=make.fresh(review), by=lead_of(review), at=at)
    return make.fresh(review)


@remembered
def staff_of(review: Review) -> User:
    """Return somebody new of the host staff."""
    person: User = HostRoleFactory(service=review.service, kind="staff", person=UserFactory(name="Stan Staff")).person
    return person


def again(action: PlanAction) -> PlanAction:
    """Read an action anew."""
    return PlanAction.objects.select_related("plan__review").get(pk=action.pk)


@remembered
def done(action: PlanAction, by: User | None = None, at: datetime = NOON) -> PlanAction:
    """Say that an action is done, as its owner."""
    action = again(action)
    person = by or action.owner
    assert person is not None
    progress.tell_progress(action=action, text="It is in the rota.", is_done=True, by=person, at=at)
    return again(action)


@remembered
def verified(action: PlanAction, by: User | None = None, at: datetime = NOON) -> PlanAction:
    """Have an action verified by a programme manager."""
    progress.verify_action(action=done(action, at=at), text="We read the rota.", by=by or make.manager(), at=at)
    return again(action)


@remembered
def next_review(review: Review, **fields: object) -> Review:
    """Return the service's review in the year after, planned."""
    cycle = ReviewCycleFactory(opens_on=date(2027, 9, 6), closes_on=date(2028, 8, 31))
    row: Review = ReviewFactory(
        service=review.service, cycle=cycle, edition=review.edition, state_since=NOON + timedelta(days=300), **fields
    )
    return row
