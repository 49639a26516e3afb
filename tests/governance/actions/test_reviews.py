"""A decision is looked at again on its day, and changes only by another decision or because its time is over."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.actions.proposals import withdraw_proposal
from governance.actions.reviews import (
    answer_item,
    apply_effect,
    end_trial,
    expire_unreviewed,
    open_review,
    propose_effect,
    remind_of_expiry,
    remind_of_review,
    report_on_review,
)
from governance.domain.refusals import NotAllowed
from governance.enums.decisions import DecisionState
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.enums.reviews import Effect, ItemKind, ReviewOutcome
from governance.models import Decision, DecisionReview, Proposal, ProposalEffect, Reminder, ReviewItem
from governance.models.sealed import SealedForEver
from governance.queries.checks import findings
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.reviews import agreed_to, changed, doubted, reported
from tests.governance.due import preview_due, run_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def state(decision: Decision) -> str:
    return Decision.objects.get(pk=decision.pk).state


def all_is_well(at: datetime) -> bool:
    ledger = [one for one in verify_ledger() if not one.where.startswith("governance.ChairTerm")]
    return ledger == [] and list(findings(at)) == []


def under_review(board: SmallBoard, **fields: object) -> Decision:
    decision = doubted(board, **fields)  # type: ignore[arg-type]  # passed through
    open_review(decision=decision, by=None, at=DUE)
    return Decision.objects.get(pk=decision.pk)


@pytest.mark.parametrize("late", [timedelta(), 2 * DAY, 30 * DAY])
def test_review_opens_on_its_day_once_however_late_the_timer_is(board: SmallBoard, late: timedelta) -> None:
    decision = doubted(board)
    run_due(DUE - DAY)
    assert state(decision) == DecisionState.IN_FORCE
    at = DUE + late
    assert any("its review opens" in line for line in preview_due(at))
    run_due(at)
    assert state(decision) == DecisionState.UNDER_REVIEW
    assert not any("its review opens" in line for line in run_due(at))
    assert open_review(decision=decision, by=None, at=at) == DecisionReview.objects.get()
    assert Notification.objects.filter(event="decision.review_opened").count() == 11
    assert all_is_well(at)


def test_what_was_left_open_comes_up_again_without_names(board: SmallBoard) -> None:
    decision = under_review(board)
    items = list(ReviewItem.objects.filter(review__decision=decision))
    assert [item.kind for item in items] == [ItemKind.CONCERN, ItemKind.DISSENT]
    assert "Small homes cannot print books." in items[0].text
    assert "A template." in items[0].text
    assert items[1].text == "Stand aside: It is too soon."
    assert board.everyone[0].name not in items[1].text


def test_owner_chair_and_secretary_report_and_answer(board: SmallBoard) -> None:
    decision = under_review(board)
    item = ReviewItem.objects.filter(review__decision=decision)[0]
    for person in (board.chair, board.secretary):
        report_on_review(decision=decision, found="It worked.", by=person, at=DUE)
        answer_item(item=item, answer="There is a template.", by=person, at=DUE)
    before = DecisionReview.history.count()
    report_on_review(decision=decision, found="It worked.", by=board.secretary, at=DUE)
    answer_item(item=item, answer="There is a template.", by=board.secretary, at=DUE)
    assert DecisionReview.history.count() == before
    with pytest.raises(NotAllowed):
        report_on_review(decision=decision, found=" ", by=board.chair, at=DUE)
    with pytest.raises(NotAllowed):
        answer_item(item=item, answer=" ", by=board.chair, at=DUE)
    for stranger in (UserFactory(), board.trustees["providers"][1]):
        with pytest.raises(PermissionDenied):
            report_on_review(decision=decision, found="It worked.", by=stranger, at=DUE)
        with pytest.raises(PermissionDenied):
            answer_item(item=item, answer="No.", by=stranger, at=DUE)


def test_going_on_unchanged_needs_the_report_every_answer_and_the_boards_agreement(board: SmallBoard) -> None:
    decision = doubted(board)
    later = date(2027, 12, 1)
    providers = board.trustees["providers"][0]

    def ask(at: datetime = DUE, reason: str = "It works.", by: User = providers, on: date | None = later) -> Proposal:
        return propose_effect(
            decision=Decision.objects.get(pk=decision.pk),
            effect=Effect.CONTINUE,
            reason=reason,
            next_review_on=on,
            by=by,
            at=at,
        )

    with pytest.raises(NotAllowed, match="has not begun"):
        ask()
    run_due(DUE)
    with pytest.raises(NotAllowed, match="what was found"):
        ask()
    reported(decision, board.chair, DUE)
    with pytest.raises(NotAllowed, match="Say why"):
        ask(reason=" ")
    with pytest.raises(NotAllowed, match="reviewed again"):
        ask(on=None)
    with pytest.raises(PermissionDenied):
        ask(by=UserFactory())
    proposal = ask()
    assert proposal.kind == ProposalKind.PROCEDURAL
    assert state(decision) == DecisionState.UNDER_REVIEW
    other = agreed_to(board, proposal, DUE + DAY)
    decision = Decision.objects.get(pk=decision.pk)
    review = DecisionReview.objects.get(decision=decision)
    assert (decision.state, decision.review_on) == (DecisionState.CONTINUED, later)
    assert (review.outcome, review.rests_on, review.next_review_on) == (ReviewOutcome.CONTINUED, other, later)
    assert all_is_well(DUE + 9 * DAY)
    # And round again.
    run_due(datetime(2027, 12, 3, tzinfo=UTC))
    assert state(decision) == DecisionState.UNDER_REVIEW


@pytest.mark.parametrize(
    ("effect", "after"),
    [(Effect.SUPERSEDE, DecisionState.SUPERSEDED), (Effect.RESCIND, DecisionState.RESCINDED)],
)
@pytest.mark.parametrize("reviewed", [True, False])
def test_another_decision_replaces_or_rescinds_it_in_or_before_its_review(
    board: SmallBoard, effect: Effect, after: DecisionState, reviewed: bool
) -> None:
    decision = doubted(board)
    if reviewed:
        run_due(DUE)
    other = changed(board, decision, effect, DUE)
    review = DecisionReview.objects.get(decision=decision)
    other.refresh_from_db()
    assert state(decision) == after
    assert (review.rests_on, review.closed_at) == (other, DUE + timedelta(days=7))
    assert other.supersedes == (decision if effect is Effect.SUPERSEDE else None)
    assert LedgerEntry.objects.filter(kind="review.closed").count() == 1
    assert Notification.objects.filter(event="decision.review_closed", person=board.secretary).count() == 1
    assert all_is_well(DUE + 8 * DAY)
    assert apply_effect(decision=other, by=None, at=DUE + 9 * DAY) is None
    with pytest.raises(SealedForEver):
        review.save()
    with pytest.raises(SealedForEver):
        review.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionReview.objects.filter(pk=review.pk).update(found="Something else.")
    with pytest.raises(PermissionDenied):
        changed(board, Decision.objects.get(pk=decision.pk), Effect.RESCIND, DUE + 9 * DAY)


def test_a_second_click_begins_one_draft(board: SmallBoard) -> None:
    decision, token = doubted(board), uuid4()
    drafts = {
        propose_effect(
            decision=decision, effect=Effect.RESCIND, reason="No use.", by=board.chair, at=DUE, token=token
        ).pk
        for _ in range(2)
    }
    assert len(drafts) == 1 == ProposalEffect.objects.count()


def test_answers_of_a_review_that_is_over_stay_as_they_are(board: SmallBoard) -> None:
    decision = under_review(board)
    item = ReviewItem.objects.filter(review__decision=decision)[0]
    changed(board, decision, Effect.RESCIND, DUE)
    with pytest.raises(NotAllowed, match="is over"):
        answer_item(item=item, answer="Too late.", by=board.chair, at=DUE + 9 * DAY)


def test_it_expires_when_its_review_brings_nothing_and_its_people_were_told(board: SmallBoard) -> None:
    decision = under_review(board)
    for n in range(60):
        run_due(DUE + n * DAY)
    told = Notification.objects.filter(event="decision.expiry_near")
    assert not told.exists()
    run_due(DUE + 61 * DAY)
    assert set(told.values_list("person", flat=True)) == {board.chair.pk}
    run_due(DUE + 89 * DAY)
    assert state(decision) == DecisionState.UNDER_REVIEW
    run_due(DUE + 91 * DAY)
    assert state(decision) == DecisionState.EXPIRED
    assert "Nothing was done" in DecisionReview.objects.get().why_closed
    assert told.count() == 1
    assert run_due(DUE + 92 * DAY) == []
    assert all_is_well(DUE + 92 * DAY)


def test_a_timer_that_was_down_tells_first_and_ends_a_month_later(board: SmallBoard) -> None:
    decision = under_review(board)
    late = DUE + 200 * DAY
    run_due(late)
    assert state(decision) == DecisionState.UNDER_REVIEW
    run_due(late + 29 * DAY)
    assert state(decision) == DecisionState.UNDER_REVIEW
    run_due(late + 30 * DAY)
    assert state(decision) == DecisionState.EXPIRED


def test_while_a_proposal_about_it_is_under_way_it_does_not_expire(board: SmallBoard) -> None:
    decision = under_review(board)
    proposal = propose_effect(decision=decision, effect=Effect.RESCIND, reason="No use.", by=board.chair, at=DUE)
    for days in (65, 95, 130):
        run_due(DUE + days * DAY)
    review = DecisionReview.objects.get()
    expire_unreviewed(review=review, at=DUE + 131 * DAY)
    assert state(decision) == DecisionState.UNDER_REVIEW
    at = datetime(2027, 2, 20, tzinfo=UTC)
    withdraw_proposal(proposal=proposal, reason="Others will.", by=board.chair, at=at)
    run_due(DUE + 140 * DAY)
    run_due(DUE + 171 * DAY)
    assert state(decision) == DecisionState.EXPIRED


@pytest.mark.parametrize("late", [timedelta(), 5 * DAY])
def test_a_trial_ends_on_the_day_it_set_itself(board: SmallBoard, late: timedelta) -> None:
    decision = doubted(board, review_on=date(2027, 11, 1), ends_on=date(2026, 12, 1))
    run_due(DUE - DAY)
    assert end_trial(decision=decision, at=DUE - DAY) is None
    assert state(decision) == DecisionState.IN_FORCE
    run_due(DUE + late)
    assert state(decision) == DecisionState.EXPIRED
    assert end_trial(decision=decision, at=DUE + late) is None
    assert DecisionReview.objects.get().why_closed == "It was decided until 1 December 2026."
    assert all_is_well(DUE + late)


def test_owner_and_chair_are_reminded_once_before_each_review(board: SmallBoard) -> None:
    decision = doubted(board, review_on=date(2026, 12, 20))
    run_due(datetime(2026, 11, 19, 12, tzinfo=UTC))
    assert not Reminder.objects.exists()
    for day in (20, 21, 25):
        run_due(datetime(2026, 11, day, 12, tzinfo=UTC))
    assert Notification.objects.filter(event="decision.review_near").count() == 1
    remind_of_review(decision=decision, at=NOON)
    assert Reminder.objects.count() == 1
    run_due(datetime(2026, 12, 21, tzinfo=UTC))
    review = DecisionReview.objects.get()
    remind_of_expiry(review=review, at=DUE)
    remind_of_expiry(review=review, at=DUE)
    assert Reminder.objects.count() == 2


def test_members_business_is_told_to_the_board_alone(board: SmallBoard) -> None:
    decision = under_review(board, confidentiality=Confidentiality.MEMBERS)
    titles = set(Notification.objects.filter(event="decision.review_opened").values_list("title", flat=True))
    assert titles == {f"{decision.number} is under review"}
