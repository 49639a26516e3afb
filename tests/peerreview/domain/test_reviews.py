"""The review machine: every arrow has a guard, every guard names what is missing, and no walk gets past one."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from peerreview.domain.reviews import (
    ALLOWED,
    ENDED,
    GUARDS,
    AfterFacts,
    Facts,
    Missing,
    ReportFacts,
    SelfAssessmentFacts,
    VisitFacts,
    may_move,
    missing_for,
    next_stage,
    stages,
    way_of,
)
from peerreview.enums.reviews import Lack, ReviewKind
from peerreview.enums.reviews import ReviewState as S

EVERYTHING = Facts(
    kind=ReviewKind.FULL,
    begun=True,
    lead_named=True,
    reason_given=True,
    day_given=True,
    self_assessment=SelfAssessmentFacts(applicable=72, answered=72, young_people=True),
    visit=VisitFacts(team_valid=True, date_confirmed=True, portfolio_frozen=True, attendance_recorded=True),
    report=ReportFacts(
        seats_silent=0,
        achievements=1,
        comments_open=0,
        host_heard=True,
        accuracy_rounds=1,
        finaliser_is_another=True,
        hashes_stored=True,
    ),
    after=AfterFacts(panel_decided=True, musts_open=0, actions_open=0, progress_reviewed=True),
)
ARROWS = sorted((from_, to) for from_, onward in ALLOWED.items() for to in onward)


def test_every_state_is_in_the_table_and_every_arrow_has_exactly_one_guard() -> None:
    assert set(ALLOWED) == set(S)
    assert set(GUARDS) == set(ARROWS)
    assert {S.CLOSED, S.CANCELLED} == ENDED


def test_nothing_is_cancelled_once_its_report_is_final() -> None:
    after = {S.FINAL, S.WITH_PANEL, S.DECIDED, S.DEFERRED, S.ACTION_PLAN, S.CLOSED, S.CANCELLED}
    assert {state for state in S if S.CANCELLED not in ALLOWED[state]} == after


@pytest.mark.parametrize(("from_", "to"), ARROWS)
def test_no_arrow_is_free_when_nothing_is_recorded(from_: S, to: S) -> None:
    nothing = Facts(kind=ReviewKind.FULL if to is S.WITH_PANEL else ReviewKind.ACCREDITATION)
    free = {(S.FINALISING, S.ACCURACY_CHECK)}
    assert bool(missing_for(from_, to, nothing)) is ((from_, to) not in free)


@pytest.mark.parametrize(("from_", "to"), ARROWS)
def test_every_arrow_is_free_when_everything_is_there(from_: S, to: S) -> None:
    kind = ReviewKind.ACCREDITATION if to is S.WITH_PANEL else ReviewKind.FULL
    assert missing_for(from_, to, replace(EVERYTHING, kind=kind)) == ()


LACKS: list[tuple[S, S, Facts, tuple[Missing, ...]]] = [
    (S.PLANNED, S.SELF_REVIEW, replace(EVERYTHING, begun=False), (Missing(Lack.NOT_BEGUN),)),
    (S.PLANNED, S.SELF_REVIEW, replace(EVERYTHING, lead_named=False), (Missing(Lack.NO_LEAD),)),
    (
        S.SELF_REVIEW,
        S.SUBMITTED,
        replace(EVERYTHING, self_assessment=SelfAssessmentFacts()),
        (Missing(Lack.NO_WORKBOOK),),
    ),
    (
        S.SELF_REVIEW,
        S.SUBMITTED,
        replace(EVERYTHING, self_assessment=SelfAssessmentFacts(72, 60, young_people=True)),
        (Missing(Lack.UNANSWERED, 12),),
    ),
    (
        S.RETURNED,
        S.SUBMITTED,
        replace(EVERYTHING, self_assessment=SelfAssessmentFacts(72, 72, young_people=False)),
        (Missing(Lack.NO_YOUNG_PEOPLE),),
    ),
    (S.SUBMITTED, S.RETURNED, replace(EVERYTHING, reason_given=False), (Missing(Lack.NO_REASON),)),
    (S.SUBMITTED, S.POSTPONED, replace(EVERYTHING, day_given=False), (Missing(Lack.NO_DAY),)),
    (
        S.SUBMITTED,
        S.SCHEDULED,
        replace(EVERYTHING, visit=VisitFacts(date_confirmed=True)),
        (Missing(Lack.NO_TEAM), Missing(Lack.NO_PORTFOLIO)),
    ),
    (S.SCHEDULED, S.DRAFTING, replace(EVERYTHING, visit=VisitFacts(True, True, True)), (Missing(Lack.NO_ATTENDANCE),)),
    (
        S.DRAFTING,
        S.ACCURACY_CHECK,
        replace(EVERYTHING, report=ReportFacts(seats_silent=2)),
        (Missing(Lack.SEATS_SILENT, 2), Missing(Lack.NO_ACHIEVEMENT)),
    ),
    (
        S.ACCURACY_CHECK,
        S.FINALISING,
        replace(EVERYTHING, report=ReportFacts(comments_open=3)),
        (Missing(Lack.COMMENTS_OPEN, 3), Missing(Lack.HOST_MAY_COMMENT)),
    ),
    (
        S.FINALISING,
        S.ACCURACY_CHECK,
        replace(EVERYTHING, report=ReportFacts(accuracy_rounds=2)),
        (Missing(Lack.ROUNDS_USED),),
    ),
    (
        S.FINALISING,
        S.FINAL,
        replace(EVERYTHING, report=ReportFacts(comments_open=0, host_heard=True, hashes_stored=True)),
        (Missing(Lack.NO_FINALISER),),
    ),
    (S.FINAL, S.WITH_PANEL, EVERYTHING, (Missing(Lack.NOT_ACCREDITATION),)),
    (S.FINAL, S.ACTION_PLAN, replace(EVERYTHING, kind=ReviewKind.ACCREDITATION), (Missing(Lack.GOES_TO_PANEL),)),
    (S.WITH_PANEL, S.DECIDED, replace(EVERYTHING, after=AfterFacts()), (Missing(Lack.NO_DECISION),)),
    (
        S.FINAL,
        S.ACTION_PLAN,
        replace(EVERYTHING, after=AfterFacts(musts_open=1, actions_unfinished=2)),
        (Missing(Lack.MUSTS_OPEN, 1), Missing(Lack.ACTIONS_UNFINISHED, 2)),
    ),
    (
        S.DECIDED,
        S.ACTION_PLAN,
        replace(EVERYTHING, after=AfterFacts(musts_open=0)),
        (Missing(Lack.NO_DECISION),),
    ),
    (
        S.ACTION_PLAN,
        S.CLOSED,
        replace(EVERYTHING, after=AfterFacts(musts_open=1, actions_open=3)),
        (Missing(Lack.MUSTS_OPEN, 1), Missing(Lack.ACTIONS_OPEN, 3), Missing(Lack.NO_PROGRESS)),
    ),
    (S.PLANNED, S.CANCELLED, replace(EVERYTHING, reason_given=False), (Missing(Lack.NO_REASON),)),
]


@pytest.mark.parametrize(("from_", "to", "facts", "missing"), LACKS)
def test_a_guard_names_exactly_what_is_missing(from_: S, to: S, facts: Facts, missing: tuple[Missing, ...]) -> None:
    assert missing_for(from_, to, facts) == missing


@given(st.integers(0, 80), st.integers(0, 80))
def test_what_is_unanswered_is_counted_and_never_negative(applicable: int, answered: int) -> None:
    facts = replace(EVERYTHING, self_assessment=SelfAssessmentFacts(applicable, answered, young_people=True))
    missing = missing_for(S.SELF_REVIEW, S.SUBMITTED, facts)
    assert missing == ((Missing(Lack.UNANSWERED, applicable - answered),) if answered < applicable else ())


@pytest.mark.parametrize("kind", ReviewKind)
def test_a_review_reaches_its_end_by_its_next_stages_and_never_meets_a_stage_twice(kind: ReviewKind) -> None:
    seen, state = [S.PLANNED], next_stage(S.PLANNED, kind)
    while state is not None:
        assert may_move(seen[-1], state)
        seen.append(state)
        state = next_stage(state, kind)
    assert seen[-1] is S.CLOSED
    assert len(seen) == len(set(seen))
    assert (S.WITH_PANEL in seen) is (kind is ReviewKind.ACCREDITATION)
    assert [stop for stop in way_of(kind) if stop in seen] == list(way_of(kind))


@pytest.mark.parametrize(
    ("state", "before", "standing"),
    [
        (S.PLANNED, None, {S.PLANNED: "current", S.SELF_REVIEW: "todo"}),
        (S.RETURNED, None, {S.PLANNED: "done", S.SELF_REVIEW: "current", S.SUBMITTED: "todo"}),
        (S.POSTPONED, None, {S.SUBMITTED: "current", S.SCHEDULED: "todo"}),
        (S.CLOSED, None, {S.ACTION_PLAN: "done", S.CLOSED: "done"}),
        (S.CANCELLED, S.SELF_REVIEW, {S.PLANNED: "done", S.SELF_REVIEW: "todo", S.SUBMITTED: "todo"}),
    ],
)
def test_stages_say_where_a_review_stands(state: S, before: S | None, standing: Mapping[S, str]) -> None:
    shown = {stop.stage: stop.standing for stop in stages(state, ReviewKind.FULL, before)}
    assert {stage: shown[stage] for stage in standing} == standing


BOOL = st.booleans()
FACTS = st.builds(
    Facts,
    kind=st.sampled_from(list(ReviewKind)),
    begun=BOOL,
    lead_named=BOOL,
    reason_given=BOOL,
    day_given=BOOL,
    self_assessment=st.builds(SelfAssessmentFacts, st.none() | st.integers(1, 3), st.integers(0, 3), young_people=BOOL),
    visit=st.builds(VisitFacts, BOOL, BOOL, BOOL, BOOL),
    report=st.builds(
        ReportFacts,
        st.none() | st.integers(0, 1),
        st.integers(0, 1),
        st.none() | st.integers(0, 1),
        BOOL,
        st.integers(0, 3),
        BOOL,
        BOOL,
    ),
    after=st.builds(
        AfterFacts,
        BOOL,
        st.none() | st.integers(0, 1),
        st.integers(0, 1),
        st.none() | st.integers(0, 1),
        BOOL,
    ),
)


class Walk(RuleBasedStateMachine):
    """A review goes wherever its guards let it: what it has behind it must then have been there (invariant 17)."""

    def __init__(self) -> None:
        super().__init__()
        self.state = S.PLANNED
        self.passed: list[tuple[S, S, Facts]] = []

    @rule(to=st.sampled_from(list(S)), facts=FACTS)
    def try_to_move(self, to: S, facts: Facts) -> None:
        if may_move(self.state, to) and not missing_for(self.state, to, facts):
            self.passed.append((self.state, to, facts))
            self.state = to

    @invariant()
    def _what_is_behind_it_was_there(self) -> None:
        """Said in other words than the guards': a sentence of the design for each stage."""
        for _from, to, facts in self.passed:
            said, visit, report, after = facts.self_assessment, facts.visit, facts.report, facts.after
            holds = {
                S.SELF_REVIEW: facts.begun and facts.lead_named,
                S.SUBMITTED: said.applicable is not None and said.answered >= said.applicable and said.young_people,
                S.RETURNED: facts.reason_given,
                S.SCHEDULED: visit.team_valid and visit.portfolio_frozen and visit.date_confirmed,
                S.POSTPONED: facts.reason_given and facts.day_given,
                S.DRAFTING: visit.attendance_recorded,
                S.ACCURACY_CHECK: (_from is S.FINALISING and report.accuracy_rounds < 2)
                or (report.seats_silent == 0 and report.achievements > 0),
                S.FINALISING: report.comments_open == 0 and report.host_heard,
                S.FINAL: report.finaliser_is_another and report.hashes_stored,
                S.WITH_PANEL: facts.kind is ReviewKind.ACCREDITATION,
                S.DECIDED: after.panel_decided,
                S.DEFERRED: facts.reason_given,
                S.ACTION_PLAN: (
                    after.panel_decided if _from is S.DECIDED else facts.kind is not ReviewKind.ACCREDITATION
                )
                and after.musts_open == 0
                and after.actions_unfinished == 0,
                S.CLOSED: after.musts_open == 0 and after.actions_open == 0 and after.progress_reviewed,
                S.CANCELLED: facts.reason_given,
            }
            assert holds[to], (to, facts)

    @invariant()
    def _nothing_follows_an_end(self) -> None:
        assert all(from_ not in ENDED for from_, _to, _facts in self.passed)


def test_no_walk_gets_past_a_guard() -> None:
    run_state_machine_as_test(Walk)
