"""Any sequence of texts and amendments: none on an outdated base is ever taken in silently (invariant 19).

Beside the database runs a model that knows only what the published clauses said, and what each amendment rests on.
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

from governance.actions.amendments import (
    MergeConflict,
    decline_amendment,
    merge_amendment,
    propose_amendment,
    renew_amendment,
    withdraw_amendment,
)
from governance.actions.proposals import edit_draft
from governance.actions.versions import publish_version
from governance.domain.amendments import Change
from governance.domain.refusals import NotAllowed
from governance.domain.versions import ClauseInput
from governance.enums.amendments import AmendmentKind, AmendmentState, StepKind
from governance.models import Amendment, AmendmentStep, Proposal
from governance.queries.amendmentchecks import findings
from governance.queries.amendments import change_of
from governance.queries.versions import latest_version, wording_of, working_copy
from portal.history.verifying import verify_ledger
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import proposal_in_discussion
from tests.thorough import examples

pytestmark = pytest.mark.django_db
WORDS = st.sampled_from(["One bed.", "Two beds.", "No bed."])
PLACE = st.integers(0, 3)


class AmendmentMachine(RuleBasedStateMachine):
    """One proposal, whoever writes it, and amendments by two trustees."""

    board: SmallBoard
    proposal: Proposal

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOON
        # What each amendment rests on, in the words its author last saw: the model knows no hash and no version.
        self.rests_on: dict[int, str | None] = {}

    def teardown(self) -> None:
        try:
            wrong = [str(one) for one in verify_ledger() if not one.where.startswith("governance.ChairTerm")]
            assert wrong == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def tried(self, act: Callable[[], Any]) -> Any:
        """Do it; a refusal changes nothing, and nothing but a refusal may come of it."""
        try:
            with transaction.atomic():
                return act()
        except (NotAllowed, PermissionDenied) as refused:
            return refused

    def published(self, key: int | None) -> str | None:
        version = latest_version(Proposal.objects.get(pk=self.proposal.pk))
        assert version is not None
        return next((f"{one.heading}|{one.text}" for one in wording_of(version).clauses if one.key == key), None)

    def pick(self, number: int) -> Amendment | None:
        rows = list(Amendment.objects.select_related("proposal", "base").order_by("n"))
        return rows[number % len(rows)] if rows else None

    @initialize()
    def begin(self) -> None:
        """Every sequence begins with something to lose."""
        self.propose(AmendmentKind.REPLACE, 0, "Three beds.", 0)
        self.propose(AmendmentKind.INSERT, 0, "More.", 1)

    @rule(place=PLACE, words=WORDS)
    def publish_other_words(self, place: int, words: str) -> None:
        self.write(place, words, drop=False)
        self.publish()

    @rule(kind=st.sampled_from(AmendmentKind), place=PLACE, words=WORDS, who=st.integers(0, 1))
    def propose(self, kind: AmendmentKind, place: int, words: str, who: int) -> None:
        version = latest_version(Proposal.objects.get(pk=self.proposal.pk))
        assert version is not None
        keys = [one.key for one in wording_of(version).clauses]
        key = keys[place] if place < len(keys) else None
        if key is None and kind is not AmendmentKind.INSERT:
            return
        change = Change(kind, key, None, "", words)
        if kind is AmendmentKind.INSERT:
            change = Change(kind, None, key, "", words)
        made = self.tried(
            lambda: propose_amendment(
                proposal=self.proposal,
                change=change,
                rationale="Why",
                base=version,
                by=self.board.everyone[who],
                at=self.tick(),
            )
        )
        if isinstance(made, Amendment):
            self.rests_on[made.pk] = self.published(key)

    @rule(place=PLACE, words=WORDS, drop=st.booleans())
    def write(self, place: int, words: str, drop: bool) -> None:
        current = working_copy(Proposal.objects.get(pk=self.proposal.pk))
        rows = list(current.clauses)
        if place < len(rows):
            rows[place : place + 1] = [] if drop and len(rows) > 1 else [ClauseInput("", words, rows[place].key)]
        edit_draft(
            proposal=self.proposal,
            title=current.title,
            summary=current.summary,
            clauses=rows,
            expected=None,
            by=self.proposal.proposer,
            at=self.tick(),
        )

    @rule()
    def publish(self) -> None:
        waiting = set(Amendment.objects.filter(state=AmendmentState.PROPOSED).values_list("pk", flat=True))
        made = self.tried(
            lambda: publish_version(
                proposal=self.proposal, change_note="Next", by=self.proposal.proposer, at=self.tick()
            )
        )
        if isinstance(made, NotAllowed):
            return
        for amendment in Amendment.objects.filter(pk__in=waiting):
            reads = self.published(change_of(amendment).hangs_on)
            same = reads == self.rests_on[amendment.pk]
            assert amendment.state == (AmendmentState.PROPOSED if same else AmendmentState.OUTDATED)
            newest = amendment.steps.order_by("-n").first()
            assert newest is not None
            assert newest.kind == (StepKind.CARRIED if same else StepKind.OUTDATED)
            assert newest.version == made
        # What was taken in and taken out again rests on what is published now.
        for amendment in Amendment.objects.filter(state=AmendmentState.PROPOSED):
            self.rests_on[amendment.pk] = self.published(change_of(amendment).hangs_on)

    @precondition(lambda self: self.rests_on)
    @rule(number=st.integers(0, 9), chosen=WORDS, insist=st.booleans())
    def merge(self, number: int, chosen: str, insist: bool) -> None:
        amendment = self.pick(number)
        assert amendment is not None
        before, was = working_copy(Proposal.objects.get(pk=self.proposal.pk)), amendment.state
        by = self.board.chair
        met = self.tried(lambda: merge_amendment(amendment=amendment, by=by, at=self.tick()))
        if isinstance(met, Amendment) and was == AmendmentState.PROPOSED:
            # Silently taken in only while the board's text reads as its author saw it.
            assert self.published(change_of(amendment).hangs_on) == self.rests_on[amendment.pk]
        elif isinstance(met, Exception):
            assert working_copy(Proposal.objects.get(pk=self.proposal.pk)) == before
        if isinstance(met, MergeConflict) and insist:
            assert was == AmendmentState.PROPOSED
            merge_amendment(amendment=amendment, text=chosen, expected=met.stamp, by=by, at=self.tick())
            step = AmendmentStep.objects.filter(amendment=amendment).order_by("-n")[0]
            assert step.in_other_words

    @precondition(lambda self: self.rests_on)
    @rule(number=st.integers(0, 9), words=WORDS)
    def renew(self, number: int, words: str) -> None:
        amendment = self.pick(number)
        version = latest_version(Proposal.objects.get(pk=self.proposal.pk))
        assert amendment is not None
        assert version is not None
        change = change_of(amendment)
        change = Change(change.kind, change.clause, change.after, "", words)
        outdated = amendment.state == AmendmentState.OUTDATED
        made = self.tried(
            lambda: renew_amendment(
                amendment=amendment,
                change=change,
                rationale="Still",
                base=version,
                by=amendment.author,
                at=self.tick(),
            )
        )
        if isinstance(made, Amendment) and outdated:
            self.rests_on[made.pk] = self.published(change.hangs_on)

    @precondition(lambda self: self.rests_on)
    @rule(number=st.integers(0, 9), decline=st.booleans())
    def close(self, number: int, decline: bool) -> None:
        amendment = self.pick(number)
        assert amendment is not None
        if decline:
            self.tried(lambda: decline_amendment(amendment=amendment, reason="No", by=self.board.chair, at=self.tick()))
        else:
            self.tried(lambda: withdraw_amendment(amendment=amendment, by=amendment.author, at=self.tick()))

    @invariant()
    def everything_stands_where_its_steps_lead(self) -> None:
        assert list(findings()) == []


def test_no_sequence_of_texts_and_amendments_takes_an_outdated_one_in(db: None) -> None:
    AmendmentMachine.board = board_with_trustees(seats=1)
    AmendmentMachine.proposal = proposal_in_discussion(AmendmentMachine.board)
    run_state_machine_as_test(
        AmendmentMachine,
        settings=settings(
            max_examples=examples(5), stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
