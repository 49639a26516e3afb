"""Accreditation: thresholds over a stored snapshot, what may be decided, how long it lasts, until when it is appealed.

The result is a function of the snapshot and of nothing else (invariant 8). It is monotone: a better score, or a lower
threshold, never turns what is reached into what is not. A standard nobody assessed is no level and is in no
denominator; so that nobody comes closer by leaving one out, its type is not reached while there is one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from peerreview.domain.reports import content_hash
from peerreview.domain.reviewclock import ClockRules, award_ends
from peerreview.enums.accreditation import Outcome, PanelQuestion
from peerreview.enums.selfassessments import Score
from portal.workingdays import add_working_days, next_working_day

ALL = 100
# Gives a badge, and for how long the cycle's rules say.
AWARDING = frozenset({Outcome.ACCREDITED, Outcome.CONDITIONS})
# What a service may ask others to look at again.
APPEALABLE = frozenset(
    {Outcome.CONDITIONS, Outcome.DEFERRED, Outcome.NOT_ACCREDITED, Outcome.SUSPENDED, Outcome.WITHDRAWN}
)


@dataclass(frozen=True)
class Thresholds:
    """How many of a hundred standards of each type must be met: the programme's numbers."""

    type_1: int = 100
    type_2: int = 80
    type_3: int = 60

    def of(self, type_: int) -> int:
        """Return the threshold of a type."""
        return {1: self.type_1, 2: self.type_2, 3: self.type_3}[type_]


class ScoredStandard(NamedTuple):
    """One standard that applies: its type, and what the team says; an empty score is no assessment."""

    code: str
    type: int
    score: str = ""


@dataclass(frozen=True)
class Snapshot:
    """What is decided upon: every standard that applies with its score, and the thresholds of that moment."""

    thresholds: Thresholds
    standards: tuple[ScoredStandard, ...]

    def as_content(self) -> dict[str, Any]:
        """Return it as it is stored and hashed."""
        return {
            "thresholds": asdict(self.thresholds),
            "standards": [[one.code, one.type, one.score] for one in self.standards],
        }

    @property
    def sha256(self) -> str:
        """Return the hash of its content."""
        return content_hash(self.as_content())


def read_snapshot(content: Mapping[str, Any]) -> Snapshot:
    """Read what is stored."""
    rows = tuple(ScoredStandard(str(code), int(type_), str(score)) for code, type_, score in content["standards"])
    return Snapshot(Thresholds(**content["thresholds"]), rows)


def with_met(snapshot: Snapshot, codes: Collection[str]) -> Snapshot:
    """Return the snapshot in which some standards are met now."""
    rows = tuple(one._replace(score=str(Score.MET)) if one.code in codes else one for one in snapshot.standards)
    return replace(snapshot, standards=rows)


@dataclass(frozen=True)
class TypeResult:
    """How the standards of one type stand against their threshold."""

    type: int
    percent: int
    """The threshold."""
    met: int
    counted: int
    """Met, partly and not met: the denominator."""
    unassessed: int
    short: tuple[str, ...]
    """The codes of what is not wholly met."""

    @property
    def needed(self) -> int:
        """Return how many of those counted must be met."""
        return -(-self.percent * self.counted // ALL)

    @property
    def lacking(self) -> int:
        """Return how many more must be met."""
        return max(0, self.needed - self.met)

    @property
    def share(self) -> int | None:
        """Return how many of a hundred are met, rounded down; None where nothing is counted."""
        return self.met * ALL // self.counted if self.counted else None

    @property
    def is_reached(self) -> bool:
        """Say whether the threshold is reached; where no standard of the type applies, there is nothing to reach."""
        return not self.lacking and not self.unassessed


@dataclass(frozen=True)
class Result:
    """The three types against their thresholds."""

    types: tuple[TypeResult, ...]

    @property
    def is_reached(self) -> bool:
        """Say whether every threshold is reached."""
        return all(one.is_reached for one in self.types)

    @property
    def is_safe(self) -> bool:
        """Say whether the standards of type 1, on which safety, rights and law rest, are reached."""
        return self.types[0].is_reached

    @property
    def missing(self) -> tuple[TypeResult, ...]:
        """Return the types that stand between the service and accreditation."""
        return tuple(one for one in self.types if not one.is_reached)


def result_of(snapshot: Snapshot) -> Result:
    """Say how a snapshot stands."""
    return Result(tuple(_type(snapshot, type_) for type_ in (1, 2, 3)))


_COUNTED = (Score.MET, Score.PARTLY_MET, Score.NOT_MET)


def _type(snapshot: Snapshot, type_: int) -> TypeResult:
    rows = [one for one in snapshot.standards if one.type == type_]
    counted = [one for one in rows if one.score in _COUNTED]
    return TypeResult(
        type=type_,
        percent=snapshot.thresholds.of(type_),
        met=sum(one.score == Score.MET for one in counted),
        counted=len(counted),
        unassessed=sum(not one.score for one in rows),
        short=tuple(one.code for one in rows if one.score not in (Score.MET, Score.NOT_APPLICABLE)),
    )


def awardable(result: Result) -> frozenset[Outcome]:
    """Say which accreditation the thresholds leave open: none while a standard of type 1 is not met."""
    if not result.is_safe:
        return frozenset()
    return AWARDING if result.is_reached else frozenset({Outcome.CONDITIONS})


def open_outcomes(
    question: PanelQuestion,
    result: Result,
    *,
    may_defer: bool = True,
    is_suspended: bool = False,
    appealed: Outcome | None = None,
) -> frozenset[Outcome]:
    """Say what a panel may decide: never past the thresholds; an appeal never makes it worse for who appeals."""
    if question is PanelQuestion.STANDING:
        onward = Outcome.RESUMED if is_suspended else Outcome.SUSPENDED
        return frozenset({Outcome.STANDS, onward, Outcome.WITHDRAWN})
    if question is PanelQuestion.APPEAL:
        if appealed is Outcome.SUSPENDED:
            return frozenset({Outcome.STANDS, Outcome.RESUMED})
        return frozenset({Outcome.STANDS}) | (awardable(result) - {appealed})
    deferring = frozenset({Outcome.DEFERRED}) if may_defer else frozenset()
    return frozenset({Outcome.NOT_ACCREDITED}) | deferring | awardable(result)


def last_deferral(first_deferred: date | None, day: date, rules: ClockRules) -> date:
    """Return the last day until which a case can be deferred: counted from the first deferral, also for a second."""
    return (first_deferred or day) + relativedelta(months=rules.deferral_months)


def award_period(decided: date, rules: ClockRules, *, until: date | None = None) -> tuple[date, date]:
    """Return first day, and first day without it; ``until`` is the end of what was withdrawn and is given back."""
    return decided, until or award_ends(decided, rules)


def interim_on(starts: date, rules: ClockRules, holidays: Collection[date]) -> date:
    """Return when the interim review of an accreditation is due."""
    return next_working_day(starts + relativedelta(months=rules.interim_months), holidays)


def appeal_until(decided: date, days: int, holidays: Collection[date]) -> date:
    """Return the last day on which a decision can be appealed: so many working days after it."""
    return add_working_days(decided, days, holidays)


def badge_shows(state: str, starts: date, ends: date, day: date) -> bool:
    """Say whether the public sees it: inside its dates and not while suspended (invariant 20)."""
    return state == "active" and starts <= day < ends


def snapshot_of(standards: Iterable[tuple[str, int, str]], thresholds: Thresholds) -> Snapshot:
    """Make a snapshot of code, type and score."""
    return Snapshot(thresholds, tuple(ScoredStandard(*one) for one in standards))
