"""Any sequence of acts on a blocked proposal: no majority path, whatever people do and however long they wait.

Invariants 5, 7 and 8 of governance.md, on the real actions: an upheld or untested block of a version is never passed
by adopting that version, only settled by its objector, by the board's finding, or by time with its notice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from governance.actions.blocks import (
    add_block_step,
    find_on_block,
    resolve_block,
    restate_block,
    withdraw_block,
)
from governance.actions.decisions import adopt
from governance.actions.fallbacks import Plan, end_step, end_without_agreement, fall_back, put_trial, start_step
from governance.actions.positions import take_position
from governance.actions.rounds import close_round, open_round
from governance.domain.blocks import STANDING
from governance.domain.refusals import NotAllowed
from governance.enums.blocks import BlockStepKind
from governance.enums.fallbacks import FallbackKind, FallbackOutcome
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundKind, Stance
from governance.models import Block, BlockStep, Decision, FallbackStep, Proposal, Round
from governance.queries.checks import findings
from governance.queries.positions import standing_in
from governance.tasks import run_due
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import next_version
from tests.factories.rounds import BLOCK, published, reasoned
from tests.thorough import examples

pytestmark = pytest.mark.django_db
PERSON = st.integers(0, 9)


class BlockMachine(RuleBasedStateMachine):
    """One proposal of one board, blocked again and again."""

    board: SmallBoard
    proposal: Proposal

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOON
        reasoned(self.proposal, self.board.chair, NOON)

    def teardown(self) -> None:
        try:
            wrong = [line for line in findings(self.now) if line.startswith(("5", "7", "8", "20"))]
            assert [line for line in wrong if "nothing has run" not in line] == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def attempt(self, act: Callable[[], Any]) -> None:
        """Do it if the rules let it be done; a refusal changes nothing."""
        try:
            with transaction.atomic():
                act()
        except (NotAllowed, PermissionDenied):
            pass

    def block(self) -> Block | None:
        return Block.objects.filter(position__superseded_by=None).order_by("-pk").first()

    @rule(stances=st.sampled_from(["aaaaaaaaab", "aaaaaaaabb", "aaaaaaaaaa", "a.a.a.a.ab", "aaaaaaaass", "aaasasasaa"]))
    def whole_test(self, stances: str) -> None:
        at = self.tick()
        words = {"a": Stance.AGREE, "s": Stance.STAND_ASIDE, "b": Stance.BLOCK}

        def act() -> None:
            round = open_round(
                proposal=self.proposal,
                kind=RoundKind.CONSENSUS_TEST,
                closes_at=at + timedelta(days=7),
                by=self.board.chair,
                at=at,
            )
            for person, letter in zip(self.board.everyone, stances, strict=True):
                if letter in words:
                    more = BLOCK if letter == "b" else {}
                    reason = "" if letter == "a" else "So"
                    take_position(round=round, by=person, stance=words[letter], reason=reason, at=at, **more)
            self.now += timedelta(days=7)
            close_round(round=round, by=None, at=self.now)

        self.attempt(act)

    @rule(seat=PERSON, holds=st.sampled_from([False, False, False, True]))
    def find(self, seat: int, holds: bool) -> None:
        at, block, person = self.tick(), self.block(), self.board.everyone[seat]
        if block is not None:
            self.attempt(lambda: find_on_block(block=block, holds=holds, reason="So", by=person, at=at))

    @rule()
    def three_find_that_it_does_not_hold(self) -> None:
        for seat in (0, 2, 4):
            self.find(seat=seat, holds=False)

    @rule(kind=st.sampled_from([BlockStepKind.ANSWER, BlockStepKind.REQUEST]))
    def write_down(self, kind: BlockStepKind) -> None:
        at, block = self.tick(), self.block()
        if block is not None:
            by = block.position.entitlement.person if kind is BlockStepKind.ANSWER else self.board.secretary
            self.attempt(lambda: add_block_step(block=block, kind=kind, text="So", by=by, at=at))

    @rule(how=st.sampled_from(["withdraw", "restate", "resolve"]), own=st.booleans())
    def settle(self, how: str, own: bool) -> None:
        at, block = self.tick(), self.block()
        if block is None:
            return
        by = block.position.entitlement.person if own else self.board.chair
        words: dict[str, Any] = {"block": block, "reason": "So", "by": by, "at": at}
        act: dict[str, Callable[[], Any]] = {
            "withdraw": lambda: withdraw_block(**words),
            "restate": lambda: restate_block(as_=BlockStepKind.DISSENT, **words),
            "resolve": lambda: resolve_block(**words),
        }
        self.attempt(act[how])

    @rule()
    def amend(self) -> None:
        at = self.tick()
        self.attempt(lambda: next_version(self.proposal, f"Changed at {at}.", at=at))

    @rule(kind=st.sampled_from(FallbackKind))
    def go_on(self, kind: FallbackKind) -> None:
        at, chair = self.tick(), self.board.chair
        self.attempt(lambda: fall_back(proposal=self.proposal, reason="So", by=chair, at=at))
        plan = Plan("So", at.date() + timedelta(days=9), "So", [one.pk for one in self.board.everyone], "", None, "M")
        self.attempt(
            lambda: start_step(
                proposal=self.proposal, kind=kind, plan=plan, reason="So", why_skipped="So", by=chair, at=at
            )
        )

    @rule(how=st.sampled_from(["trial", "discussion", "nothing", "end"]))
    def come_back(self, how: str) -> None:
        at, chair = self.tick(), self.board.chair
        step = FallbackStep.objects.filter(proposal=self.proposal, state="open").first()
        if how == "end":
            words: dict[str, Any] = {"reason": "So", "why_skipped": "So"}
            self.attempt(lambda: end_without_agreement(proposal=self.proposal, by=chair, at=at, **words))
        elif step is not None and how == "trial":
            self.attempt(lambda: put_trial(step=step, by=chair, at=at))
        elif step is not None:
            outcome = FallbackOutcome(how)
            self.attempt(lambda: end_step(step=step, outcome=outcome, result="So", by=chair, at=at))

    @rule(days=st.sampled_from([1, 7, 31, 61]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        run_due(self.now)

    @rule()
    def record(self) -> None:
        at = self.tick()
        self.attempt(lambda: adopt(proposal=self.proposal, by=self.board.secretary, at=at))

    @invariant()
    def nothing_is_adopted_past_a_block(self) -> None:
        proposal = Proposal.objects.get(pk=self.proposal.pk)
        decision = Decision.objects.filter(proposal=proposal).select_related("round__rules").first()
        standing = Block.objects.filter(position__superseded_by=None, state__in=STANDING)
        if decision is None:
            assert proposal.state != ProposalState.ADOPTED
            return
        assert not standing.filter(position__entitlement__round__version=decision.version).exists()
        assert standing_in(decision.round, proposal).outcome.reached
        assert decision.version.n == proposal.version_count

    @invariant()
    def a_standing_block_keeps_its_version_from_being_agreed(self) -> None:
        proposal = Proposal.objects.get(pk=self.proposal.pk)
        last = Round.objects.filter(proposal=proposal).order_by("-n").select_related("rules").first()
        if last is None or last.state != "closed" or last.version.n != proposal.version_count:
            return
        rounds = [last.pk, last.follows_id]
        blocks = Block.objects.filter(position__superseded_by=None, position__entitlement__round__in=rounds)
        if blocks.filter(state__in=[*STANDING, "not_upheld"]).exists():
            assert proposal.state not in (ProposalState.PROVISIONALLY_AGREED, ProposalState.ADOPTED)

    @invariant()
    def nobody_but_the_objector_answers_withdraws_or_resolves(self) -> None:
        own = BlockStep.objects.filter(kind__in=["answer", "withdrawn", "aside"])
        for step in own.select_related("block__position__entitlement"):
            assert step.by_id == step.block.position.entitlement.person_id


def test_no_sequence_of_acts_leads_past_a_block() -> None:
    board = board_with_trustees()
    proposal = published(board)
    machine = type("Machine", (BlockMachine,), {"board": board, "proposal": proposal})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(5),
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
