"""The team of a review: who sits where, who else could, and the facts its guards ask."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, QuerySet

from peerreview.domain.matching.explaining import Why, next_best, why
from peerreview.domain.matching.problem import Problem, Proposal, Role, Seat
from peerreview.domain.teams import ASKED, SAID_YES, Lack, Member, lacks
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import DeadlineKind
from peerreview.enums.teams import SeatState
from peerreview.models import Deadline, HostRole, Review, ReviewerProfile, SeatLeaving, Team, TeamSeat, Visit
from peerreview.models.strangers import strange_services
from peerreview.queries.matching import problem_of, reviews_to_match
from peerreview.queries.matchwords import why_words

if TYPE_CHECKING:
    from portal.people.models import User


def seats_of(team: Team) -> "QuerySet[TeamSeat]":
    """Return a team's seats with their people."""
    return (
        TeamSeat.objects.filter(team=team)
        .select_related("person__reviewer_profile__home_service__owner")
        .order_by("number")
    )


def bench(
    review: Review, at: datetime, *, day: date | None = None, manager: "User | None" = None
) -> tuple[Problem, Proposal]:
    """Return the cycle's problem as it stands with every seat that is taken, and ``review`` on ``day``.

    For a ``manager`` it knows only the reviews they run; without one it knows all, which is what an action asks.
    """
    rows = reviews_to_match(review.cycle, manager, at)
    problem = problem_of(review.cycle, rows, at, manager=manager, deciding=review.pk)
    days = {one.key: one.dates[0] for one in problem.reviews if len(one.dates) == 1}
    if day is not None:
        days[review.pk] = day
    return problem, Proposal(days, problem.kept)


def candidates(review: Review, role: str, at: datetime, *, manager: "User | None", most: int) -> list[Why]:
    """Return who could take a seat as things stand, the best first."""
    problem, proposal = bench(review, at, manager=manager)
    if review.pk not in problem.review:
        return []
    # While several days are held, whoever could come on one of them is worth asking.
    found: dict[int, Why] = {}
    for day in problem.review[review.pk].dates:
        stands = Proposal({**proposal.days, review.pk: day}, proposal.seats)
        for one in next_best(problem, stands, review.pk, Role(role), most=most):
            found.setdefault(one.reviewer, one)
    return sorted(found.values(), key=lambda one: (-one.value, one.reviewer))[:most]


def reasons(review: Review, at: datetime, *, manager: "User") -> dict[int, Why]:
    """Return what speaks for everybody on a team, by person."""
    problem, proposal = bench(review, at, manager=manager)
    return {seat.reviewer: why(problem, proposal, seat) for seat in proposal.seats if seat.review == review.pk}


def may_take(review: Review, role: str, person: int, day: date, at: datetime, *, beside: list[Seat]) -> bool:
    """Say whether somebody may be given a seat on that day beside ``beside``, by every hard rule, all reviews known."""
    problem, proposal = bench(review, at, day=day)
    if review.pk not in problem.review or person not in problem.reviewer:
        return False
    stands = Proposal(proposal.days, (*proposal.seats, *beside))
    return any(one.reviewer == person for one in next_best(problem, stands, review.pk, Role(role), most=10_000))


@dataclass(frozen=True)
class Place:
    """Somebody's seat on the team of a review, with a yes; ``is_closed``: the report was final before a moment."""

    role: str
    state: str
    is_closed: bool


def place_of(person: int, review: Review, closed_by: datetime) -> Place | None:
    """Return the seat somebody said yes to; asked once of a review object, however often a page asks."""
    kept: dict[tuple[int, datetime], Place | None] = review.__dict__.setdefault("_places", {})
    key = (person, closed_by)
    if key not in kept:
        over = Deadline.objects.filter(review=review.pk, kind=DeadlineKind.FINAL, done_at__lte=closed_by)
        seats = TeamSeat.objects.filter(team__review=review.pk, person=person, state__in=SAID_YES)
        row = seats.values_list("role", "state", Exists(over)).first()
        kept[key] = Place(*row) if row else None
    return kept[key]


def members_of(team: Team) -> list[Member]:
    """Return who has said yes, and whether they know the standards of the review."""
    code = team.review.edition.set.code
    seats = TeamSeat.objects.filter(team=team, state__in=SAID_YES)
    profiles = dict(
        ReviewerProfile.objects.filter(person__in=seats.values("person")).values_list("person", "sets_known")
    )
    return [
        Member(role, code in profiles.get(person, ())) for role, person in seats.values_list("role", "person") if person
    ]


def lacks_of(team: Team) -> list[Lack]:
    """Return what a team lacks by those who have said yes."""
    return lacks(members_of(team))


def is_valid(review: Review) -> bool:
    """Say whether a review has a confirmed team: whole, or with a named exception, and nobody's answer open."""
    team: Team | None = getattr(review, "team", None)
    if team is None or team.confirmed_at is None:
        return False
    still_asked = TeamSeat.objects.filter(team=team, state__in=(SeatState.INVITED, SeatState.ACCEPTED)).exists()
    return not still_asked and (bool(team.exception) or not lacks_of(team))


def invitations(person: "User") -> "QuerySet[TeamSeat]":
    """Return the seats that somebody has been asked about or has said yes to, the next visit first."""
    seats = TeamSeat.objects.filter(person=person, state__in=(SeatState.INVITED, *SAID_YES))
    return seats.select_related("team__review__service__region", "team__review__visit", "team__review__cycle").order_by(
        "team__review__visit__confirmed_on", "pk"
    )


@dataclass(frozen=True)
class SeatRow:
    """One seat as a reader sees it."""

    seat: TeamSeat
    home: str
    """Where the person works; for those who run the review, and for the service."""
    why: str


@dataclass(frozen=True)
class TeamPage:
    """The days and the team of a review, as far as one reader may see them."""

    team: Team | None
    visit: Visit | None
    seats: list[SeatRow]
    leavings: list[SeatLeaving]
    lacks: list[Lack]
    manages: bool
    hosts_lead: bool
    is_shown: bool
    has_unseen: bool
    has_checked: bool
    has_accepted: bool
    is_asked: bool
    waits: bool


def team_page(person: "User", review: Review, at: datetime) -> TeamPage:
    """Return the page. The service sees names once they are shown to it, the team those who said yes."""
    manages = Review.objects.managed_by(person, at).filter(pk=review.pk).exists()
    kinds = HostRole.objects.active(at).filter(person=person, service=review.service_id).values_list("kind", flat=True)
    host = set(kinds)
    team = find_team(review)
    rows: list[TeamSeat] = list(seats_of(team)) if team else []
    shown = team is not None and team.shown_at is not None
    visible = rows if manages else [seat for seat in rows if _may_show(seat, is_host=bool(host), shown=shown)]
    said = reasons(review, at, manager=person) if manages and visible else {}
    states = {seat.state for seat in rows}
    return TeamPage(
        team=team,
        visit=Visit.objects.filter(review=review).select_related("offered_by").first(),
        seats=[_row(seat, said, tells_home=manages or bool(host)) for seat in visible],
        leavings=list(SeatLeaving.objects.filter(team=team).select_related("person", "by")) if manages and team else [],
        lacks=lacks_of(team) if manages and team else [],
        manages=manages,
        hosts_lead=HostKind.LEAD in host,
        is_shown=shown,
        has_unseen=SeatState.PROPOSED in states,
        has_checked=SeatState.CHECKED in states,
        has_accepted=SeatState.ACCEPTED in states,
        is_asked=bool(states & set(ASKED)),
        waits=bool(states & {SeatState.PROPOSED, SeatState.CHECKED, SeatState.INVITED}),
    )


def _may_show(seat: TeamSeat, *, is_host: bool, shown: bool) -> bool:
    return shown and seat.person_id is not None if is_host else seat.state in SAID_YES


def _row(seat: TeamSeat, said: dict[int, Why], *, tells_home: bool) -> SeatRow:
    profile = getattr(seat.person, "reviewer_profile", None) if seat.person else None
    owner = profile.home_service.owner if tells_home and profile and profile.home_service else None
    found = said.get(seat.person_id or 0)
    return SeatRow(seat, owner.name if owner else "", why_words(found) if found else "")


def find_team(review: Review) -> Team | None:
    """Return the team of a review."""
    rows = Team.objects.select_related("review__edition__set", "review__cycle", "review__service", "exception_by")
    return rows.filter(review=review).first()


def offered(review: Review) -> dict[str, date]:
    """Return the days that are offered, for the form."""
    visit = Visit.objects.filter(review=review).first()
    return {"first": visit.first_on, "second": visit.second_on, "third": visit.third_on} if visit else {}


def invitation(person: "User", pk: int, at: datetime) -> TeamSeat | None:
    """Return a seat somebody is asked about or has said yes to; nothing once a conflict stands between."""
    found = (
        invitations(person).filter(pk=pk).exclude(team__review__service__in=strange_services(person, at).values("pk"))
    )
    return found.first()
