"""Invariant 17: every adopted decision has owner, review date, rationale and report-backs; children were heard."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.actions.decisions import adopt
from governance.actions.rounds import close_round
from governance.actions.seats import end_appointment
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import Confidentiality, ProposalState
from governance.models import Appointment, Decision, DecisionRationale, Proposal, ReportBack, Round
from governance.queries.checks import findings
from governance.queries.seats import holders
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import adopted, agreed, opened, reasoned, take
from tests.thorough import examples

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEXTS = ("", " \n", "Children asked for it.")


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    confidentiality=st.sampled_from(Confidentiality),
    affects_children=st.booleans(),
    views=st.sampled_from(TEXTS),
    reasons=st.sampled_from(TEXTS),
    review=st.sampled_from([None, date(2027, 11, 2)]),
    recused=st.sets(st.integers(0, 9), max_size=3),
    left=st.sets(st.integers(0, 9), max_size=3),
)
def test_whatever_is_adopted_has_owner_review_date_rationale_and_report_backs(
    confidentiality: Confidentiality,
    affects_children: bool,
    views: str,
    reasons: str,
    review: date | None,
    recused: set[int],
    left: set[int],
) -> None:
    with transaction.atomic():
        board = board_with_trustees()
        everyone = board.everyone
        kept_out = [everyone[n] for n in recused if everyone[n] != board.chair]
        round = opened(board, recused=kept_out, confidentiality=confidentiality, affects_children=affects_children)
        for one in everyone:
            if one not in kept_out:
                take(round, one)
        at = close_round(round=round, by=None, at=round.closes_at).closed_at or NOON
        for n in left:
            if everyone[n] != board.chair:
                end_appointment(
                    appointment=Appointment.objects.get(person=everyone[n]),
                    ends_on=at.date(),
                    why="Left.",
                    by=board.secretary,
                    at=at - DAY,
                )
        reasoned(round.proposal, board.chair, at, childrens_views=views, reasons=reasons, review_on=review)
        try:
            decision = adopt(proposal=round.proposal, by=board.chair, at=at)
            words = ""
        except NotAllowed as refused:
            decision, words = None, str(refused)
        unheard = affects_children and not views.strip()
        assert ("Children’s views are not recorded" in words) == unheard
        complete = bool(reasons.strip() and review and (views.strip() or not affects_children))
        reached = Round.objects.get(pk=round.pk).proposal.state in (
            ProposalState.PROVISIONALLY_AGREED,
            ProposalState.ADOPTED,
        )
        assert (decision is not None) == (complete and reached)
        if decision is not None:
            assert decision.owner_id
            assert decision.review_on >= decision.decided_on
            owed = {row.constituency_id: row for row in ReportBack.objects.filter(decision=decision)}
            seated = {holder.constituency.pk for holder in holders(board.board, at)}
            assert set(owed) == (seated if confidentiality is Confidentiality.OPEN else set())
            assert all(row.seat.constituency_id == key for key, row in owed.items())
            assert list(findings(at)) == []
        transaction.set_rollback(True)


@pytest.mark.postgres
def test_database_refuses_a_decision_about_children_without_their_views() -> None:
    board = board_with_trustees()
    round = agreed(board, affects_children=True)
    at = round.closed_at or NOON
    reasoned(round.proposal, board.chair, at, childrens_views=" \n")
    decision = adopted(board)
    decision.pk, decision.proposal, decision.sequence, decision.number = None, round.proposal, 99, "D-NW-2026-099"
    decision._state.adding = True
    with pytest.raises(DatabaseError, match="how their views were considered"), transaction.atomic():
        decision.save()


def broken(board: SmallBoard) -> Decision:
    """Take from a decision what makes it whole, past every guard of the models."""
    decision = adopted(board, affects_children=True)
    # no history: what is broken on purpose has no reason to give
    DecisionRationale.objects.filter(proposal=decision.proposal).update(childrens_views=" ", owner=None)
    return decision


def test_checks_name_a_decision_that_lost_owner_childrens_views_or_report_backs() -> None:
    board = board_with_trustees()
    decision = broken(board)
    other = adopted(board, confidentiality=Confidentiality.MEMBERS)
    rows = list(ReportBack.objects.filter(decision=decision))
    moved = rows[0]
    moved.decision = other
    moved.save()
    wrong = rows[1]
    wrong.seat, wrong.due_on = rows[2].seat, decision.decided_on - DAY
    with pytest.raises(DatabaseError), transaction.atomic():
        wrong.save()
    wrong.refresh_from_db()
    wrong.due_on = decision.decided_on - DAY
    wrong.save()
    said = "\n".join(findings(decision.decided_at))
    assert f"{decision.number} was recorded without owner or review date" in said
    assert f"{decision.number} affects children and does not say" in said
    assert f"{other.number} is not open and owes report-backs" in said
    assert f"report-back {wrong.pk} was due before" in said
    assert Proposal.objects.filter(state=ProposalState.ADOPTED).count() == 2
