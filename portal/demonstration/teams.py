"""Sixty reviewers, what ties them, the days hosts offer, and teams at every stage of being put together.

The search for teams is the portal's own, in its own process: the same day gives the same teams.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from peerreview.actions import teams as acts
from peerreview.actions.conflicts import attest, confirm_conflict, declare_conflict, waive_conflict
from peerreview.actions.matchruns import do_search, start_search
from peerreview.actions.reviewers import add_clearance, add_training, save_profile, say_available
from peerreview.actions.visits import answer_days, offer_days
from peerreview.enums.conflicts import ConflictKind, ConflictSource
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviewers import ClearanceKind, ReviewerKind, Specialism, TrainingKind, TravelLimit
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.enums.visits import Coming
from peerreview.models import HostRole, MatchRun, Review, ReviewCycle, ReviewerProfile, Service, Team, TeamSeat
from peerreview.queries.matching import MATCHABLE
from peerreview.queries.matchpages import slots
from portal.demonstration.people import Cooperative, place
from portal.demonstration.visits import arrange_two_visits
from portal.notifications.quiet import without_notices
from portal.people.actions.roles import grant_role
from portal.people.enums import RoleKind
from portal.people.models import User

HOW_MANY = 62
ENTERED, OFFERED, SEARCHED = 80, 28, 20  # days ago
KINDS = (
    ReviewerKind.LEAD,
    ReviewerKind.PEER,
    ReviewerKind.EXPERT,
    ReviewerKind.PEER,
    ReviewerKind.PEER,
    ReviewerKind.SPECIALIST,
)
# The team that is asked first on which of the three days it can come.
HOLDING = "invited"
# How far each team came, in the order of the reviews; the rest of the year waits for the next search.
STAGES = ("confirmed", "invited", "declined", "shown", "confirmed", "checked", "chosen")


def add_teams(cooperative: Cooperative) -> None:
    """Tell it; reviews the cycle's own story has brought so far are taken as they are."""
    cycle = ReviewCycle.objects.filter(state="open").order_by("-opens_on").first()
    if cycle is None:
        return
    with without_notices():
        profiles = _add_reviewers(cooperative, cycle)
        _add_conflicts(cooperative, profiles)
    arrange_two_visits(cooperative, cycle)
    reviews = list(_offer_days(cooperative, cycle))
    run = _search(cooperative, cycle)
    own = {review.pk for review in reviews if review.service.urn == "DEMO00001"}
    wanted = _in_order(run, reviews, own, cooperative)
    # The team that still holds three days goes last: whoever said yes to it is free on none of them for another.
    stages = sorted(zip(STAGES, wanted, strict=False), key=lambda one: one[0] == HOLDING)
    for stage, review in stages:
        _bring_to(cooperative, run, review, "shown" if review.pk in own else stage)


def _add_reviewers(cooperative: Cooperative, cycle: ReviewCycle) -> list[ReviewerProfile]:
    """Most are ready; some let a clearance run out, offer no days, or have not said whether anything ties them."""
    found = []
    for number in range(HOW_MANY):
        found.append(_add_reviewer(cooperative, number))
        if number % 9 != 8:
            attest(cycle=cycle, by=found[-1].person, at=cooperative.calendar.at(30, 9, number % 60))
    return found


def _add_reviewer(cooperative: Cooperative, number: int) -> ReviewerProfile:
    calendar, chance = cooperative.calendar, cooperative.random
    manager, at = cooperative.cast["programme-manager"], calendar.at(ENTERED)
    known = {0: "lead-reviewer", 1: "peer-reviewer"}
    kind = KINDS[number % len(KINDS)]
    provider = cooperative.providers[{0: 2, 1: 1}.get(number, (number * 5 + 3) % len(cooperative.providers))]
    person = cooperative.cast[known[number]] if number in known else _somebody(cooperative)
    home = Service.objects.filter(owner=provider, memberships__isnull=False).order_by("urn").first()
    without_home = kind == ReviewerKind.EXPERT or home is None
    if not without_home and number not in known:
        place(cooperative, person, provider, "Team leader", calendar.day(900 + number))
    profile = save_profile(
        person=person,
        kind=kind,
        home_service=None if without_home else home,
        region=home.region if home else provider.region or Service.objects.order_by("pk")[0].region,
        sets_known=["whole-home", "living-learning"] if number % 4 == 0 else ["whole-home"],
        specialisms=chance.sample(Specialism.values, 2),
        cap=2 + number % 3,
        travel_limit=TravelLimit.NEXT if number % 5 == 4 else TravelLimit.ANYWHERE,
        takes_part=number % 31 != 30,
        reason="Joined the reviewers",
        by=manager,
        at=at,
    )
    kinds = [TrainingKind.REVIEWER, *([TrainingKind.LEAD] if kind == ReviewerKind.LEAD else [])]
    for training in kinds if number % 17 != 16 else ():
        add_training(
            profile=profile, kind=training, starts_on=calendar.day(400), ends_on=calendar.day(-700), by=manager, at=at
        )
    add_clearance(
        profile=profile,
        kind=ClearanceKind.UPDATE_SERVICE if number % 2 else ClearanceKind.ENHANCED,
        reference=f"00{1_534_000 + number * 137}",
        starts_on=calendar.day(700),
        ends_on=calendar.day(10) if number % 13 == 12 else calendar.day(-360),
        by=manager,
        at=at,
    )
    if number % 11 != 10:
        say_available(
            profile=profile, starts_on=calendar.day(25), last_day=calendar.day(-240), by=person, at=calendar.at(40)
        )
    return profile


def _somebody(cooperative: Cooperative) -> User:
    at = cooperative.calendar.at(ENTERED + 5)
    person = cooperative.somebody(at=at)
    grant_role(
        person=person,
        role=RoleKind.REVIEWER,
        starts_on=at.date(),
        ends_on=None,
        reason="Trained as a reviewer",
        by=None,
        at=at,
    )
    return person


def _add_conflicts(cooperative: Cooperative, profiles: list[ReviewerProfile]) -> None:
    """Some are confirmed, one is waived by somebody else, the latest wait to be settled."""
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    kinds = (ConflictKind.COMPETES, ConflictKind.FAMILY, ConflictKind.COMMISSIONS, ConflictKind.DISPUTE)
    for index, number in enumerate((4, 9, 15, 21, 27, 33)):
        person = profiles[number].person
        conflict = declare_conflict(
            person=person,
            organisation=None,
            service=Service.objects.get(urn=f"DEMO{7 * index + 4:05d}"),
            host_organisation=None,
            kind=kinds[index % len(kinds)],
            details="Told us when they joined the reviewers.",
            ended_on=calendar.day(200) if index == 2 else None,
            source=ConflictSource.REVIEWER,
            by=person,
            at=calendar.at(34 - index),
        )
        if index == 0:
            waive_conflict(
                conflict=conflict,
                reason="They have not had the same placements in view for a year.",
                by=manager,
                at=calendar.at(25),
            )
        elif index < 4:
            confirm_conflict(conflict=conflict, reason="Read and understood", by=manager, at=calendar.at(25))


def _offer_days(cooperative: Cooperative, cycle: ReviewCycle) -> Iterator[Review]:
    """The service of the cast offers first; a few hosts have not answered yet."""
    rows = Review.objects.filter(cycle=cycle, state__in=MATCHABLE, visit=None).select_related("service", "cycle")
    for number, review in enumerate(rows.order_by("pk")):
        leads = HostRole.objects.filter(service=review.service, kind=HostKind.LEAD).select_related("person")
        lead = leads.first()
        if lead is None or number % 6 == 5:
            continue
        first = _weekday(cooperative.calendar.day(-30 - 2 * number))
        days = [first, _weekday(first + timedelta(days=8)), _weekday(first + timedelta(days=17))]
        offer_days(review=review, days=days, by=lead.person, at=cooperative.calendar.at(OFFERED, 10, number % 60))
        yield review


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _search(cooperative: Cooperative, cycle: ReviewCycle) -> MatchRun:
    at = cooperative.calendar.at(SEARCHED, 8)
    run = start_search(cycle=cycle, by=cooperative.cast["programme-manager"], at=at)
    do_search(run_id=run.pk, at=at)
    run.refresh_from_db()
    return run


def _in_order(run: MatchRun, reviews: list[Review], own: set[int], cooperative: Cooperative) -> list[Review]:
    """A reviewer of the cast is invited, so theirs stands second; the service of the cast sees names, fourth."""
    first, second = (cooperative.cast[key].pk for key in ("peer-reviewer", "lead-reviewer"))
    proposed = {review.pk: {person for _role, person in _proposed(run, review)} for review in reviews}
    theirs = [one for one in reviews if first in proposed[one.pk] and one.pk not in own]
    theirs.sort(key=lambda one: (second not in proposed[one.pk], one.pk))
    others = [one for one in reviews if one not in theirs[:1] and one.pk not in own and len(proposed[one.pk]) == 5]
    # What is handed in goes on to an arranged visit.
    others.sort(key=lambda one: one.state != ReviewState.SUBMITTED)
    ours = [one for one in reviews if one.pk in own]
    return [*others[:1], *theirs[:1], *others[1:2], *ours, *others[2:]]


def _proposed(run: MatchRun, review: Review) -> list[tuple[str, int]]:
    """Return role and person of each seat the search fills."""
    firsts = [(slot.role.value, slot.options[0]) for slot in slots(run, review)[1] if slot.options]
    return [(role, option.person) for role, option in firsts if option.proposed]


def _bring_to(cooperative: Cooperative, run: MatchRun, review: Review, stage: str) -> None:
    """Choose who is proposed, and go on as far as this team came."""
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    day = slots(run, review)[0]
    if day is None:
        return
    people = [(role, User.objects.get(pk=person)) for role, person in _proposed(run, review)]
    chosen = calendar.at(SEARCHED - 1)
    team = acts.choose_team(review=review, day=day, people=people, holds=stage == HOLDING, by=manager, at=chosen)
    if stage == "chosen":
        return
    acts.show_team(team=team, by=manager, at=calendar.at(SEARCHED - 2))
    if stage == "shown":
        return
    lead = HostRole.objects.filter(service=review.service, kind=HostKind.LEAD).select_related("person")[0].person
    acts.agree_to_team(team=team, by=lead, at=calendar.at(SEARCHED - 5))
    if stage == "checked":
        return
    acts.invite(team=team, by=manager, at=calendar.at(SEARCHED - 6))
    _answer(team, stage, calendar.at(SEARCHED - 9), {cooperative.cast["peer-reviewer"].pk})
    if stage == HOLDING:
        _say_when(team, calendar.at(SEARCHED - 10))
    if stage == "confirmed":
        missing = TeamSeat.objects.filter(team=team, state=SeatState.OPEN).exists()
        exception = "Nobody else could come on any of the three days." if missing else ""
        acts.confirm_team(team=team, exception=exception, by=manager, at=calendar.at(SEARCHED - 11))


def _say_when(team: Team, at: datetime) -> None:
    """Of those who said yes one can come on all days, one cannot on the first; the others have not said."""
    review = Review.objects.select_related("visit", "service", "cycle").get(pk=team.review_id)
    days = review.visit.days
    seats = TeamSeat.objects.filter(team=team, state=SeatState.ACCEPTED).select_related("person").order_by("number")
    for number, seat in enumerate(seats[:2]):
        if seat.person is None:
            continue
        coming = dict.fromkeys(days, Coming.CAN)
        note = ""
        if number:
            coming |= {days[0]: Coming.CANNOT, days[1]: Coming.IF_NEEDED}
            note = "Parents’ evening on the first; the second only if nobody else finds a day."
        answer_days(review=review, coming=coming, note=note, by=seat.person, at=at)


def _answer(team: Team, stage: str, at: datetime, still_thinking: set[int]) -> None:
    """On most teams everybody says yes; on one the expert cannot, on one somebody has not answered."""
    seats = TeamSeat.objects.filter(team=team, state=SeatState.INVITED).select_related("person", "team__review")
    for seat in seats.order_by("number"):
        if seat.person is None or (stage == "invited" and (seat.person_id in still_thinking or seat.number == 5)):
            continue
        if stage == "declined" and seat.role == "expert":
            acts.decline(seat=seat, reason="I have an examination that week.", by=seat.person, at=at)
        else:
            acts.accept(seat=seat, by=seat.person, at=at)
