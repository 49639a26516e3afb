"""Any sequence of acts on a plan: invariants 17 (these arrows), 18, 19 and append-only, on the real actions.

Said in other words than the guards': what a closed review must have behind it, who must not have verified, and that
every text that was ever told still stands as it was told.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from peerreview.actions import actionplans as acts
from peerreview.actions import progress
from peerreview.actions.actionplans import Words
from peerreview.actions.reviews import start_self_review
from peerreview.domain.actionplans import OPEN
from peerreview.enums.actionplans import ActionState as A
from peerreview.enums.reviews import ReviewState
from peerreview.models import NotTakenUp, PlanAction, PlanAnswer, ProgressUpdate, Review
from peerreview.models.strangers import forget_strangers
from peerreview.queries.planchecks import findings
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories import actionplans as plan
from tests.factories import reports as make
from tests.factories.selfassessments import lead_of
from tests.thorough import examples

pytestmark = pytest.mark.django_db
WHO, WHICH = st.integers(0, 4), st.integers(0, 5)
TEXT = st.sampled_from(["It is in the rota.", "Begun.", "Nights are missing.", " "])


class PlanMachine(RuleBasedStateMachine):
    """One review with a final report, and the service's next one."""

    review: Review
    following: Review
    people: list[User]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOON
        self.told: dict[int, tuple[object, ...]] = {}

    @initialize(begun=st.booleans(), done=st.booleans())
    def begin(self, begun: bool, done: bool) -> None:
        """Half of the walks begin with a plan that is handed in, so that they come as far as the end."""
        if begun:
            asked = plan.asked(self.review)
            rows = [plan.planned(self.review, one, owner=self.people[n]) for n, one in enumerate(asked)]
            plan.handed_in(self.review)
            for row in rows if done else ():
                plan.done(row)

    def teardown(self) -> None:
        try:
            assert list(findings(self.now)) == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def tick(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now

    def attempt(self, act: Callable[[], Any]) -> None:
        """Do it if the rules let it be done; a refusal changes nothing."""
        before = self.picture()
        try:
            with transaction.atomic():
                act()
        except (Refused, PermissionDenied):
            assert self.picture() == before

    @staticmethod
    def picture() -> list[object]:
        rows = PlanAction.objects.order_by("pk").values_list("pk", "state", "owner", "carried_at", "removed_at")
        return [*rows, *Review.objects.order_by("pk").values_list("pk", "state"), ProgressUpdate.objects.count()]

    def act_on(self, which: int, act: Callable[..., Any], **more: Any) -> None:
        rows = list(PlanAction.objects.select_related("plan__review").order_by("pk"))
        if rows:
            row = rows[which % len(rows)]
            self.attempt(lambda: act(action=row, at=self.tick(), **more))

    @rule(who=WHO, owner=WHO, answers=st.sets(st.integers(0, 2)), has_day=st.booleans())
    def add(self, who: int, owner: int, answers: set[int], has_day: bool) -> None:
        asked = plan.asked(self.review)
        chosen = [asked[n] for n in sorted(answers)]
        words = Words("Do it.", self.people[owner], plan.DUE if has_day else None, chosen)
        review = make.fresh(self.review)
        self.attempt(lambda: acts.add_action(review=review, words=words, by=self.people[who], at=self.tick()))

    @rule(who=WHO, which=WHICH, owner=WHO)
    def give_to(self, who: int, which: int, owner: int) -> None:
        rows = list(PlanAction.objects.select_related("plan__review").order_by("pk"))
        if not rows:
            return
        row = rows[which % len(rows)]
        answers = [link.recommendation for link in row.answers.select_related("recommendation")]
        words = Words(row.what, self.people[owner], plan.DUE, answers)
        by, at = self.people[who], self.tick()
        self.attempt(lambda: acts.change_action(action=row, words=words, base=row.version, reason="So.", by=by, at=at))

    @rule(who=WHO, which=st.integers(0, 2))
    def say_why_not(self, who: int, which: int) -> None:
        row, review = plan.asked(self.review)[which], make.fresh(self.review)
        by, at = self.people[who], self.tick()
        self.attempt(lambda: acts.say_why_not(review=review, recommendation=row, reason="No room.", by=by, at=at))

    @rule(who=st.sampled_from([0, 0, 0, 1, 3]))
    def hand_in(self, who: int) -> None:
        self.attempt(lambda: acts.hand_in_plan(review=make.fresh(self.review), by=self.people[who], at=self.tick()))

    @rule(who=WHO, which=WHICH, text=TEXT, is_done=st.booleans())
    def tell(self, who: int, which: int, text: str, is_done: bool) -> None:
        self.act_on(which, progress.tell_progress, text=text, is_done=is_done, by=self.people[who])

    @rule(who=WHO, which=WHICH, text=TEXT)
    def verify(self, who: int, which: int, text: str) -> None:
        self.act_on(which, progress.verify_action, text=text, by=self.people[who])

    @rule(who=WHO, which=WHICH, text=TEXT)
    def send_back(self, who: int, which: int, text: str) -> None:
        self.act_on(which, progress.send_back, text=text, by=self.people[who])

    @rule(who=WHO, which=WHICH, text=TEXT)
    def give_up(self, who: int, which: int, text: str) -> None:
        self.act_on(which, progress.give_up, reason=text, by=self.people[who])

    @rule(who=WHO, which=WHICH)
    def take_up_again(self, who: int, which: int) -> None:
        self.act_on(which, progress.take_up_again, text="Again.", by=self.people[who])

    @rule(who=WHO, which=WHICH)
    def carry_on(self, who: int, which: int) -> None:
        self.act_on(which, progress.carry_on, reason="It needs a summer.", by=self.people[who])

    @rule(which=WHICH)
    def remove(self, which: int) -> None:
        self.act_on(which, acts.remove_action, reason="Twice.", by=self.people[0])

    @rule(who=st.sampled_from([0, 3, 3, 4]))
    def close(self, who: int) -> None:
        self.attempt(
            lambda: progress.close_review(
                review=make.fresh(self.review), text="Seen.", better="They say so.", by=self.people[who], at=self.tick()
            )
        )

    @rule()
    def the_next_review_begins(self) -> None:
        at = datetime.combine(self.following.cycle.opens_on, self.now.time(), tzinfo=NOON.tzinfo)
        self.now = max(self.now, at)
        following = make.fresh(self.following)
        self.attempt(lambda: start_self_review(review=following, by=self.people[0], at=self.tick()))

    @invariant()
    def stages_have_behind_them_what_they_ask(self) -> None:
        review = Review.objects.get(pk=self.review.pk)
        if review.state not in (ReviewState.ACTION_PLAN, ReviewState.CLOSED):
            return
        answered = PlanAnswer.objects.filter(action__removed_at=None, action__plan__review=review)
        known = {*answered.values_list("recommendation", flat=True)}
        known |= {*NotTakenUp.objects.values_list("recommendation", flat=True)}
        assert {one.pk for one in plan.asked(review) if one.strength == "must"} <= known
        if review.state == ReviewState.CLOSED:
            rows = PlanAction.objects.filter(plan__review=review, removed_at=None)
            assert all(row.state in (A.VERIFIED, A.NOT_PURSUED) or row.carried_why for row in rows)
            assert review.plan.looked_back

    @invariant()
    def nobody_verifies_their_own(self) -> None:
        for row in PlanAction.objects.all():
            assert (row.state == A.VERIFIED) == (row.verified_by_id is not None and row.verified_at is not None)
            if row.verified_by_id is not None:
                assert row.verified_by_id not in (row.owner_id, row.done_by_id)
                assert row.verified_by in self.people[3:]

    @invariant()
    def what_was_told_stands(self) -> None:
        now = {
            row.pk: (row.action_id, row.n, row.state, row.text, row.by_id, row.at)
            for row in ProgressUpdate.objects.all()
        }
        assert {key: now.get(key) for key in self.told} == self.told
        self.told = now

    @invariant()
    def nothing_open_is_lost_and_nothing_goes_on_twice(self) -> None:
        if Review.objects.get(pk=self.following.pk).state == ReviewState.PLANNED:
            return
        left = PlanAction.objects.filter(plan__review=self.review, removed_at=None, state__in=sorted(OPEN))
        carried = left.filter(carried_at__isnull=False)
        copies = PlanAction.objects.filter(plan__review=self.following)
        assert {row.carried_from_id for row in copies} == {row.pk for row in carried}


def test_no_sequence_of_acts_leads_past_the_rules_of_a_plan() -> None:
    review = plan.reported(("must", "must", "should"))
    people = [lead_of(review), plan.staff_of(review), plan.staff_of(review), make.manager(), make.team_of(review)[0]]
    for person in people:
        forget_strangers(person)
    following = plan.next_review(review)
    fields = {"review": review, "following": following, "people": people}
    run_state_machine_as_test(
        type("Machine", (PlanMachine,), fields),
        settings=settings(
            max_examples=examples(6), stateful_step_count=24, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
