"""Who writes an action plan, tells of progress, looks whether it is so, and reads it; nobody looks at their own."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from peerreview.domain.actionplans import TAKES_ON, TO_DO, WRITING
from peerreview.enums.actionplans import ActionState
from peerreview.enums.evidence import EvidenceKind, Sensitivity
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.models import ActionPlan, EvidenceItem, PlanAction, Review, VisitReport
from peerreview.permissions import actionplans
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import DeadlineFactory, ReviewFactory
from tests.factories.reviewcasts import HOSTS, cast_of, stages, team_of
from tests.people import person
from tests.remembering import remembered
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
S, A = ReviewState, ActionState
# Who looks back: who runs the review, and the lead of the team whose report it is.
LOOKS = "manager team_lead"
# Long after everything else of the team is closed to it.
LATE = NOON + timedelta(days=300)
DUE = date(2027, 1, 15)


@pytest.fixture
@remembered
def review() -> Review:
    return ReviewFactory(state=S.FINAL)  # type: ignore[no-any-return]


@pytest.fixture
@remembered
def cast(review: Review) -> dict[str, Person]:
    found = {**cast_of(review), **team_of(review)}
    report = VisitReport(review=review, lead=found["team_lead"], begun_at=NOON)
    report.finalised_by, report.finalised_at = person(), NOON
    report.save()
    DeadlineFactory(review=review, kind=DeadlineKind.FINAL, done_at=NOON)
    return found


@pytest.fixture
@remembered
def plan(review: Review) -> ActionPlan:
    return ActionPlan.objects.create(review=review, begun_at=NOON)


def again(review: Review, state: str = S.FINAL) -> Review:
    found = Review.objects.select_related("report", "service").get(pk=review.pk)
    found.state = state
    return found


def action_of(plan: ActionPlan, owner: Person | None, **fields: object) -> PlanAction:
    """Return an action of the plan as it would be read; only its fields are asked."""
    return PlanAction(plan=plan, n=1, what="We plan supervision.", owner=owner, **{"due_on": DUE, **fields})


def states(action: PlanAction, may: Callable[[], bool]) -> set[ActionState]:
    """Return the states of an action in which something is so."""
    now, found = action.state, set()
    for state in ActionState:
        action.state = state
        found |= {state} if may() else set()
    action.state = now
    return found


def test_whoever_looks_back_leads_or_runs_and_has_no_part_in_the_service(review: Review, cast: dict[str, Any]) -> None:
    reported, unfinished = again(review), again(review)
    unfinished.report.finalised_at = None
    bare = ReviewFactory(state=S.FINAL, service=review.service)
    hold(
        cast,
        {
            "look back": (LOOKS, lambda one: actionplans.looks_back(one, reported, LATE)),
            "look back on no final report": ("manager", lambda one: actionplans.looks_back(one, unfinished, LATE)),
            "look back without a report": ("manager", lambda one: actionplans.looks_back(one, bare, LATE)),
        },
    )
    for name in ("tied_peer", "former_reviewer", "gone_expert", "staff", "tied_manager"):
        reported.report.lead = cast[name]
        assert not actionplans.looks_back(cast[name], reported, LATE), name


def test_those_who_host_and_those_who_look_back_read_it(review: Review, cast: dict[str, Any], plan: ActionPlan) -> None:
    final, before = again(review), again(review, S.SELF_REVIEW)
    hold(
        cast,
        {
            "read": (f"{HOSTS} {LOOKS}", lambda one: actionplans.can_read_plan(one, final, plan, LATE)),
            "read what is not begun": (
                f"{HOSTS} {LOOKS}",
                lambda one: actionplans.can_read_plan(one, final, None, LATE),
            ),
            "read what was carried in": (
                f"{HOSTS} {LOOKS}",
                lambda one: actionplans.can_read_plan(one, before, plan, LATE),
            ),
            "read nothing": ("", lambda one: actionplans.can_read_plan(one, before, None, LATE)),
            "write": ("lead", lambda one: actionplans.can_write_plan(one, final, NOON)),
            "hand in": ("lead", lambda one: actionplans.can_hand_in_plan(one, final, NOON)),
        },
    )
    lead = cast["lead"]
    assert stages(final, lambda: actionplans.can_write_plan(lead, final, NOON)) == WRITING | {S.ACTION_PLAN}
    assert stages(final, lambda: actionplans.can_hand_in_plan(lead, final, NOON)) == {S.FINAL, S.DECIDED}


def test_the_host_lead_plans_and_takes_out_until_it_is_handed_in(
    review: Review, cast: dict[str, Any], plan: ActionPlan
) -> None:
    final, followed = again(review), again(review, S.ACTION_PLAN)
    planned = action_of(plan, cast["staff"])
    removed, carried_on = action_of(plan, None, removed_at=NOON), action_of(plan, None, carried_at=NOON)
    brought = action_of(plan, cast["staff"], carried_from_id=1)
    given_up = action_of(plan, None, state=A.NOT_PURSUED)
    hold(
        cast,
        {
            "change": ("lead", lambda one: actionplans.can_change_action(one, final, planned, NOON)),
            "change what is followed": (
                "lead",
                lambda one: actionplans.can_change_action(one, followed, planned, NOON),
            ),
            "change what is out": ("", lambda one: actionplans.can_change_action(one, final, removed, NOON)),
            "change what went on": ("", lambda one: actionplans.can_change_action(one, final, carried_on, NOON)),
            "take out": ("lead", lambda one: actionplans.can_remove_action(one, final, planned, NOON)),
            "take out later": ("", lambda one: actionplans.can_remove_action(one, followed, planned, NOON)),
            "take out what came": ("", lambda one: actionplans.can_remove_action(one, final, brought, NOON)),
            "give up": ("lead", lambda one: actionplans.can_give_up(one, final, planned, NOON)),
        },
    )
    lead = cast["lead"]
    assert states(planned, lambda: actionplans.can_change_action(lead, final, planned, NOON)) == TO_DO
    assert states(planned, lambda: actionplans.can_remove_action(lead, final, planned, NOON)) == {A.PLANNED}
    assert states(planned, lambda: actionplans.can_give_up(lead, followed, planned, NOON)) == TO_DO
    assert states(planned, lambda: actionplans.can_take_up_again(lead, final, planned, NOON)) == {A.NOT_PURSUED}
    assert stages(final, lambda: actionplans.can_change_action(lead, final, planned, NOON)) == WRITING | {S.ACTION_PLAN}
    # What came from last time goes on through every stage of the next review.
    assert stages(final, lambda: actionplans.can_change_action(lead, final, brought, NOON)) == WRITING | TAKES_ON
    hold(cast, {"take up": ("lead", lambda one: actionplans.can_take_up_again(one, followed, given_up, NOON))})
    assert stages(final, lambda: actionplans.can_take_up_again(lead, final, given_up, NOON)) == WRITING | {
        S.ACTION_PLAN
    }


def test_the_owner_and_the_host_lead_tell_of_progress_and_show_it(
    review: Review, cast: dict[str, Any], plan: ActionPlan
) -> None:
    final, followed = again(review), again(review, S.ACTION_PLAN)
    begun = action_of(plan, cast["staff"], state=A.IN_PROGRESS)
    outside = action_of(plan, cast["somebody"])
    nobodys, undated = action_of(plan, None), action_of(plan, cast["staff"], due_on=None)
    gone = action_of(plan, cast["staff"], removed_at=NOON)
    hold(
        cast,
        {
            "tell": ("lead staff", lambda one: actionplans.can_tell_progress(one, followed, begun, NOON)),
            "tell before it is handed in": ("", lambda one: actionplans.can_tell_progress(one, final, begun, NOON)),
            "tell of nobody's": ("", lambda one: actionplans.can_tell_progress(one, followed, nobodys, NOON)),
            "tell of no day": ("", lambda one: actionplans.can_tell_progress(one, followed, undated, NOON)),
            "tell of what is out": ("", lambda one: actionplans.can_tell_progress(one, followed, gone, NOON)),
            # Who does not host any more tells of nothing, their action or not.
            "tell of somebody's": ("lead", lambda one: actionplans.can_tell_progress(one, followed, outside, NOON)),
            "show": ("lead staff", lambda one: actionplans.can_show_evidence(one, followed, begun, NOON)),
            "show before": ("", lambda one: actionplans.can_show_evidence(one, final, begun, NOON)),
        },
    )
    staff = cast["staff"]
    assert states(begun, lambda: actionplans.can_tell_progress(staff, followed, begun, NOON)) == TO_DO
    assert states(begun, lambda: actionplans.can_show_evidence(staff, followed, begun, NOON)) == TO_DO | {A.DONE}


def test_whoever_verifies_neither_owns_it_nor_said_that_it_is_done(
    review: Review, cast: dict[str, Any], plan: ActionPlan
) -> None:
    final, followed = again(review), again(review, S.ACTION_PLAN)
    done = action_of(plan, cast["staff"], state=A.DONE, done_by=cast["lead"])
    owned = action_of(plan, cast["manager"], state=A.DONE, done_by=cast["lead"])
    said = action_of(plan, cast["staff"], state=A.DONE, done_by=cast["team_lead"])
    nobodys = action_of(plan, None, state=A.DONE)
    carried_on = action_of(plan, cast["staff"], state=A.DONE, carried_at=NOON)
    hold(
        cast,
        {
            "verify": (LOOKS, lambda one: actionplans.can_verify(one, followed, done, LATE)),
            "verify their own": ("team_lead", lambda one: actionplans.can_verify(one, followed, owned, LATE)),
            "verify what they said": ("manager", lambda one: actionplans.can_verify(one, followed, said, LATE)),
            "verify nobody's": ("", lambda one: actionplans.can_verify(one, followed, nobodys, LATE)),
            "verify what went on": ("", lambda one: actionplans.can_verify(one, followed, carried_on, LATE)),
            "verify before": ("", lambda one: actionplans.can_verify(one, final, done, LATE)),
            "carry on": (LOOKS, lambda one: actionplans.can_carry_on(one, followed, done, LATE)),
            "carry on twice": ("", lambda one: actionplans.can_carry_on(one, followed, carried_on, LATE)),
            "carry on before": ("", lambda one: actionplans.can_carry_on(one, final, done, LATE)),
            "close": (LOOKS, lambda one: actionplans.can_close(one, followed, LATE)),
            "close before": ("", lambda one: actionplans.can_close(one, final, LATE)),
        },
    )
    manager = cast["manager"]
    assert states(done, lambda: actionplans.can_verify(manager, followed, done, LATE)) == {A.DONE}
    assert states(done, lambda: actionplans.can_carry_on(manager, followed, done, LATE)) == TO_DO | {A.DONE}


def test_a_linked_file_is_opened_by_readers_of_the_plan_and_restricted_stays_restricted(
    review: Review, cast: dict[str, Any]
) -> None:
    lead = cast["lead"]
    assert isinstance(lead, User)
    told = {"review": review, "title": "Rota", "kind": EvidenceKind.values[0], "added_by": lead, "added_at": NOON}
    rota = EvidenceItem.objects.create(sensitivity=Sensitivity.ORDINARY, **told)
    secret = EvidenceItem.objects.create(sensitivity=Sensitivity.RESTRICTED, **told)
    readers = {name: cast[name] for name in f"{HOSTS} {LOOKS}".split()}
    hold(
        readers,
        {
            "open": (f"{HOSTS} {LOOKS}", lambda one: actionplans.can_open_shown(one, rota, LATE)),
            "open what is restricted": ("lead", lambda one: actionplans.can_open_shown(one, secret, LATE)),
        },
    )
