"""Reviews that came to a final report: three of last year, two early ones of this year, each visited by the same few.

They are told after the search for this year's teams, so that it finds the year as it would without them; whoever
visited then offered no days since.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from peerreview.actions import accuracy, recommendations, reports, teams
from peerreview.actions.reviewers import add_clearance, add_training, save_profile, say_available
from peerreview.actions.reviews import schedule
from peerreview.actions.visits import offer_days, record_attendance
from peerreview.domain.judgements import Judgement
from peerreview.domain.reports import SMART
from peerreview.domain.selfassessments import Save
from peerreview.enums.reports import SeatStance
from peerreview.enums.reviewers import ClearanceKind, ReviewerKind, TrainingKind, TravelLimit
from peerreview.enums.teams import SeatRole, SeatState
from peerreview.models import Review, ReviewCycle, ReviewerProfile, Service, StandardResponse, TeamSeat, VisitReport
from peerreview.queries.selfassessments import applicable
from portal.demonstration.accreditation import LABEL as FIRST_ACCREDITATIONS
from portal.demonstration.peerreviews import Leads, Tale, steps_of
from portal.demonstration.people import Cooperative, place
from portal.demonstration.reports import ASKED, GOOD, PLAIN, SEEN, SUMMARY
from portal.demonstration.selfassessments import freeze
from portal.demonstration.visits import host_of, weekday_after, weekday_before
from portal.notifications.quiet import without_notices
from portal.people.actions.roles import grant_role
from portal.people.enums import RoleKind
from portal.people.models import User

JOINED = 440  # days ago
TOLD_SINCE = 45  # days ago; before that nobody is told any more
# Every so many-th standard was judged: what the report says is about these.
JUDGED_EVERY = 6
ROLES = (SeatRole.LEAD, SeatRole.PEER, SeatRole.PEER, SeatRole.PEER, SeatRole.EXPERT)
KINDS = (ReviewerKind.LEAD, ReviewerKind.PEER, ReviewerKind.PEER, ReviewerKind.PEER, ReviewerKind.EXPERT)


@dataclass(frozen=True)
class Finished:
    """One of them: its self-review, and on which days (ago) it was visited and its report made final."""

    tale: Tale
    visited: int
    final: int
    is_told: bool = False
    """Its self-review is told already, with the year's others."""


LAST_YEAR = (
    Finished(Tale(1, 415, begun=414, handed_in=362), visited=330, final=292, is_told=True),
    Finished(Tale(31, 415, begun=415, handed_in=365), visited=336, final=300),
    Finished(Tale(32, 415, begun=414, handed_in=360), visited=322, final=285),
)
THIS_YEAR = (
    Finished(Tale(36, 91, begun=91, handed_in=76), visited=52, final=17),
    Finished(Tale(37, 91, begun=91, handed_in=78), visited=60, final=33),
)


def finish_reviews(cooperative: Cooperative) -> list[Review]:
    """Bring them to their final report, and return them in the order above."""
    with without_notices():
        people = _add_reviewers(cooperative)
    leads, found = Leads(cooperative), []
    this_year = ReviewCycle.objects.filter(state="open").order_by("-opens_on")[0]
    for cycle, stories in ((last_year(), LAST_YEAR), (this_year, THIS_YEAR)):
        opened = (cooperative.calendar.today - cycle.opens_on).days
        for story in stories:
            review = _self_reviewed(cooperative, leads, cycle, story, opened)
            _visit(cooperative, review, story, people)
            _report(cooperative, review, story)
            found.append(read(review.pk))
    return found


def last_year() -> ReviewCycle:
    """Return the network's cycle before this year's; the first accreditations have a small one beside it."""
    return ReviewCycle.objects.exclude(label=FIRST_ACCREDITATIONS).order_by("-opens_on")[1]


def on(cooperative: Cooperative, ago: int, act: Callable[[datetime], object], hour: int = 14) -> None:
    """Do something on a day; what is long ago is told to nobody any more."""
    with without_notices() if ago > TOLD_SINCE else nullcontext():
        act(cooperative.calendar.at(ago, hour))


def read(pk: int) -> Review:
    """Read a review with what its acts ask."""
    along = ("service__region", "cycle", "edition__set", "report", "visit", "self_assessment", "plan")
    return Review.objects.select_related(*along).get(pk=pk)


def _self_reviewed(cooperative: Cooperative, leads: Leads, cycle: ReviewCycle, story: Finished, opened: int) -> Review:
    if not story.is_told:
        known: dict[int, Review] = {}
        steps = list(steps_of(cooperative, leads, cycle, story.tale, known, opened))
        for ago, step in sorted(steps, key=lambda pair: -pair[0]):
            on(cooperative, ago, step, 11)
    return Review.objects.select_related("service", "cycle").get(
        cycle=cycle, service__urn=f"DEMO{story.tale.service:05d}"
    )


def _add_reviewers(cooperative: Cooperative) -> list[User]:
    """Add one lead, three peers, one expert by experience: trained and cleared then, from homes of others.

    None from an organisation that goes to one of these services this year: nobody does twice in so short a time.
    """
    numbers = [story.tale.service for story in (*LAST_YEAR, *THIS_YEAR)]
    hosts = Service.objects.filter(urn__in=[f"DEMO{number:05d}" for number in numbers])
    homes = Service.objects.filter(memberships__isnull=False, owner__isnull=False)
    homes = homes.exclude(owner__in=hosts.values("owner")).exclude(region__in=hosts.values("region"))
    seated = TeamSeat.objects.filter(team__review__service__in=hosts, person__isnull=False).values("person")
    going = ReviewerProfile.objects.filter(person__in=seated, home_service__owner__isnull=False)
    homes = homes.exclude(owner__in=list(going.values_list("home_service__owner", flat=True)))
    by_owner: dict[int, Service] = {}
    for one in homes.select_related("owner", "region").order_by("-urn"):
        by_owner.setdefault(one.owner_id or 0, one)
    free = list(by_owner.values())
    return [_add_reviewer(cooperative, kind, free[number]) for number, kind in enumerate(KINDS)]


def _add_reviewer(cooperative: Cooperative, kind: ReviewerKind, home: Service) -> User:
    calendar, manager = cooperative.calendar, cooperative.cast["programme-manager"]
    at = calendar.at(JOINED)
    person = cooperative.somebody(at=calendar.at(JOINED + 5))
    grant_role(
        person=person,
        role=RoleKind.REVIEWER,
        starts_on=calendar.day(JOINED + 1),
        ends_on=None,
        reason="Trained as a reviewer",
        by=None,
        at=calendar.at(JOINED + 1),
    )
    is_expert = kind is ReviewerKind.EXPERT
    if not is_expert and home.owner is not None:
        place(cooperative, person, home.owner, "Team leader", calendar.day(JOINED + 100))
    profile = save_profile(
        person=person,
        kind=kind,
        home_service=None if is_expert else home,
        region=home.region,
        sets_known=["whole-home", "living-learning"],
        specialisms=[],
        cap=4,
        travel_limit=TravelLimit.ANYWHERE,
        takes_part=True,
        reason="Joined the first reviewers",
        by=manager,
        at=at,
    )
    kinds = [TrainingKind.REVIEWER, *([TrainingKind.LEAD] if kind is ReviewerKind.LEAD else [])]
    for training in kinds:
        add_training(
            profile=profile,
            kind=training,
            starts_on=calendar.day(JOINED + 30),
            ends_on=calendar.day(-300),
            by=manager,
            at=at,
        )
    add_clearance(
        profile=profile,
        kind=ClearanceKind.UPDATE_SERVICE,
        reference=f"00{2_534_000 + person.pk * 137}",
        starts_on=calendar.day(JOINED + 60),
        ends_on=calendar.day(-200),
        by=manager,
        at=at,
    )
    for first, last in ((400, 290), (70, 30)):
        say_available(
            profile=profile,
            starts_on=calendar.day(first),
            last_day=calendar.day(last),
            by=person,
            at=calendar.at(first + 20),
        )
    return person


def _visit(cooperative: Cooperative, review: Review, story: Finished, people: list[User]) -> None:
    """Offer days, put the team together, freeze the evidence, go there, and record that everybody was there."""
    calendar, manager, host = cooperative.calendar, cooperative.cast["programme-manager"], host_of(review)
    day = weekday_before(calendar.day(story.visited))
    days = [day, weekday_after(day + timedelta(days=8)), weekday_after(day + timedelta(days=17))]
    handed_in = story.tale.handed_in or 0
    on(cooperative, handed_in - 1, lambda at: offer_days(review=review, days=days, by=host, at=at))

    def choose(at: datetime) -> None:
        seats = list(zip(ROLES, people, strict=True))
        team = teams.choose_team(review=review, day=day, people=seats, by=manager, at=at)
        teams.show_team(team=team, by=manager, at=at + timedelta(hours=1))
        teams.agree_to_team(team=team, by=host, at=at + timedelta(days=1))
        teams.invite(team=team, by=manager, at=at + timedelta(days=2))
        seats_ = TeamSeat.objects.filter(team=team, state=SeatState.INVITED).select_related("person", "team__review")
        for seat in seats_.order_by("number"):
            if seat.person is not None:
                teams.accept(seat=seat, by=seat.person, at=at + timedelta(days=3))
        teams.confirm_team(team=team, exception="", by=manager, at=at + timedelta(days=4))

    def arrange(at: datetime) -> None:
        freeze(cooperative, read(review.pk), at)
        schedule(review=read(review.pk), by=manager, at=at + timedelta(hours=1))

    on(cooperative, handed_in - 2, choose)
    on(cooperative, handed_in - 8, arrange)
    ago = (calendar.today - day).days
    on(cooperative, ago, lambda at: record_attendance(review=read(review.pk), missing={}, by=people[0], at=at), 17)


def _report(cooperative: Cooperative, review: Review, story: Finished) -> None:
    """Write it, agree to it, have it checked and made final, a few days each."""
    pk, manager = review.pk, cooperative.cast["programme-manager"]
    seats = TeamSeat.objects.filter(team__review=review, state=SeatState.ATTENDED).select_related("person")
    team = [seat.person for seat in seats.order_by("number") if seat.person]
    lead, host, visited = team[0], host_of(review), story.visited

    def write(at: datetime) -> None:
        _judge(read(pk), team, at)
        for text in GOOD:
            reports.name_achievement(review=read(pk), text=text, by=lead, at=at)
        standards = applicable(read(pk))
        for number, (strength, *fields) in enumerate(ASKED):
            recommendations.recommend(
                review=read(pk),
                strength=strength,
                fields=dict(zip(SMART, fields, strict=True)),
                standards=standards[number * JUDGED_EVERY : number * JUDGED_EVERY + 1],
                carried_from=None,
                by=lead,
                at=at,
            )
        base = VisitReport.objects.get(review=pk).version
        reports.write_summaries(review=read(pk), summary=SUMMARY, plain_summary=PLAIN, base=base, by=lead, at=at)
        reports.put_to_team(review=read(pk), by=lead, at=at + timedelta(hours=1))

    def agree(at: datetime) -> None:
        for person in team:
            reports.say_of_draft(review=read(pk), stance=SeatStance.AGREES, text="", by=person, at=at)
        accuracy.send_for_accuracy(review=read(pk), reason="", by=lead, at=at + timedelta(hours=1))

    def check(at: datetime) -> None:
        accuracy.finish_comments(review=read(pk), by=host, at=at)
        accuracy.begin_finalising(review=read(pk), by=lead, at=at + timedelta(hours=2))

    on(cooperative, visited - 3, write)
    on(cooperative, visited - 6, agree)
    on(cooperative, visited - 13, check)
    on(cooperative, story.final, lambda at: accuracy.finalise(review=read(pk), by=manager, at=at))


def _judge(review: Review, team: list[User], at: datetime) -> None:
    own = StandardResponse.objects.filter(self_assessment__review=review, voice="staff")
    scores = dict(own.values_list("standard", "score"))
    for number, standard in enumerate(applicable(review)[::JUDGED_EVERY]):
        score = scores.get(standard.pk, "")
        if score in ("met", "partly_met", "not_met"):
            judgement = Judgement(score=score, commentary=SEEN[number % len(SEEN)])
            save = Save(judgement, base=0, writer="0" * 16, seq=number + 1)
            by = team[number % len(team)]
            reports.save_judgement(review=review, standard=standard, save=save, by=by, at=at)
