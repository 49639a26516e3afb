"""The pages of the search for teams: what is wanted and what there is, one search, one review's seats to choose."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from peerreview.domain.matching.explaining import next_best, why
from peerreview.domain.matching.problem import SEATS, Problem, Role
from peerreview.domain.matching.scoring import Score, score
from peerreview.domain.matching.supply import Shortage, Supply, shortages, supply, who_could
from peerreview.domain.matching.wire import problem_from_text, proposal_from_text
from peerreview.enums.teams import MatchState, SeatState
from peerreview.models import MatchRun, Review, ReviewCycle, Team, TeamSeat
from peerreview.queries.matching import problem_of, reviews_to_match
from peerreview.queries.matchwords import role_word, shortage_words, why_words
from peerreview.queries.teams import candidates
from portal.people.models import User

SILENT = timedelta(seconds=60)


@dataclass(frozen=True)
class ReviewRow:
    """One review of the cycle: its days, how many seats are where, what it lacks."""

    review: Review
    days: tuple[date, ...]
    fixed: date | None
    taken: int
    said_yes: int
    confirmed: bool
    lacks: list[str]


@dataclass(frozen=True)
class TeamsPage:
    """A cycle's teams: supply against demand, every review, and the searches of the reader."""

    rows: list[ReviewRow]
    supply: list[Supply]
    lacking: list[Shortage]
    waiting: int
    runs: list[MatchRun]

    @property
    def active(self) -> MatchRun | None:
        """Return the search that has not ended."""
        return next((run for run in self.runs if run.state in (MatchState.QUEUED, MatchState.RUNNING)), None)


def teams_page(cycle: ReviewCycle, manager: User, at: datetime) -> TeamsPage:
    """Return the page; a constant number of questions."""
    reviews = list(reviews_to_match(cycle, manager, at))
    problem = problem_of(cycle, reviews, at, manager=manager)
    possible = who_could(problem)
    lacking = shortages(problem, possible)
    teams = dict(Team.objects.filter(review__in=reviews).values_list("review", "confirmed_at"))
    states: dict[int, list[str]] = {}
    taken = TeamSeat.objects.filter(team__review__in=reviews, person__isnull=False)
    for key, state in taken.values_list("team__review", "state"):
        states.setdefault(key, []).append(state)
    rows = []
    for review in reviews:
        own = states.get(review.pk, [])
        has_days = hasattr(review, "visit")
        rows.append(
            ReviewRow(
                review=review,
                days=review.visit.days if has_days else (),
                fixed=review.visit.confirmed_on if has_days else None,
                taken=len(own),
                said_yes=sum(state in (SeatState.ACCEPTED, SeatState.CONFIRMED) for state in own),
                confirmed=teams.get(review.pk) is not None,
                lacks=[shortage_words(lack, problem) for lack in lacking if lack.review == review.pk],
            )
        )
    runs = MatchRun.objects.visible_to(manager, at).filter(cycle=cycle).defer("problem", "proposal")
    return TeamsPage(
        rows=rows,
        supply=supply(problem, possible),
        lacking=lacking,
        waiting=sum(not row.days for row in rows),
        runs=list(runs[:5]),
    )


@dataclass(frozen=True)
class SeatLine:
    """Somebody in a seat of a proposal, or nobody."""

    role: str
    name: str
    why: str
    kept: bool


@dataclass(frozen=True)
class ReviewLine:
    """One review in a proposal."""

    review: Review
    day: date | None
    seats: list[SeatLine]
    open: int
    chosen: bool


@dataclass(frozen=True)
class RunPage:
    """One search: how far it is, or what it found."""

    run: MatchRun
    lines: list[ReviewLine]
    score: Score | None
    finished: bool
    is_silent: bool

    @cached_property
    def is_active(self) -> bool:
        """Say whether it has not ended."""
        return self.run.state in (MatchState.QUEUED, MatchState.RUNNING)

    @property
    def room(self) -> str:
        """Return the name of the search's room."""
        return f"match_run:{self.run.pk}"

    @property
    def gap_percent(self) -> str:
        """Return how far at most from the best, in words."""
        return f"{100 * (self.run.gap or 0):.1f} %"


def run_page(run: MatchRun, manager: User, at: datetime) -> RunPage:
    """Return the page of a search; reviews that are no longer the reader's are not in it."""
    silent = run.state == MatchState.RUNNING and run.heard_at is not None and at - run.heard_at > SILENT
    if run.state != MatchState.DONE:
        return RunPage(run, [], None, finished=True, is_silent=silent)
    problem, proposal = problem_from_text(run.problem), proposal_from_text(run.proposal)
    names = _names(problem)
    kept = set(problem.kept)
    reviews = reviews_to_match(run.cycle, manager, at).filter(pk__in=list(problem.review))
    chosen = set(
        TeamSeat.objects.filter(team__review__in=reviews, person__isnull=False).values_list("team__review", flat=True)
    )
    lines = []
    for review in reviews:
        team = proposal.team(review.pk)
        seats = [
            SeatLine(
                role=role_word(seat.role),
                name=names.get(seat.reviewer, ""),
                why=why_words(why(problem, proposal, seat)),
                kept=seat in kept,
            )
            for seat in team
        ]
        wanted = sum(SEATS.values())
        lines.append(
            ReviewLine(review, proposal.days.get(review.pk), seats, max(0, wanted - len(team)), review.pk in chosen)
        )
    return RunPage(run, lines, score(problem, proposal), finished=proposal.finished, is_silent=False)


@dataclass(frozen=True)
class Option:
    """Somebody who could have a seat, with what speaks for them."""

    person: int
    name: str
    why: str
    proposed: bool


@dataclass(frozen=True)
class Slot:
    """One seat to choose: who is proposed, the next best three, or nobody."""

    number: int
    role: Role
    options: list[Option]


def slots(run: MatchRun, review: Review) -> tuple[date | None, list[Slot]]:
    """Return the seats of one review as a search proposes them; those that are taken already are left out."""
    problem, proposal = problem_from_text(run.problem), proposal_from_text(run.proposal)
    names = _names(problem)
    kept = {seat for seat in problem.kept if seat.review == review.pk}
    found: list[Slot] = []
    number = 0
    team = proposal.team(review.pk)
    for role, count in SEATS.items():
        own = [seat for seat in team if seat.role is role]
        for index in range(count):
            number += 1
            seat = own[index] if index < len(own) else None
            if seat in kept:
                continue
            options = []
            if seat is not None:
                said = why_words(why(problem, proposal, seat))
                options.append(Option(seat.reviewer, names.get(seat.reviewer, ""), said, proposed=True))
            others = next_best(problem, proposal, review.pk, role, instead_of=seat.reviewer if seat else None)
            options += [
                Option(one.reviewer, names.get(one.reviewer, ""), why_words(one), proposed=False) for one in others
            ]
            found.append(Slot(number, role, options))
    return proposal.days.get(review.pk), found


def options_for(review: Review, role: str, manager: User, at: datetime) -> list[Option]:
    """Return who could take an open seat as things stand today, the best four."""
    found = candidates(review, role, at, manager=manager, most=4)
    names = dict(User.objects.filter(pk__in=[one.reviewer for one in found]).values_list("pk", "name"))
    return [
        Option(one.reviewer, names.get(one.reviewer, ""), why_words(one), proposed=index == 0)
        for index, one in enumerate(found)
    ]


def find_run(person: User, pk: int, at: datetime) -> MatchRun | None:
    """Return a search of the reader's own."""
    return MatchRun.objects.visible_to(person, at).select_related("cycle").filter(pk=pk).first()


def _names(problem: Problem) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=list(problem.reviewer)).values_list("pk", "name"))
