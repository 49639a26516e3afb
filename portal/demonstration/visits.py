"""A visit of today that is being held, one of last week that was, and the planned day of every other.

The days were offered and the teams put together before the search for the rest of the year: it takes them as they are.
"""

from datetime import date, timedelta
from uuid import UUID

from peerreview.actions import teams as acts
from peerreview.actions.concerns import raise_concern, refer_concern
from peerreview.actions.observations import Written, keep_note
from peerreview.actions.timetables import agree_to_timetable, begin_timetable, show_timetable
from peerreview.actions.visits import offer_days, record_attendance
from peerreview.domain.teams import SAID_YES
from peerreview.enums.concerns import Referral
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatRole, SeatState
from peerreview.models import HostRole, Review, ReviewCycle, TeamSeat, TimetableSession, Visit
from peerreview.queries.teams import candidates
from portal.demonstration.people import Cooperative
from portal.people.models import User

OFFERED, CHOSEN = 28, 27  # days ago
PLANNED = 18  # days ago
LAST_WEEK = 8  # days ago
TODAYS, LAST_WEEKS = "DEMO00007", "DEMO00016"
NOTED = (
    "Two of the young people laid the table without being asked, and one stayed to talk with us about school.",
    "The adults speak of the children by what they like, not by what happened to them.",
    "Asked who decides about the evenings: three different answers. Worth coming back to.",
    "The rota on the wall is the one that is lived; the weekend is thin.",
    "One adult said that supervision is late when the manager is away.",
)


def arrange_two_visits(cooperative: Cooperative, cycle: ReviewCycle) -> None:
    """Offer days and put the teams together; who leads for the cast leads the visit of today."""
    for urn, leads in ((TODAYS, cooperative.cast["lead-reviewer"]), (LAST_WEEKS, None)):
        review = Review.objects.select_related("service", "cycle").get(cycle=cycle, service__urn=urn)
        ago = 0 if urn == TODAYS else LAST_WEEK
        first = weekday_before(cooperative.calendar.day(ago))
        days = [first, weekday_after(first + timedelta(days=8)), weekday_after(first + timedelta(days=17))]
        at = cooperative.calendar.at(OFFERED, 16)
        offer_days(review=review, days=days, by=host_of(review), at=at)
        seat_team(cooperative, review, first, leads)


def seat_team(cooperative: Cooperative, review: Review, day: date, leads: User | None) -> None:
    """Fill a team with the best candidates, show it, have it agreed, invited and confirmed, each on its day."""
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    at = calendar.at(CHOSEN, 16)
    people = [(SeatRole.LEAD, leads)] if leads else []
    team = acts.choose_team(review=review, day=day, people=people, by=manager, at=at)
    for seat in TeamSeat.objects.filter(team=team, state=SeatState.OPEN).order_by("number"):
        best = candidates(review, seat.role, at, manager=None, most=1)
        if best:
            acts.fill_seat(seat=seat, person=User.objects.get(pk=best[0].reviewer), by=manager, at=at)
    acts.show_team(team=team, by=manager, at=calendar.at(CHOSEN - 1))
    acts.agree_to_team(team=team, by=host_of(review), at=calendar.at(CHOSEN - 2))
    acts.invite(team=team, by=manager, at=calendar.at(CHOSEN - 3))
    for seat in TeamSeat.objects.filter(team=team, state=SeatState.INVITED).select_related("person", "team__review"):
        if seat.person is not None:
            acts.accept(seat=seat, by=seat.person, at=calendar.at(CHOSEN - 5))
    missing = TeamSeat.objects.filter(team=team, state=SeatState.OPEN).exists()
    exception = "Nobody else could come on any of the three days." if missing else ""
    acts.confirm_team(team=team, exception=exception, by=manager, at=calendar.at(CHOSEN - 6))


def hold_visits(cooperative: Cooperative) -> None:
    """Plan the day of every arranged visit, and tell what happened on the two that are here or past."""
    arranged = Review.objects.filter(state=ReviewState.SCHEDULED).select_related("service", "visit")
    for number, review in enumerate(arranged.order_by("pk")):
        _plan(cooperative, review, agreed=review.service.urn in (TODAYS, LAST_WEEKS) or number % 2 == 0)
    for review in arranged.filter(service__urn__in=(TODAYS, LAST_WEEKS)).order_by("pk"):
        _take_notes(cooperative, review)
    _last_week(cooperative, arranged.get(service__urn=LAST_WEEKS))
    todays = arranged.get(service__urn=TODAYS)
    at = cooperative.calendar.at(0, 9, 40)
    text = "A young person said that a night worker comes into the bedrooms without knocking."
    raise_concern(review=todays, text=text, by=team_of(todays)[1], at=at)


def _plan(cooperative: Cooperative, review: Review, *, agreed: bool) -> None:
    lead, calendar = team_of(review)[0], cooperative.calendar
    begun = max(calendar.at(PLANNED), review.state_since + timedelta(hours=2))
    table = begin_timetable(review=review, by=lead, at=begun)
    show_timetable(table=table, by=lead, at=begun + timedelta(hours=3))
    if agreed:
        agree_to_timetable(table=table, by=host_of(review), at=begun + timedelta(days=1))


def _take_notes(cooperative: Cooperative, review: Review) -> None:
    day = Visit.objects.get(review=review).confirmed_on or cooperative.calendar.today
    sessions = list(TimetableSession.objects.filter(timetable__visit__review=review))
    codes = list(review.edition.standards.order_by("order").values_list("code", flat=True)[:9])
    team = team_of(review)
    for number, text in enumerate(NOTED):
        names = [UUID(int=cooperative.random.getrandbits(128), version=4) for _ in range(2)]
        session = sessions[1 + number]
        written = Written(names[0], names[1], session.pk, codes[number] if number % 2 else "", 0, text)
        at = cooperative.calendar.at(
            (cooperative.calendar.today - day).days, session.starts.hour, session.starts.minute
        )
        keep_note(review=review, written=written, by=team[number % len(team)], at=at)


def _last_week(cooperative: Cooperative, review: Review) -> None:
    """Somebody was missing for a reason, a concern was raised and referred, and the report is being written."""
    team, manager = team_of(review), cooperative.cast["programme-manager"]
    ago = (cooperative.calendar.today - weekday_before(cooperative.calendar.day(LAST_WEEK))).days
    concern = raise_concern(
        review=review,
        text="A medicine cupboard stood open in the hall while children came home from school.",
        by=team[1],
        at=cooperative.calendar.at(ago, 14, 10),
    )
    refer_concern(
        concern=concern,
        to=Referral.REGULATOR,
        reason="Rang the duty line; the manager locked it while we were there.",
        by=manager,
        at=cooperative.calendar.at(ago, 15, 30),
    )
    record_attendance(
        review=review, missing={3: "Their train did not run."}, by=team[0], at=cooperative.calendar.at(ago, 17)
    )


def team_of(review: Review) -> list[User]:
    """Return who said yes to a seat, the lead first."""
    seats = TeamSeat.objects.filter(team__review=review, state__in=SAID_YES).select_related("person")
    return [seat.person for seat in seats.order_by("number") if seat.person]


def host_of(review: Review) -> User:
    """Return who leads the reviews of the service."""
    return HostRole.objects.filter(service=review.service, kind=HostKind.LEAD).select_related("person")[0].person


def weekday_before(day: date) -> date:
    """Return the day, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def weekday_after(day: date) -> date:
    """Return the day, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
