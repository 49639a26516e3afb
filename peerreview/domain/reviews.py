"""The review machine: one table of arrows, and for each arrow a guard over values. What is missing is named.

The facts are gathered by ``queries/readiness.py``. What nobody has recorded is not there: every default refuses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from peerreview.enums.reviews import Lack, ReviewKind
from peerreview.enums.reviews import ReviewState as S
from peerreview.enums.services import Track

ALLOWED: Mapping[S, frozenset[S]] = {
    S.PLANNED: frozenset({S.SELF_REVIEW, S.CANCELLED}),
    S.SELF_REVIEW: frozenset({S.SUBMITTED, S.CANCELLED}),
    S.SUBMITTED: frozenset({S.RETURNED, S.SCHEDULED, S.POSTPONED, S.CANCELLED}),
    S.RETURNED: frozenset({S.SUBMITTED, S.CANCELLED}),
    S.SCHEDULED: frozenset({S.POSTPONED, S.DRAFTING, S.CANCELLED}),
    S.POSTPONED: frozenset({S.SCHEDULED, S.CANCELLED}),
    S.DRAFTING: frozenset({S.ACCURACY_CHECK, S.CANCELLED}),
    S.ACCURACY_CHECK: frozenset({S.FINALISING, S.CANCELLED}),
    S.FINALISING: frozenset({S.ACCURACY_CHECK, S.FINAL, S.CANCELLED}),
    S.FINAL: frozenset({S.WITH_PANEL, S.ACTION_PLAN}),
    S.WITH_PANEL: frozenset({S.DECIDED, S.DEFERRED}),
    S.DEFERRED: frozenset({S.WITH_PANEL}),
    S.DECIDED: frozenset({S.ACTION_PLAN}),
    S.ACTION_PLAN: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset(),
}
ENDED = frozenset(state for state, onward in ALLOWED.items() if not onward)
# The host writes; afterwards what was handed in stands still.
BEING_WRITTEN = frozenset({S.SELF_REVIEW, S.RETURNED})
# Nobody has visited yet: what the cycle's page asks for reviewers.
BEFORE_VISIT = frozenset({S.PLANNED, S.SELF_REVIEW, S.SUBMITTED, S.RETURNED, S.SCHEDULED, S.POSTPONED})
ROUNDS_OF_ACCURACY = 2
# From the visit on there is a report; a cancelled review keeps what was written, and nobody reads it any more.
WITH_REPORT = frozenset(
    {S.DRAFTING, S.ACCURACY_CHECK, S.FINALISING, S.FINAL, S.WITH_PANEL, S.DECIDED, S.DEFERRED, S.ACTION_PLAN, S.CLOSED}
)
IS_FINAL = WITH_REPORT - {S.DRAFTING, S.ACCURACY_CHECK, S.FINALISING}

KIND_OF_TRACK: Mapping[Track, ReviewKind] = {
    Track.DEVELOPMENTAL: ReviewKind.DEVELOPMENTAL,
    Track.FULL: ReviewKind.FULL,
    Track.ACCREDITATION: ReviewKind.ACCREDITATION,
}


class Missing(NamedTuple):
    """One thing that is missing, and of how many; nought where it is not a matter of counting."""

    lack: Lack
    many: int = 0


@dataclass(frozen=True)
class SelfAssessmentFacts:
    """How far the self-assessment is. ``applicable`` is None while there is none."""

    applicable: int | None = None
    answered: int = 0
    young_people: bool = False
    """Their input is there, or a reason why not."""


@dataclass(frozen=True)
class VisitFacts:
    """What the visit stands on, and whether it was held."""

    team_valid: bool = False
    date_confirmed: bool = False
    portfolio_frozen: bool = False
    attendance_recorded: bool = False


@dataclass(frozen=True)
class ReportFacts:
    """How far the report is."""

    seats_silent: int | None = None
    achievements: int = 0
    comments_open: int | None = None
    host_heard: bool = False
    """The service has no more comments, or its time for them is over."""
    accuracy_rounds: int = 0
    finaliser_is_another: bool = False
    hashes_stored: bool = False


@dataclass(frozen=True)
class AfterFacts:
    """What became of the report: the panel, the plan, the look back."""

    panel_decided: bool = False
    musts_open: int | None = None
    actions_unfinished: int = 0
    actions_open: int | None = None
    progress_reviewed: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything the guards ask."""

    kind: ReviewKind = ReviewKind.FULL
    begun: bool = False
    lead_named: bool = False
    reason_given: bool = False
    day_given: bool = False
    self_assessment: SelfAssessmentFacts = field(default_factory=SelfAssessmentFacts)
    visit: VisitFacts = field(default_factory=VisitFacts)
    report: ReportFacts = field(default_factory=ReportFacts)
    after: AfterFacts = field(default_factory=AfterFacts)


Missings = tuple[Missing, ...]
Guard = Callable[[Facts], Missings]


def _unless(*pairs: tuple[bool, Lack]) -> Missings:
    return tuple(Missing(lack) for holds, lack in pairs if not holds)


def _may_begin(facts: Facts) -> Missings:
    return _unless((facts.begun, Lack.NOT_BEGUN), (facts.lead_named, Lack.NO_LEAD))


def _is_written(facts: Facts) -> Missings:
    said = facts.self_assessment
    if said.applicable is None:
        return (Missing(Lack.NO_WORKBOOK),)
    unanswered = max(0, said.applicable - said.answered)
    open_ones = (Missing(Lack.UNANSWERED, unanswered),) if unanswered else ()
    return (*open_ones, *_unless((said.young_people, Lack.NO_YOUNG_PEOPLE)))


def _says_why(facts: Facts) -> Missings:
    return _unless((facts.reason_given, Lack.NO_REASON))


def _says_why_and_when(facts: Facts) -> Missings:
    return _unless((facts.reason_given, Lack.NO_REASON), (facts.day_given, Lack.NO_DAY))


def _may_be_visited(facts: Facts) -> Missings:
    visit = facts.visit
    return _unless(
        (visit.team_valid, Lack.NO_TEAM),
        (visit.date_confirmed, Lack.NO_DATE),
        (visit.portfolio_frozen, Lack.NO_PORTFOLIO),
    )


def _was_visited(facts: Facts) -> Missings:
    return _unless((facts.visit.attendance_recorded, Lack.NO_ATTENDANCE))


def _team_agrees(facts: Facts) -> Missings:
    silent = facts.report.seats_silent
    quiet = (Missing(Lack.SEATS_SILENT, silent or 0),) if silent != 0 else ()
    return (*quiet, *_unless((facts.report.achievements > 0, Lack.NO_ACHIEVEMENT)))


def _comments_answered(facts: Facts) -> Missings:
    waiting = facts.report.comments_open
    open_ones = (Missing(Lack.COMMENTS_OPEN, waiting or 0),) if waiting != 0 else ()
    return (*open_ones, *_unless((facts.report.host_heard, Lack.HOST_MAY_COMMENT)))


def _another_round(facts: Facts) -> Missings:
    return _unless((facts.report.accuracy_rounds < ROUNDS_OF_ACCURACY, Lack.ROUNDS_USED))


def _is_final(facts: Facts) -> Missings:
    return (
        *_comments_answered(facts),
        *_unless(
            (facts.report.finaliser_is_another, Lack.NO_FINALISER),
            (facts.report.hashes_stored, Lack.NO_HASHES),
        ),
    )


def _for_panel(facts: Facts) -> Missings:
    return _unless((facts.kind is ReviewKind.ACCREDITATION, Lack.NOT_ACCREDITATION))


def _plan_is_whole(facts: Facts) -> Missings:
    waiting, unfinished = facts.after.musts_open, facts.after.actions_unfinished
    open_ones = (Missing(Lack.MUSTS_OPEN, waiting or 0),) if waiting != 0 else ()
    return (*open_ones, *((Missing(Lack.ACTIONS_UNFINISHED, unfinished),) if unfinished else ()))


def _past_panel(facts: Facts) -> Missings:
    return (*_unless((facts.kind is not ReviewKind.ACCREDITATION, Lack.GOES_TO_PANEL)), *_plan_is_whole(facts))


def _panel_decided(facts: Facts) -> Missings:
    return _unless((facts.after.panel_decided, Lack.NO_DECISION))


def _decided_and_planned(facts: Facts) -> Missings:
    return (*_panel_decided(facts), *_plan_is_whole(facts))


def _plan_is_settled(facts: Facts) -> Missings:
    """The musts are asked again: what was planned for one may have been given to another meanwhile."""
    waiting, still_open = facts.after.musts_open, facts.after.actions_open
    unanswered = (Missing(Lack.MUSTS_OPEN, waiting or 0),) if waiting != 0 else ()
    open_ones = (Missing(Lack.ACTIONS_OPEN, still_open or 0),) if still_open != 0 else ()
    return (*unanswered, *open_ones, *_unless((facts.after.progress_reviewed, Lack.NO_PROGRESS)))


GUARDS: Mapping[tuple[S, S], Guard] = {
    (S.PLANNED, S.SELF_REVIEW): _may_begin,
    (S.SELF_REVIEW, S.SUBMITTED): _is_written,
    (S.RETURNED, S.SUBMITTED): _is_written,
    (S.SUBMITTED, S.RETURNED): _says_why_and_when,
    (S.SUBMITTED, S.SCHEDULED): _may_be_visited,
    (S.POSTPONED, S.SCHEDULED): _may_be_visited,
    (S.SUBMITTED, S.POSTPONED): _says_why_and_when,
    (S.SCHEDULED, S.POSTPONED): _says_why_and_when,
    (S.SCHEDULED, S.DRAFTING): _was_visited,
    (S.DRAFTING, S.ACCURACY_CHECK): _team_agrees,
    (S.ACCURACY_CHECK, S.FINALISING): _comments_answered,
    (S.FINALISING, S.ACCURACY_CHECK): _another_round,
    (S.FINALISING, S.FINAL): _is_final,
    (S.FINAL, S.WITH_PANEL): _for_panel,
    (S.FINAL, S.ACTION_PLAN): _past_panel,
    (S.WITH_PANEL, S.DECIDED): _panel_decided,
    (S.WITH_PANEL, S.DEFERRED): _says_why_and_when,
    (S.DEFERRED, S.WITH_PANEL): _for_panel,
    (S.DECIDED, S.ACTION_PLAN): _decided_and_planned,
    (S.ACTION_PLAN, S.CLOSED): _plan_is_settled,
    **{(state, S.CANCELLED): _says_why for state, onward in ALLOWED.items() if S.CANCELLED in onward},
}


# What the act itself brings with it: a page that offers the act does not ask for it beforehand.
BROUGHT = frozenset({Lack.NO_FINALISER, Lack.NO_HASHES, Lack.NO_PROGRESS})


def may_move(from_: S, to: S) -> bool:
    """Say whether the arrow exists."""
    return to in ALLOWED[from_]


def missing_for(from_: S, to: S, facts: Facts) -> Missings:
    """Name what stands between a review and another stage; nothing where the guard lets it pass."""
    return GUARDS[from_, to](facts)


def next_stage(state: S, kind: ReviewKind) -> S | None:
    """Return the stage a review is on its way to; None when its way has ended."""
    if state is S.FINAL:
        return S.WITH_PANEL if kind is ReviewKind.ACCREDITATION else S.ACTION_PLAN
    return _ONWARD.get(state)


_ONWARD: Mapping[S, S] = {
    S.PLANNED: S.SELF_REVIEW,
    S.SELF_REVIEW: S.SUBMITTED,
    S.RETURNED: S.SUBMITTED,
    S.SUBMITTED: S.SCHEDULED,
    S.POSTPONED: S.SCHEDULED,
    S.SCHEDULED: S.DRAFTING,
    S.DRAFTING: S.ACCURACY_CHECK,
    S.ACCURACY_CHECK: S.FINALISING,
    S.FINALISING: S.FINAL,
    S.WITH_PANEL: S.DECIDED,
    S.DEFERRED: S.WITH_PANEL,
    S.DECIDED: S.ACTION_PLAN,
    S.ACTION_PLAN: S.CLOSED,
}

WAY: tuple[S, ...] = (
    S.PLANNED,
    S.SELF_REVIEW,
    S.SUBMITTED,
    S.SCHEDULED,
    S.DRAFTING,
    S.ACCURACY_CHECK,
    S.FINAL,
    S.ACTION_PLAN,
    S.CLOSED,
)
# Stages beside the way, by the one they are shown at.
SHOWN_AT: Mapping[S, S] = {
    S.RETURNED: S.SELF_REVIEW,
    S.POSTPONED: S.SUBMITTED,
    S.FINALISING: S.ACCURACY_CHECK,
    S.DEFERRED: S.WITH_PANEL,
}


class Stage(NamedTuple):
    """One stop on the way of a review: passed (``done``), where it stands (``current``), or to come (``todo``)."""

    stage: S
    standing: str


def way_of(kind: ReviewKind) -> tuple[S, ...]:
    """Return the stops of a review of this kind; only accreditation passes the panel."""
    if kind is not ReviewKind.ACCREDITATION:
        return WAY
    after = WAY.index(S.ACTION_PLAN)
    return (*WAY[:after], S.WITH_PANEL, S.DECIDED, *WAY[after:])


def stages(state: S, kind: ReviewKind, before: S | None = None) -> tuple[Stage, ...]:
    """Return the stops with where the review stands; a cancelled one stands nowhere, ``before`` is how far it came."""
    way = way_of(kind)
    at = SHOWN_AT.get(before or state, before or state)
    here = way.index(at) if at in way else -1
    standing = {S.CLOSED: "done", S.CANCELLED: "todo"}.get(state, "current")
    return tuple(Stage(stop, "done" if n < here else standing if n == here else "todo") for n, stop in enumerate(way))
