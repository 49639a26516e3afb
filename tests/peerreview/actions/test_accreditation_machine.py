"""Any sequence of acts in one case, beside a small model that knows the rules in its own words.

Invariants 8, 18, 19 and 20 of peer review: what the model expects is what the database holds, after every step.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from peerreview.actions import accreditation, appeals, panels
from peerreview.enums.accreditation import Outcome, PanelStance, RegulatoryKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import AccreditationCase, AccreditationDecision, PanelProposal, Review
from peerreview.queries.accreditation import badge_of, question_of
from peerreview.queries.accreditationchecks import findings
from peerreview.tasks import run_accreditation
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories import accreditation as make
from tests.factories.selfassessments import lead_of
from tests.thorough import examples

pytestmark = pytest.mark.django_db
PERSON = st.integers(0, 2)
SCORES = {"all": make.ALL_MET, "safe": make.SAFE, "unsafe": make.UNSAFE}
GIVING = {Outcome.ACCREDITED, Outcome.CONDITIONS}


class CaseMachine(RuleBasedStateMachine):
    """One case, and everything people and the calendar do to it."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOON
        self.out: set[int] = set()
        self.voices: dict[int, str] = {}
        self.proposal: PanelProposal | None = None
        # What the public may see: until when, and whether it rests; None where nothing was given.
        self.until: date | None = None
        self.rests = False
        self.sealed: dict[int, Any] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(scores=st.sampled_from(sorted(SCORES)))
    def begin(self, scores: str) -> None:
        self.scores = scores
        self.manager = make.manager()
        self.people = make.seated(3)
        self.case = make.before_panel(SCORES[scores], self.people)
        self.host = lead_of(self.case.review)

    def fresh(self) -> AccreditationCase:
        return make.fresh(self.case)

    def deciding(self) -> set[int]:
        return {n for n in range(3) if n not in self.out}

    def tried(self, act: Callable[[], Any]) -> bool:
        """Do it, and say whether it was done; a refusal changes nothing."""
        try:
            with transaction.atomic():
                act()
        except (Refused, PermissionDenied):
            return False
        return True

    @rule(who=PERSON, outcome=st.sampled_from([one for one in Outcome if one is not Outcome.LAPSED]))
    def propose(self, who: int, outcome: Outcome) -> None:
        day = self.now.date() + timedelta(days=50)
        done = self.tried(
            lambda: panels.propose(
                case=self.fresh(),
                outcome=outcome,
                reason="What we read.",
                until=day,
                conditions=[("Do it.", day)],
                by=self.people[who],
                at=self.now,
            )
        )
        if done:
            assert who in self.deciding()
            assert outcome is not Outcome.ACCREDITED or self.scores == "all"
            assert outcome not in GIVING or self.scores != "unsafe"
            self.proposal = PanelProposal.objects.order_by("-n")[0]
            self.voices = {who: "agrees"}

    @rule(who=PERSON, stance=st.sampled_from(["agrees", "agrees", "agrees", "objects"]))
    def say(self, who: int, stance: str) -> None:
        if self.proposal is None:
            return
        row = PanelProposal.objects.select_related("case__review").get(pk=self.proposal.pk)
        done = self.tried(
            lambda: panels.say_of_proposal(
                proposal=row, stance=PanelStance(stance), reason="Not yet.", by=self.people[who], at=self.now
            )
        )
        if done:
            assert who in self.deciding()
            assert who not in self.voices
            self.voices[who] = stance

    @rule(who=PERSON)
    def decide(self, who: int) -> None:
        if self.proposal is None:
            return
        row = PanelProposal.objects.select_related("case__review").get(pk=self.proposal.pk)
        done = self.tried(lambda: panels.decide(proposal=row, by=self.people[who], at=self.now))
        agree = len(self.deciding()) >= 2 and all(self.voices.get(n) == "agrees" for n in self.deciding())
        if not done:
            return
        assert agree
        assert who in self.deciding()
        decision = AccreditationDecision.objects.order_by("-n")[0]
        assert decision.agreed == sorted(self.people[n].pk for n in self.deciding())
        outcome = Outcome(decision.outcome)
        if outcome in GIVING:
            self.until, self.rests = decision.ends_on, False
        elif outcome in (Outcome.SUSPENDED, Outcome.RESUMED):
            self.rests = outcome is Outcome.SUSPENDED
        elif outcome is Outcome.WITHDRAWN:
            self.until = None
        self.proposal = None

    @rule(who=PERSON)
    def recuse(self, who: int) -> None:
        person = self.people[who]
        if self.tried(lambda: panels.recuse(case=self.fresh(), person=person, reason="A tie.", by=person, at=self.now)):
            assert who in self.deciding()
            self.out.add(who)

    @rule()
    def bring_back(self) -> None:
        state = Review.objects.get(pk=self.case.review_id).state
        done = self.tried(
            lambda: accreditation.bring_back(
                case=self.fresh(), met_now=[], reason="Read again.", by=self.manager, at=self.now
            )
        )
        assert not done or state == ReviewState.DEFERRED
        self.lay()

    @rule()
    def lay(self) -> None:
        case = self.fresh()
        if case.meeting is None and question_of(case) is not None and len(self.deciding()) >= 2:
            meeting = make.meeting_of(self.people, self.now)
            appealed = hasattr(case, "appeal") and case.appeal.heard is None
            done = self.tried(
                lambda: panels.lay_before(case=self.fresh(), meeting=meeting, by=self.manager, at=self.now)
            )
            # Everybody here decided what is appealed: none of them may hear it.
            assert done != appealed

    @rule()
    def question(self) -> None:
        done = self.tried(
            lambda: appeals.record_event(
                case=self.fresh(),
                kind=RegulatoryKind.INADEQUATE,
                happened_on=self.now.date(),
                text="Inadequate.",
                by=self.manager,
                at=self.now,
            )
        )
        assert not done or self.until is not None

    @rule()
    def appeal(self) -> None:
        before = AccreditationDecision.objects.exclude(outcome=Outcome.STANDS).order_by("-n").first()
        if self.tried(lambda: appeals.appeal(case=self.fresh(), grounds="Too early.", by=self.host, at=self.now)):
            assert before is not None
            assert before.outcome != Outcome.ACCREDITED

    @rule(days=st.sampled_from([1, 20, 60, 400]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def timer(self) -> None:
        run_accreditation(self.now)
        assert run_accreditation(self.now) == []

    @invariant()
    def _the_badge_shows_what_the_model_says(self) -> None:
        if not hasattr(self, "case"):
            return
        shown = badge_of(self.case.review.service, self.now) is not None
        assert shown == (self.until is not None and not self.rests and self.now.date() < self.until)

    @invariant()
    def _nothing_written_changes_and_every_check_holds(self) -> None:
        if not hasattr(self, "case"):
            return
        for row in AccreditationDecision.objects.all():
            values = {field.attname: getattr(row, field.attname) for field in row._meta.fields}
            assert self.sealed.setdefault(row.pk, values) == values
        assert list(findings(self.now)) == []

    @invariant()
    def _who_is_recused_knows_of_nothing(self) -> None:
        for n in self.out:
            who = User.objects.get(pk=self.people[n].pk)
            assert not AccreditationCase.objects.visible_to(who, self.now).exists()


def test_no_sequence_of_acts_breaks_a_rule(noon: datetime) -> None:
    run_state_machine_as_test(
        CaseMachine,
        settings=settings(
            max_examples=examples(6), stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
