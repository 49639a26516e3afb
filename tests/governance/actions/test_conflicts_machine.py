"""Any sequence of declaring, treating, releasing, opening, speaking and closing: nobody who is out counts or reads."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from governance.actions.conflicts import declare_conflict, release_conflict, treat_conflict
from governance.actions.positions import take_position
from governance.actions.rounds import close_round, open_round
from governance.domain.consensus import Rules, Tally, evaluate
from governance.domain.refusals import NotAllowed
from governance.enums.conflicts import Treatment
from governance.enums.rounds import RoundKind, RoundState, Stance
from governance.models import ConflictDeclaration, Entitlement, Proposal, Round
from governance.permissions.proposals import can_view_proposal
from governance.permissions.rounds import can_take_position
from governance.queries.conflicts import item_chair
from governance.queries.positions import standing_in
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import published
from tests.thorough import examples

PERSON = st.integers(0, 4)


@settings(max_examples=examples(30), deadline=None)
@given(data=st.data())
def test_evaluate_counts_nobody_recused_whatever_they_said(data: st.DataObject) -> None:
    seats = range(data.draw(st.integers(1, 12)))
    constituency = {seat: data.draw(st.sampled_from("abcde")) for seat in seats}
    recused = frozenset(data.draw(st.sets(st.sampled_from(list(seats)))))
    positions = {seat: data.draw(st.sampled_from(Stance)) for seat in seats if data.draw(st.booleans())}
    noisy = evaluate(Tally(constituency, positions, recused), Rules())
    silent = evaluate(
        Tally(constituency, {seat: one for seat, one in positions.items() if seat not in recused}, recused), Rules()
    )
    assert noisy == silent
    assert noisy.counted == len(constituency) - len(recused)
    assert noisy.quorum <= noisy.counted
    assert set(noisy.wholly_recused) == set(constituency.values()) - {
        constituency[s] for s in seats if s not in recused
    }


class ConflictMachine(RuleBasedStateMachine):
    """One proposal of a board of five; the chair is one of them."""

    board: SmallBoard
    proposal: Proposal

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = NOON
        self.electorates: dict[int, list[tuple[int, bool]]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def chair(self) -> User:
        self.at += timedelta(minutes=1)
        found = item_chair(Proposal.objects.select_related("board").get(pk=self.proposal.pk), self.at).person
        return User.objects.get(pk=found) if found else self.board.secretary

    def conflict(self, who: int) -> ConflictDeclaration | None:
        rows = ConflictDeclaration.objects.standing().filter(person=self.board.everyone[who])
        return rows.select_related("proposal").first()

    def tried(self, act: object) -> None:
        try:
            with transaction.atomic():
                act()  # type: ignore[operator]
        except (NotAllowed, PermissionDenied):
            pass

    @rule(who=PERSON)
    def declare(self, who: int) -> None:
        by = User.objects.get(pk=self.board.everyone[who].pk)
        self.tried(lambda: declare_conflict(proposal=self.proposal, what="Mine.", by=by, at=self.at))

    @rule(who=PERSON, treatment=st.sampled_from(Treatment))
    def treat(self, who: int, treatment: Treatment) -> None:
        by, conflict = self.chair(), self.conflict(who)
        if conflict is not None:
            self.tried(lambda: treat_conflict(conflict=conflict, treatment=treatment, reasons="So.", by=by, at=self.at))

    @rule(who=PERSON)
    def release(self, who: int) -> None:
        by, conflict = self.chair(), self.conflict(who)
        if conflict is not None:
            self.tried(lambda: release_conflict(conflict=conflict, why="Over.", by=by, at=self.at))

    @rule()
    def open(self) -> None:
        by = self.chair()
        closes = self.at + timedelta(days=7)
        self.tried(
            lambda: open_round(
                proposal=self.proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=closes, by=by, at=self.at
            )
        )

    @rule(who=PERSON)
    def speak(self, who: int) -> None:
        round = Round.objects.filter(state=RoundState.OPEN).first()
        by = User.objects.get(pk=self.board.everyone[who].pk)
        if round is not None:
            self.tried(lambda: take_position(round=round, by=by, stance=Stance.AGREE, reason="", at=self.at))

    @rule()
    def close(self) -> None:
        round = Round.objects.filter(state=RoundState.OPEN).first()
        if round is not None:
            self.at = round.closes_at
            self.tried(lambda: close_round(round=round, by=None, at=self.at))

    @invariant()
    def who_is_out_counts_nowhere_and_reads_as_treated(self) -> None:
        proposal = Proposal.objects.select_related("board").get(pk=self.proposal.pk)
        out = {row.person_id: row.treatment for row in ConflictDeclaration.objects.out()}
        open_round = Round.objects.filter(state=RoundState.OPEN).select_related("rules", "proposal").first()
        for one in self.board.everyone:
            person = User.objects.get(pk=one.pk)
            reads = Proposal.objects.visible_to(person, self.at).exists()
            assert reads == (out.get(one.pk) != Treatment.WITHDRAW) == can_view_proposal(person, proposal, self.at)
            if open_round is not None and can_take_position(person, open_round, self.at):
                assert reads
                assert one.pk not in out
        if open_round is not None:
            counted = standing_in(open_round, proposal).tally.counted
            people = dict(Entitlement.objects.filter(round=open_round).values_list("seat", "person"))
            assert not {people[seat] for seat in counted} & out.keys()

    @invariant()
    def electorate_of_every_round_stays_as_it_opened(self) -> None:
        for round in Round.objects.all():
            now = sorted(round.entitlements.values_list("person", "recused"))
            assert self.electorates.setdefault(round.pk, now) == now


@pytest.mark.django_db
def test_no_sequence_lets_somebody_who_is_out_count_or_read() -> None:
    board = board_with_trustees(seats=1)
    ConflictMachine.board, ConflictMachine.proposal = board, published(board)
    run_state_machine_as_test(
        ConflictMachine,
        settings=settings(
            max_examples=examples(4), stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
