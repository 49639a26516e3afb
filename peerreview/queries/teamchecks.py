"""What must always be true of reviewers and teams, asked of the live data: one sentence for each thing that is not."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F

from peerreview.domain.matching.problem import Proposal
from peerreview.domain.matching.rules import Rule, breaches
from peerreview.domain.teams import lacks
from peerreview.enums.conflicts import ConflictState
from peerreview.enums.teams import SeatState
from peerreview.models import ConflictWaiver, ReviewCycle, ReviewerConflict, Team, TeamSeat
from peerreview.queries.conflicts import ties
from peerreview.queries.matching import problem_of, reviews_to_match
from peerreview.queries.teams import members_of

# Rules by the numbers of the invariants; what only the solver has to keep (who declined) is not asked here.
NUMBERS = {
    Rule.DATE: "11",
    Rule.AVAILABLE: "11",
    Rule.LOCAL: "12",
    Rule.ONCE_A_DAY: "13",
    Rule.CAP: "13",
    Rule.ONE_ORGANISATION: "14",
    Rule.MUTUAL: "15",
    Rule.AGAIN: "15",
    Rule.TRAINING: "16",
    Rule.CLEARANCE: "16",
}


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; numbers are those of the invariants of peer review."""
    for cycle in ReviewCycle.objects.filter(reviews__team__isnull=False).distinct():
        yield from _conflicts(cycle, at)
        yield from _rules(cycle, at)
    yield from _teams()
    yield from _waivers()


def _conflicts(cycle: ReviewCycle, at: datetime) -> Iterator[str]:
    """10: no seat with an unexpired, unwaived conflict, control group included."""
    seats = TeamSeat.objects.filter(person__isnull=False, team__review__cycle=cycle).exclude(state=SeatState.ATTENDED)
    rows = list(seats.values_list("pk", "person", "team__review__service", "team__review__service__owner"))
    services = {service: owner for _pk, _person, service, owner in rows}
    between = ties({person for _pk, person, _service, _owner in rows if person}, services, cycle, at)
    for pk, person, service, _owner in rows:
        if person and (person, service) in between:
            yield f"10: seat {pk} is given to somebody with a conflict."


def _rules(cycle: ReviewCycle, at: datetime) -> Iterator[str]:
    """11 to 16: the rules of teams, on every seat that is taken, as things stand."""
    problem = problem_of(cycle, reviews_to_match(cycle, None, at), at)
    days = {one.key: one.dates[0] for one in problem.reviews if len(one.dates) == 1}
    # Where a team still holds several days, the rules of the day are asked when one of them is fixed.
    stands = Proposal(days, tuple(seat for seat in problem.kept if seat.review in days))
    for one in breaches(problem, stands, blame_kept=True):
        if one.rule in NUMBERS:
            yield f"{NUMBERS[one.rule]}: review {one.review} breaks the rule “{one.rule}”."


def _teams() -> Iterator[str]:
    """11: a confirmed team is whole, or its exception is named."""
    for team in Team.objects.filter(confirmed_at__isnull=False, exception="").select_related("review__edition__set"):
        if lacks(members_of(team)):
            yield f"11: the team of review {team.review_id} is confirmed, not whole, and no exception is named."
    waiting = TeamSeat.objects.filter(team__confirmed_at__isnull=False, state=SeatState.ACCEPTED)
    for seat in waiting.order_by("pk"):
        yield f"11: seat {seat.pk} is accepted only, on a team that is confirmed."


def _waivers() -> Iterator[str]:
    """18: who waives is not who is concerned; what is waived has its waiver, and nothing else has one."""
    for waiver in ConflictWaiver.objects.filter(by=F("conflict__person")):
        yield f"18: conflict {waiver.conflict_id} was waived by the person it is about."
    for row in ReviewerConflict.objects.filter(state=ConflictState.WAIVED, waiver__isnull=True):
        yield f"18: conflict {row.pk} is waived by nobody."
    for row in ReviewerConflict.objects.exclude(state=ConflictState.WAIVED).filter(waiver__isnull=False):
        yield f"18: conflict {row.pk} has a waiver and does not say so."
