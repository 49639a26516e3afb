"""Writing a plan, doing it, having it verified by somebody else, carrying on what is open, and closing."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from governance.models.sealed import SealedForEver
from peerreview.actions import actionplans as acts
from peerreview.actions import progress
from peerreview.actions.actionplans import Words
from peerreview.actions.carrying import carry_into, link_carried
from peerreview.actions.evidence import add_evidence, add_revision, remove_evidence
from peerreview.actions.reviews import start_self_review
from peerreview.enums.actionplans import ActionState as A
from peerreview.enums.evidence import EvidenceKind, Sensitivity
from peerreview.enums.reviews import DeadlineKind, ReviewKind, ReviewState
from peerreview.models import (
    Deadline,
    EvidenceItem,
    NotTakenUp,
    PlanAction,
    PlanAnswer,
    PlanEvidence,
    ProgressUpdate,
    Recommendation,
    Review,
)
from peerreview.queries.planchecks import findings
from peerreview.queries.readiness import between
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.history.writing import save_with_history
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories import actionplans as plan
from tests.factories import reports as make
from tests.factories.peerreviews import ReviewCycleFactory
from tests.factories.people import UserFactory
from tests.factories.reviewers import ReviewerConflictFactory
from tests.factories.selfassessments import lead_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=200)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def told(person: User) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("event", flat=True))


def test_a_plan_is_handed_in_when_every_must_has_an_action_or_a_reason() -> None:
    review = plan.reported(("must", "must", "should"))
    lead, (first, second, _third) = lead_of(review), plan.asked(review)
    way = between(review, NOON)
    assert way is not None
    assert way.missing == ("“Must” recommendations are without an action or a reason: 2",)
    plan.planned(review, first)
    with pytest.raises(Refused, match="without an action or a reason: 1"):
        acts.hand_in_plan(review=make.fresh(review), by=lead, at=NOON)
    acts.say_why_not(review=review, recommendation=second, reason="The house moves in May.", by=lead, at=NOON)
    acts.hand_in_plan(review=make.fresh(review), by=lead, at=NOON)
    acts.hand_in_plan(review=make.fresh(review), by=lead, at=NOON)
    row = Review.objects.get(pk=review.pk)
    assert (row.state, row.awaited_kind) == (ReviewState.ACTION_PLAN, DeadlineKind.PROGRESS)
    assert Deadline.objects.get(review=review, kind=DeadlineKind.ACTION_PLAN).done_at == NOON
    assert list(findings(NOON)) == []


def test_words_are_saved_while_owner_and_day_are_lacking_and_block_only_the_handing_in() -> None:
    review = plan.reported(("should",))
    lead, token = lead_of(review), uuid.uuid4()
    first = acts.add_action(review=review, words=Words("Talk more."), by=lead, at=NOON, token=token)
    again = acts.add_action(
        review=make.fresh(review), words=Words("Talk more, also at night."), by=lead, at=NOON, token=token
    )
    assert (first.pk, PlanAction.objects.get().what) == (again.pk, "Talk more, also at night.")
    with pytest.raises(Refused, match="lack somebody who sees to them, or a day: 1"):
        acts.hand_in_plan(review=make.fresh(review), by=lead, at=NOON)
    words = Words("Talk more, also at night.", lead, plan.DUE)
    acts.change_action(action=again, words=words, base=again.version, reason="", by=lead, at=NOON)
    acts.hand_in_plan(review=make.fresh(review), by=lead, at=NOON)


def test_who_has_not_read_what_stands_changes_nothing() -> None:
    action = plan.planned(plan.reported())
    lead = lead_of(action.plan.review)
    words = Words("Something else.", lead, plan.DUE)
    acts.change_action(action=action, words=words, base=1, reason="", by=lead, at=NOON)
    with pytest.raises(Refused, match="Somebody changed this meanwhile"):
        acts.change_action(action=action, words=Words("Mine."), base=1, reason="", by=lead, at=NOON)
    assert plan.again(action).what == "Something else."


def test_once_handed_in_a_change_says_why_and_the_new_owner_is_told() -> None:
    review = plan.handed_in()
    action, lead, staff = PlanAction.objects.get(), lead_of(review), plan.staff_of(review)
    words = Words(action.what, staff, plan.DUE, plan.asked(review))
    with pytest.raises(Refused, match="say why"):
        acts.change_action(action=action, words=words, base=action.version, reason=" ", by=lead, at=NOON)
    acts.change_action(action=action, words=words, base=action.version, reason="She leads it.", by=lead, at=NOON)
    assert told(staff) == ["peer_review.action_given"]
    with pytest.raises(PermissionDenied):
        acts.remove_action(action=plan.again(action), reason="No.", by=lead, at=NOON)


def test_an_owner_hosts_in_the_service() -> None:
    review = plan.reported()
    with pytest.raises(Refused, match="hosts in the service"):
        plan.planned(review, owner=UserFactory())


def test_an_action_answers_recommendations_of_its_own_report_alone() -> None:
    review, other = plan.reported(), plan.reported()
    with pytest.raises(Refused, match="not in the report"):
        plan.planned(review, plan.asked(other)[0])
    action = plan.planned(review)
    with pytest.raises(IntegrityError, match="another report"), transaction.atomic():
        PlanAnswer(action=action, recommendation=plan.asked(other)[0]).save()
    row = NotTakenUp(plan=action.plan, recommendation=plan.asked(other)[0], reason="x", by=lead_of(review), at=NOON)
    with pytest.raises(IntegrityError, match="another report"), transaction.atomic():
        row.save()


def test_what_is_taken_out_leaves_its_recommendation_open() -> None:
    review = plan.reported(("must",))
    action, lead = plan.planned(review), lead_of(review)
    acts.remove_action(action=action, reason="Said twice.", by=lead, at=NOON)
    with pytest.raises(Refused, match="without an action"):
        acts.hand_in_plan(review=make.fresh(review), by=lead, at=NOON)
    assert plan.planned(review).n == 2


def test_an_action_is_told_of_by_its_owner_and_verified_by_another() -> None:
    review = plan.reported()
    staff, manager, lead = plan.staff_of(review), make.manager(), make.team_of(review)[0]
    action = plan.planned(review, *plan.asked(review), owner=staff)
    with pytest.raises(PermissionDenied):
        progress.tell_progress(action=action, text="Begun.", is_done=False, by=staff, at=NOON)
    plan.handed_in(review)
    progress.tell_progress(action=action, text="Begun.", is_done=False, by=staff, at=NOON)
    plan.done(action)
    assert told(manager)[-1] == told(lead)[-1] == "peer_review.action_done"
    progress.send_back(action=plan.again(action), text="Nights are missing.", by=lead, at=LATER)
    row = plan.again(action)
    assert (row.state, row.done_by, row.done_at) == (A.IN_PROGRESS, None, None)
    plan.done(action, at=LATER)
    progress.verify_action(action=plan.again(action), text="Seen.", by=manager, at=LATER)
    row = plan.again(action)
    assert (row.state, row.verified_by, row.verified_at) == (A.VERIFIED, manager, LATER)
    states = [A.IN_PROGRESS, A.DONE, A.IN_PROGRESS, A.DONE, A.VERIFIED]
    assert list(ProgressUpdate.objects.order_by("n").values_list("state", flat=True)) == states
    assert list(findings(LATER)) == []


def test_nobody_of_the_service_and_no_stranger_verifies() -> None:
    review = plan.handed_in()
    action = plan.done(PlanAction.objects.get())
    conflicted, staff = make.manager(), plan.staff_of(review)
    ReviewerConflictFactory(person=conflicted, service=review.service, kind="family")
    peer = make.team_of(review)[1]
    for person in (lead_of(review), staff, conflicted, peer, UserFactory(), UserFactory(roles=["administrator"])):
        with pytest.raises(PermissionDenied):
            progress.verify_action(action=action, text="Seen.", by=person, at=NOON)
        with pytest.raises(PermissionDenied):
            progress.send_back(action=action, text="No.", by=person, at=NOON)


def test_the_database_refuses_an_owner_who_verifies_and_a_verified_action_of_nobody() -> None:
    plan.handed_in()
    action = plan.done(PlanAction.objects.get())
    owner = action.owner
    wrong: list[dict[str, object]] = [
        {"state": A.VERIFIED, "verified_by": owner, "verified_at": NOON},
        {"state": A.VERIFIED, "verified_by": None, "verified_at": None},
        {"verified_by": make.manager(), "verified_at": NOON},
        {"state": A.NOT_PURSUED, "done_by": None, "done_at": None},
        {"done_by": None, "done_at": None},
        {"owner": None},
        {"carried_at": NOON},
    ]
    for change in wrong:
        row = plan.again(action)
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_progress_is_never_changed_or_deleted() -> None:
    plan.handed_in()
    plan.done(PlanAction.objects.get())
    row = ProgressUpdate.objects.get()
    for act in (row.save, row.delete, ProgressUpdate.objects.all().delete):
        with pytest.raises(SealedForEver):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet.update(ProgressUpdate.objects.all(), text="Otherwise.")  # no history: sealed by the database
    if connection.vendor == "postgresql":
        return
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE peerreview_progressupdate SET text = 'Otherwise.'")


@pytest.mark.parametrize("act", [progress.verify_action, progress.send_back])
def test_a_step_is_told_in_words(act: Callable[..., object]) -> None:
    plan.handed_in()
    action = plan.done(PlanAction.objects.get())
    with pytest.raises(Refused, match="in words"):
        act(action=action, text="  ", by=make.manager(), at=NOON)
    assert plan.again(action).state == A.DONE


def test_what_is_given_up_says_why_answers_its_recommendation_and_can_be_taken_up_again() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    action, lead = PlanAction.objects.get(), lead_of(review)
    with pytest.raises(Refused):
        progress.give_up(action=action, reason=" ", by=lead, at=NOON)
    progress.give_up(action=action, reason="The room is let.", by=lead, at=NOON)
    assert between(make.fresh(review), NOON).missing == ("The progress review has not been held.",)  # type: ignore[union-attr]
    progress.take_up_again(action=plan.again(action), text="It is free again.", by=lead, at=NOON)
    row = plan.again(action)
    assert (row.state, row.why_not) == (A.PLANNED, "")
    assert list(findings(NOON)) == []


def test_a_review_is_closed_when_nothing_is_open_and_the_ledger_keeps_what_became_of_it() -> None:
    review = plan.reported(("must", "should"))
    first, second = plan.asked(review)
    actions = [plan.planned(review, first), plan.planned(review, second)]
    plan.handed_in(review)
    manager, lead = make.manager(), lead_of(review)
    with pytest.raises(Refused, match="neither verified, nor given up with a reason, nor carried on: 2"):
        progress.close_review(review=make.fresh(review), text="All good.", better="They say so.", by=manager, at=LATER)
    plan.verified(actions[0])
    progress.carry_on(action=plan.again(actions[1]), reason="It needs a summer.", by=manager, at=LATER)
    with pytest.raises(PermissionDenied):
        progress.close_review(review=make.fresh(review), text="All good.", better="They say so.", by=lead, at=LATER)
    progress.close_review(
        review=make.fresh(review), text="What was asked is done.", better="They say so.", by=manager, at=LATER
    )
    row = Review.objects.get(pk=review.pk)
    assert (row.state, row.awaited_kind) == (ReviewState.CLOSED, "")
    entry = LedgerEntry.objects.get(kind="peer_review.closed")
    assert entry.facts["actions"] == [[1, "verified"], [2, "carried_on"]]
    # The cycle of the factories was never opened by anybody; of the plan the ledger misses nothing.
    assert [one for one in verify_ledger() if "ReviewCycle" not in one.where] == []
    assert list(findings(LATER)) == []
    assert "peer_review.closed" in told(lead)


def test_open_actions_come_along_when_the_next_review_begins_and_once_only() -> None:
    review = plan.reported(("must", "should", "could"))
    staff = plan.staff_of(review)
    rows = [plan.planned(review, one, owner=staff) for one in plan.asked(review)]
    plan.handed_in(review)
    plan.verified(rows[0])
    plan.done(rows[1])
    following = plan.next_review(review)
    at = datetime(2027, 9, 7, 9, 0, tzinfo=UTC)
    start_self_review(review=following, by=lead_of(review), at=at)
    copies = list(PlanAction.objects.filter(plan__review=following).order_by("n"))
    assert [(row.carried_from, row.state, row.owner) for row in copies] == [
        (rows[1], A.DONE, staff),
        (rows[2], A.PLANNED, staff),
    ]
    assert [bool(plan.again(row).carried_at) for row in rows] == [False, True, True]
    with pytest.raises(PermissionDenied):
        progress.tell_progress(action=plan.again(rows[2]), text="x", is_done=False, by=staff, at=at)
    # Progress goes on where they are now, long before the next plan; the earlier review can be closed.
    progress.tell_progress(action=plan.again(copies[1]), text="Begun.", is_done=False, by=staff, at=at)
    progress.verify_action(action=plan.again(copies[0]), text="Seen.", by=make.manager(), at=at)
    progress.close_review(
        review=make.fresh(review), text="The rest goes on.", better="They say so.", by=make.manager(), at=at
    )
    assert list(findings(at)) == []


def test_what_is_carried_on_by_hand_goes_at_once_where_the_next_review_has_begun() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    action, manager = PlanAction.objects.get(), make.manager()
    following = plan.next_review(review, state=ReviewState.SELF_REVIEW)
    progress.carry_on(action=action, reason="It needs a summer.", by=manager, at=LATER)
    copy = PlanAction.objects.get(plan__review=following)
    assert (copy.carried_from, plan.again(action).carried_why) == (action, "It needs a summer.")
    with pytest.raises(PermissionDenied):
        progress.carry_on(action=plan.again(action), reason="Twice.", by=manager, at=LATER)


def test_what_was_carried_on_before_the_next_review_waits_for_it() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    action = PlanAction.objects.get()
    progress.carry_on(action=action, reason="It needs a summer.", by=make.manager(), at=LATER)
    progress.close_review(
        review=make.fresh(review), text="One thing goes on.", better="They say so.", by=make.manager(), at=LATER
    )
    following = plan.next_review(review)
    start_self_review(review=following, by=lead_of(review), at=datetime(2027, 9, 7, 9, 0, tzinfo=UTC))
    assert PlanAction.objects.get(plan__review=following).carried_from == action


def test_a_recommendation_that_carries_on_an_earlier_one_is_answered_by_what_came_along() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    earlier = plan.asked(review)[0]
    following = plan.reported(("must",))
    following.service = review.service
    following.cycle = ReviewCycleFactory(opens_on=date(2027, 9, 6), closes_on=date(2028, 8, 31))
    save_with_history(following, by=None, reason="Made for a test", at=NOON)
    lead = lead_of(review)
    carry_into(make.fresh(following), lead, LATER)
    row: Recommendation = plan.asked(following)[0]
    row.carried_from = earlier
    save_with_history(row, by=None, reason="Made for a test", at=NOON)
    link_carried(make.fresh(following), lead, LATER)
    link_carried(make.fresh(following), lead, LATER)
    copy = PlanAction.objects.get(plan__review=following)
    assert list(PlanAnswer.objects.filter(action=copy).values_list("recommendation", flat=True)) == [row.pk]


def test_a_review_for_accreditation_writes_its_plan_and_hands_it_in_after_the_panel() -> None:
    review = plan.reported(("must",))
    review.kind = ReviewKind.ACCREDITATION
    save_with_history(review, by=None, reason="Made for a test", at=NOON)
    plan.planned(review)
    with pytest.raises(Refused, match="goes to the panel first"):
        acts.hand_in_plan(review=make.fresh(review), by=lead_of(review), at=NOON)
    assert Review.objects.get(pk=review.pk).state == ReviewState.FINAL


def test_evidence_is_added_for_the_plan_and_what_the_team_was_given_stands() -> None:
    review = plan.reported()
    lead, staff = lead_of(review), plan.staff_of(review)
    old = EvidenceItem(review=review, title="The rota", kind="plan", added_by=lead, added_at=NOON - timedelta(days=90))
    save_with_history(old, by=None, reason="Made for a test", at=NOON)
    action = plan.planned(review, *plan.asked(review), owner=staff)
    plan.handed_in(review)
    item = add_evidence(
        review=make.fresh(review),
        title="The new rota",
        kind=EvidenceKind.PLAN,
        sensitivity=Sensitivity.ORDINARY,
        has_child_data=False,
        content=b"day,night\nMonday,2\n",
        by=staff,
        at=LATER,
    )
    revision = item.revisions.get()
    progress.show_evidence(action=plan.again(action), revisions=[revision], by=staff, at=LATER)
    assert PlanEvidence.objects.get().revision == revision
    with pytest.raises(PermissionDenied):
        remove_evidence(item=EvidenceItem.objects.get(pk=old.pk), reason="Away.", by=lead, at=LATER)
    add_revision(item=EvidenceItem.objects.get(pk=item.pk), content=b"day,night\nMonday,3\n", by=staff, at=LATER)
    progress.show_evidence(action=plan.again(action), revisions=[], by=staff, at=LATER)
    assert not PlanEvidence.objects.exists()
    elsewhere = plan.handed_in()
    other = plan.again(PlanAction.objects.get(plan__review=elsewhere))
    with pytest.raises(Refused, match="not in the library"):
        progress.show_evidence(action=other, revisions=[revision], by=lead_of(elsewhere), at=LATER)


def test_the_clock_waits_for_the_plan_and_then_for_its_progress() -> None:
    review = plan.reported(("could",))
    assert (review.awaited_kind, review.awaited_on) == (DeadlineKind.ACTION_PLAN, date(2026, 12, 14))
    plan.handed_in(review)
    row = Review.objects.get(pk=review.pk)
    assert (row.awaited_kind, row.awaited_on) == (DeadlineKind.PROGRESS, date(2027, 9, 2))
