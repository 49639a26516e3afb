"""Any sequence of acts on one statement by anybody: nobody reads it by any path whom the gate was not made for.

The machine tries every act as every person. What it insists on is said in its own words, not by asking the gate again.
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

from portal.people.models import Affiliation, User
from portal.people.refusals import Refused
from portal.voices.actions import cases, moderation
from portal.voices.domain.statements import ALLOWED
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import StatementState as S
from portal.voices.models import Case, Redaction, Release, Statement
from portal.voices.queries.released import as_released
from tests.conftest import NOON
from tests.factories.statements import deputy, everybody_hears, lead, moderator, organisation, place, statement
from tests.people import person
from tests.thorough import examples

pytestmark = pytest.mark.django_db
SECRET = "walrus"
READERS = ("one", "two", "lead", "deputy")
AUDIENCES = {
    "manager": Audience.SERVICE,
    "trustee": Audience.BOARD,
    "visitor": Audience.VISITING_TEAM,
    "member": Audience.MEMBERS,
}
# A moderator who works for the home, an administrator, and somebody of no role at all.
OUTSIDE = ("conflicted", "administrator", "stranger")
WHO = st.sampled_from((*READERS, *READERS, *READERS, *AUDIENCES, *OUTSIDE))


class StatementMachine(RuleBasedStateMachine):
    """One private statement about one home."""

    people: dict[str, User]
    row: Statement

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOON
        self.before = S.RECEIVED
        self.proposed: list[Any] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(how_far=st.sampled_from(["received", "cleared", "public"]))
    def begin(self, how_far: str) -> None:
        """Begin further along as well: what goes wrong goes wrong after a release."""
        one, two = self.person("one"), self.person("two")
        if how_far != "received":
            moderation.take(statement=self.row, by=one, at=NOON)
            moderation.clear(statement=self.row, by=one, at=NOON)
        if how_far == "public":
            found = moderation.propose_release(statement=self.row, audience=Audience.PUBLIC, by=one, at=NOON)
            moderation.release(release=found, by=two, at=NOON)
        self.before = S(Statement.objects.values_list("state", flat=True).get(pk=self.row.pk))

    def person(self, name: str) -> User:
        return User.objects.get(pk=self.people[name].pk)

    def tried(self, act: Callable[[User, datetime], Any], who: str) -> None:
        self.now += timedelta(minutes=1)
        self.before = S(Statement.objects.values_list("state", flat=True).get(pk=self.row.pk))
        steps = self.row.steps.count() + sum(case.steps.count() for case in Case.objects.all())
        try:
            with transaction.atomic():
                act(self.person(who), self.now)
        except (Refused, PermissionDenied):
            return
        assert who in READERS, f"{who} did something"
        assert self.row.steps.count() + sum(case.steps.count() for case in Case.objects.all()) > steps

    @rule(who=WHO, act=st.sampled_from(["take", "needs_redaction", "clear", "put_back"]))
    def act(self, who: str, act: str) -> None:
        self.tried(lambda by, at: getattr(moderation, act)(statement=self.row, by=by, at=at), who)

    @rule(who=st.sampled_from(READERS))
    def read_what_was_added(self, who: str) -> None:
        self.the_author_says_more()
        self.tried(lambda by, at: moderation.clear(statement=self.row, by=by, at=at), who)

    @rule(who=WHO)
    def send_back(self, who: str) -> None:
        self.tried(lambda by, at: moderation.return_(statement=self.row, reason="Names.", by=by, at=at), who)

    @rule(who=WHO)
    def put_away(self, who: str) -> None:
        self.tried(lambda by, at: moderation.put_away(statement=self.row, reason="Done.", by=by, at=at), who)

    @rule(who=WHO, about_lead=st.booleans())
    def hold(self, who: str, about_lead: bool) -> None:
        self.tried(
            lambda by, at: moderation.hold(statement=self.row, why="Hurt.", is_about_lead=about_lead, by=by, at=at), who
        )

    @rule(who=WHO, text=st.sampled_from(["It is […].", f"It is {SECRET}.", "…"]))
    def redact(self, who: str, text: str) -> None:
        words = self.row.words.order_by("n")[0]
        self.tried(lambda by, at: moderation.redact(words=words, text=text, reason="A name", by=by, at=at), who)

    @rule(who=WHO, audience=st.sampled_from([*Audience, Audience.PUBLIC, Audience.PUBLIC]))
    def propose(self, who: str, audience: Audience) -> None:
        self.tried(lambda by, at: moderation.propose_release(statement=self.row, audience=audience, by=by, at=at), who)

    @rule(who=WHO, audience=st.sampled_from([*Audience, Audience.PUBLIC, Audience.PUBLIC]))
    def release(self, who: str, audience: Audience) -> None:
        found = Release.objects.filter(audience=audience).order_by("-pk").first()
        if found:
            self.tried(lambda by, at: moderation.release(release=found, by=by, at=at), who)

    @rule(who=WHO, audience=st.sampled_from(Audience))
    def end(self, who: str, audience: Audience) -> None:
        found = Release.objects.filter(audience=audience).order_by("-pk").first()
        if found:
            self.tried(lambda by, at: moderation.end_release(release=found, by=by, at=at), who)

    @rule(who=WHO, act=st.sampled_from(["take_case", "close_case", "reopen_case", "keep_out"]))
    def case(self, who: str, act: str) -> None:
        found = Case.objects.order_by("-opened_at").first()
        if found is None:
            return
        more: dict[str, Any] = {"reason": "Seen to."} if act in ("close_case", "reopen_case") else {}
        if act == "keep_out":
            more = {"person": self.people["one"]}
        self.tried(lambda by, at: getattr(cases, act)(case=found, by=by, at=at, **more), who)

    @rule()
    def the_author_says_more(self) -> None:
        last = self.row.words.order_by("-n")[0].n
        self.row.words.create(n=last + 1, text=f"More about {SECRET} {last}.", said_on=NOON.date())

    @rule(target_state=st.sampled_from([S.THEMED, S.ANSWERED]))
    def it_becomes_part_of_a_theme(self, target_state: S) -> None:
        self.before = S(Statement.objects.values_list("state", flat=True).get(pk=self.row.pk))
        if target_state in ALLOWED[self.before]:
            Statement.objects.filter(pk=self.row.pk).update(state=target_state)

    @rule()
    def a_child_says_it_is_not_safe(self) -> None:
        if Case.objects.count() < 3:
            self.before = S(Statement.objects.values_list("state", flat=True).get(pk=self.row.pk))
            cases.open_case(source=CaseSource.UNSAFE, statement=self.row, at=self.now)

    @invariant()
    def it_moves_as_the_table_says(self) -> None:
        now = S(Statement.objects.values_list("state", flat=True).get(pk=self.row.pk))
        assert now == self.before or now in ALLOWED[self.before], (self.before, now)
        self.before = now

    @invariant()
    def nobody_outside_ever_reads_it_raw(self) -> None:
        for name in (*AUDIENCES, *OUTSIDE):
            assert not Statement.objects.readable_by(self.person(name), self.now).exists(), name

    @invariant()
    def who_is_kept_out_of_its_case_reads_nothing_of_it(self) -> None:
        if Case.objects.filter(exclusions__person=self.people["one"]).exists():
            assert not Statement.objects.readable_by(self.person("one"), self.now).exists()
        if Case.objects.filter(is_about_lead=True).exists():
            for name in ("one", "two", "lead"):
                assert not Statement.objects.readable_by(self.person(name), self.now).exists(), name

    @invariant()
    def while_a_case_is_open_no_moderator_reads_it(self) -> None:
        if Case.objects.exclude(state="closed").exists():
            for name in ("one", "two"):
                assert not Statement.objects.readable_by(self.person(name), self.now).exists(), name

    @invariant()
    def what_is_put_away_is_offered_to_nobody_and_nobody_has_it(self) -> None:
        row = Statement.objects.get(pk=self.row.pk)
        if row.state == S.ARCHIVED:
            assert not row.releases.filter(ended_at__isnull=True).exists()
            assert row.taken_by is None

    @invariant()
    def an_audience_reads_what_is_released_to_it_now_and_only_then(self) -> None:
        state = Statement.objects.values_list("state", flat=True).get(pk=self.row.pk)
        live = Release.objects.filter(released_at__isnull=False, ended_at__isnull=True)
        to = set(live.values_list("audience", flat=True)) if state in {S.RELEASED, S.THEMED, S.ANSWERED} else set()
        for name in (*AUDIENCES, *OUTSIDE):
            reads = Statement.objects.visible_to(self.person(name), self.now).exists()
            # An administrator or a moderator from the home reads in public what everybody reads.
            assert reads == (Audience.PUBLIC in to or AUDIENCES.get(name) in to), (name, to)

    @invariant()
    def released_words_are_cleared_and_as_redacted(self) -> None:
        shown = [said.text for said in as_released(self.row)]
        assert len(shown) == self.row.words.filter(is_cleared=True).count()
        redaction = Redaction.objects.first()
        first = self.row.words.order_by("n")[0]
        if redaction:
            assert first.text not in shown

    @invariant()
    def two_people_have_looked_at_what_everybody_reads(self) -> None:
        shown = tuple(said.text for said in as_released(self.row))
        for found in Release.objects.filter(audience=Audience.PUBLIC, ended_at__isnull=True):
            assert found.released_by_id != found.proposed_by_id
            known = dict(self.proposed)
            if found.pk not in known:
                self.proposed.append((found.pk, shown))
            else:
                assert known[found.pk] == shown, "the text changed under a release"


def test_no_path_leads_to_whom_it_was_not_released() -> None:
    owner = organisation()
    home = place(owner)
    people = {
        "one": moderator(),
        "two": moderator(),
        "lead": lead(),
        "deputy": deputy(),
        "conflicted": moderator(),
        "administrator": person("administrator"),
        "stranger": person(),
        **{name: person() for name in AUDIENCES},
    }
    for name in ("conflicted", "manager"):
        Affiliation.objects.create(person=people[name], organisation=owner, role="Works", starts_on=NOON.date())
    for name, audience in AUDIENCES.items():
        everybody_hears(audience, people[name])
    row = statement(where=home, text=f"About {SECRET}.")

    class Machine(StatementMachine):
        pass

    Machine.people, Machine.row = people, row
    run_state_machine_as_test(Machine, settings=SETTINGS)


SETTINGS = settings(
    max_examples=examples(15),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
