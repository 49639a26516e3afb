"""Any sequence of acts on one proposal, beside a small model that knows the rules in its own words.

Invariants 5 to 11, 15 and 16 of governance.md: what the model expects is what the database holds, after every step.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from governance.actions.blocks import withdraw_block
from governance.actions.decisions import adopt
from governance.actions.positions import record_position_for, take_position
from governance.actions.rounds import close_round, extend_round, open_round
from governance.actions.versions import publish_version
from governance.domain.refusals import NotAllowed
from governance.enums.rounds import BlockState, RoundKind, Stance
from governance.models import Block, Clause, Decision, Entitlement, Position, Proposal, Round
from governance.tasks import run_due
from portal.history.verifying import verify_ledger
from portal.history.writing import save_with_history
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import BLOCK, published, reasoned
from tests.governance.rounds_model import Model
from tests.thorough import examples

pytestmark = pytest.mark.django_db
WINDOW = timedelta(days=14)
PERSON = st.integers(0, 9)
STANCE = st.sampled_from(["agree", "agree", "agree", "reservations", "stand_aside", "block"])


class ProposalMachine(RuleBasedStateMachine):
    """One proposal of one board, and everything people do to it."""

    board: SmallBoard
    proposal: Proposal

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.model = Model()
        self.now = NOON
        self.sealed: dict[int, Any] = {}

    def teardown(self) -> None:
        try:
            wrong = [str(one) for one in verify_ledger() if not one.where.startswith("governance.ChairTerm")]
            assert wrong == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        reasoned(self.proposal, self.board.chair, NOON)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def tried(self, act: Callable[[], Any], expected: bool) -> None:
        """Do it, and insist that it is refused exactly when the model says so; a refusal changes nothing."""
        try:
            with transaction.atomic():
                act()
        except (NotAllowed, PermissionDenied):
            assert not expected
        else:
            assert expected

    def latest(self) -> Round:
        return Round.objects.filter(proposal=self.proposal).order_by("-n").select_related("proposal__board")[0]

    @rule(
        kind=st.sampled_from([RoundKind.CONSENSUS_TEST] * 3 + [RoundKind.SENSE_CHECK]),
        recused=st.sets(PERSON, max_size=3),
    )
    def open(self, kind: RoundKind, recused: set[int]) -> None:
        at = self.tick()
        expected = self.model.state == "discussion" and self.model.open is None
        # The chair sits on seat 6; a chair recused in the last round is out of the matter altogether.
        expected = expected and not self.chair_is_recused()
        closes = at + timedelta(days=7)
        people = [self.board.everyone[seat].pk for seat in recused]
        self.tried(
            lambda: open_round(
                proposal=self.proposal, kind=kind, closes_at=closes, by=self.board.chair, at=at, recused=people
            ),
            expected,
        )
        if expected:
            self.model.add(kind.value, set(range(10)), set(recused), at, closes)
            if kind is RoundKind.CONSENSUS_TEST:
                self.model.state = "testing"

    def chair_is_recused(self) -> bool:
        mine = [6 in one["recused"] for one in self.model.rounds if 6 in one["entitled"]]
        return bool(mine) and mine[-1]

    @precondition(lambda self: self.model.rounds)
    @rule(seat=PERSON, stance=STANCE, told=st.booleans())
    def take(self, seat: int, stance: str, told: bool) -> None:
        self.say(seat, stance, told)

    @precondition(lambda self: self.model.open)
    @rule(seats=st.sets(PERSON, min_size=5), stance=st.sampled_from(["agree", "reservations"]))
    def take_many(self, seats: set[int], stance: str) -> None:
        for seat in sorted(seats):
            self.say(seat, stance, told=False)

    def say(self, seat: int, stance: str, told: bool) -> None:
        at = self.tick()
        one, round = self.model.rounds[-1], self.latest()
        voice = seat in one["entitled"] and seat not in one["recused"]
        expected = voice and one["state"] == "open" and at < one["closes"]
        person = self.board.everyone[seat]
        words: dict[str, Any] = {"reason": "" if stance == "agree" else "So", "at": at, "stance": Stance(stance)}
        if stance == "block":
            words |= BLOCK
        if told:
            entitlement = (
                Entitlement.objects.filter(round=round, person=person).select_related("round__proposal").first()
            )
            if entitlement is None:
                return
            self.tried(lambda: record_position_for(entitlement=entitlement, by=self.board.secretary, **words), expected)
        else:
            self.tried(lambda: take_position(round=round, by=person, **words), expected)
        if expected:
            chain = one["chains"].setdefault(seat, [])
            if not chain or chain[-1] != (stance, told):
                chain.append((stance, told))
            one["positions"][seat] = stance

    @precondition(lambda self: self.model.state == "discussion" and self.model.open is None)
    @rule(
        stances=st.sampled_from(
            ["a.a.a.a.a.", "a.a.a.a.ab", "aaaaaaaaaa", "aaaaaaaaab", "aasaaaaaaa", "a.a.a.a.s.", "a.a.a.a.as"]
        ),
        recused=st.sets(PERSON, max_size=2),
    )
    def whole_test(self, stances: str, recused: set[int]) -> None:
        """A whole test as boards hold it: random acts alone seldom bring ten people to agree."""
        self.open(kind=RoundKind.CONSENSUS_TEST, recused=recused)
        if self.model.open is None:
            return
        words = {"a": "agree", "s": "stand_aside", "b": "block"}
        for seat, letter in enumerate(stances):
            if letter in words:
                self.say(seat, words[letter], told=False)
        self.now += timedelta(days=7)
        self.run_what_is_due()

    @rule(days=st.sampled_from([1, 7, 14]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def run_what_is_due(self) -> None:
        at = self.tick()
        run_due(at)
        if (one := self.model.open) and one["closes"] <= at:
            self.model.close(at)
        adoptable = self.model.state == "provisionally_agreed" and self.model.window_closes is not None
        if adoptable and self.model.window_closes <= at and self.model.open is None:
            self.model.state = "adopted"
        if self.model.state == "blocked" and at - self.blocked_since >= timedelta(days=60):
            self.model.state = "fallback"

    @property
    def blocked_since(self) -> datetime:
        since: datetime = Proposal.objects.get(pk=self.proposal.pk).state_since
        return since

    @precondition(lambda self: self.model.open)
    @rule(by_chair=st.booleans())
    def close(self, by_chair: bool) -> None:
        at = self.tick()
        one = self.model.open
        assert one is not None
        over = at >= one["closes"]
        entitled_and_silent = one["entitled"] - one["recused"] - set(self.model.stances(one))
        expected = over or (by_chair and not entitled_and_silent)
        if by_chair and self.chair_is_recused():
            expected = False
        by = self.board.chair if by_chair else None
        self.tried(lambda: close_round(round=self.latest(), by=by, at=at), expected)
        if expected:
            self.model.close(at)

    @precondition(lambda self: self.model.open)
    @rule()
    def extend(self) -> None:
        at = self.tick()
        one = self.model.open
        assert one is not None
        later = one["closes"] + timedelta(days=2)
        expected = at < one["closes"] and not self.chair_is_recused()
        self.tried(
            lambda: extend_round(round=self.latest(), closes_at=later, reason="Half term", by=self.board.chair, at=at),
            expected,
        )
        if expected:
            one["closes"] = later
            if one["kind"] == "absent_members":
                self.model.window_closes = later

    @precondition(lambda self: self.model.version < 3)
    @rule()
    def publish(self) -> None:
        at = self.tick()
        expected = self.model.state in ("discussion", "testing", "blocked", "fallback")

        def act() -> None:
            clause = Clause.objects.get(proposal=self.proposal)
            clause.text += " More."
            save_with_history(clause, by=self.board.secretary, reason="Clearer", at=at)
            publish_version(proposal=self.proposal, change_note="Clearer", by=self.board.secretary, at=at)

        self.tried(act, expected)
        if expected:
            if self.model.open is not None:
                self.model.open["state"] = "void"
            self.model.state, self.model.window_closes = "discussion", None
            self.model.version += 1

    @precondition(lambda self: self.model.state == "blocked")
    @rule()
    def withdraw(self) -> None:
        at = self.tick()
        one = self.model.rounds[-1]
        block = Block.objects.filter(position__superseded_by=None, state=BlockState.UNTESTED).order_by("-pk").first()
        assert block is not None
        person = block.position.entitlement.person
        seat = self.board.everyone.index(person)
        self.tried(lambda: withdraw_block(block=block, reason="Met", by=person, at=at), expected=True)
        (one["follows"] or one)["withdrawn"].add(seat)
        verdict = self.model.verdict(one)
        if verdict != "blocked":
            self.model.follow(one, verdict, at)

    @rule()
    def record(self) -> None:
        at = self.tick()
        one = self.model.open
        due = one is not None and one["closes"] <= at
        ready = self.model.state == "provisionally_agreed" and (one is None or due)
        if due and one is not None and one["kind"] == "absent_members":
            ready = ready and self.model.verdict(one) == "consensus"
        expected = (ready and self.model.window_closes is not None and self.model.window_closes <= at) or (
            self.model.state == "adopted"
        )
        self.tried(lambda: adopt(proposal=self.proposal, by=self.board.secretary, at=at), expected)
        if expected:
            if due and one is not None:
                one["state"] = "closed"
            self.model.state = "adopted"

    @invariant()
    def the_database_is_as_the_model_says(self) -> None:
        proposal = Proposal.objects.get(pk=self.proposal.pk)
        rounds = list(Round.objects.filter(proposal=proposal).order_by("n"))
        assert (proposal.state, proposal.version_count) == (self.model.state, self.model.version)
        assert [(one.kind, one.state, one.closes_at) for one in rounds] == [
            (one["kind"], one["state"], one["closes"]) for one in self.model.rounds
        ]
        if self.model.state == "provisionally_agreed":
            assert proposal.window_closes_at == self.model.window_closes

    @invariant()
    def electorates_and_positions_are_as_taken(self) -> None:
        seats = {person.pk: seat for seat, person in enumerate(self.board.everyone)}
        for row, one in zip(Round.objects.filter(proposal=self.proposal).order_by("n"), self.model.rounds, strict=True):
            voices = list(row.entitlements.all())
            assert {seats[voice.person_id] for voice in voices} == one["entitled"]
            assert {seats[voice.person_id] for voice in voices if voice.recused} == one["recused"]
            for voice in voices:
                chain = list(Position.objects.filter(entitlement=voice).order_by("n"))
                said = [(position.stance, position.recorded_how == "telephone") for position in chain]
                assert said == one["chains"].get(seats[voice.person_id], [])
                assert [position.n for position in chain] == list(range(1, len(chain) + 1))
                before = [None, *chain[:-1]]
                assert [position.supersedes for position in chain] == before[: len(chain)]
                assert all(one["opens"] <= position.at < one["closes"] for position in chain)

    @invariant()
    def what_has_closed_never_changes(self) -> None:
        for row in Round.objects.filter(proposal=self.proposal).exclude(state="open"):
            now = (
                Round.objects.filter(pk=row.pk).values().get(),
                list(Position.objects.filter(entitlement__round=row).order_by("pk").values()),
            )
            assert self.sealed.setdefault(row.pk, now) == now

    @invariant()
    def a_decision_rests_on_consensus_about_its_own_version(self) -> None:
        decision = Decision.objects.filter(proposal=self.proposal).select_related("round", "version").first()
        assert (decision is not None) == (self.model.state == "adopted")
        if decision is not None:
            one = self.model.rounds[decision.round.n - 1]
            assert decision.version.n == one["version"] == self.model.version
            assert self.model.verdict(one) == "consensus"


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    board = board_with_trustees()
    proposal = published(board)
    machine = type("Machine", (ProposalMachine,), {"board": board, "proposal": proposal})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(8),
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
