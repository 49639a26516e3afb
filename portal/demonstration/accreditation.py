"""The first accreditations: one with its badge, one with conditions, one deferred, and one before the panel now.

They have a small cycle of their own. Each was assessed, visited, reported on and brought before the panel through the
same acts as on the pages, on days past; only the teams were small, for an exception that is named.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from peerreview.actions import accreditation, accuracy, panels, recommendations, reports
from peerreview.actions import reviews as acts
from peerreview.actions import teams as team_acts
from peerreview.actions.cycles import close_cycle, open_cycle, plan_one
from peerreview.actions.evidence import freeze_portfolio
from peerreview.actions.hosts import name_host
from peerreview.actions.reviewers import add_clearance, add_training, save_profile, say_available
from peerreview.actions.selfassessments import save_answer, write_down_words
from peerreview.actions.services import name_publicly
from peerreview.actions.visits import offer_days, record_attendance
from peerreview.domain.judgements import Judgement
from peerreview.domain.reports import SMART
from peerreview.domain.reviewclock import ClockRules
from peerreview.domain.selfassessments import Answer, Save
from peerreview.enums.accreditation import Outcome, PanelStance
from peerreview.enums.hosts import HostKind
from peerreview.enums.reports import SeatStance
from peerreview.enums.reviewers import ClearanceKind, ReviewerKind, TrainingKind, TravelLimit
from peerreview.enums.reviews import ReviewKind
from peerreview.enums.selfassessments import HowHeard, Score, Voice
from peerreview.enums.teams import SeatRole, SeatState
from peerreview.models import (
    AccreditationCase,
    AwardCondition,
    PanelMeeting,
    PanelProposal,
    Review,
    ReviewCycle,
    ReviewerProfile,
    TeamSeat,
    VisitReport,
)
from peerreview.queries.selfassessments import applicable
from portal.demonstration.peerreviews import service_numbered
from portal.demonstration.people import Cooperative
from portal.demonstration.reports import ASKED, GOOD, PLAIN, SEEN, SUMMARY
from portal.demonstration.selfassessments import FILES, HEARD, SAID, SITTING, add_files
from portal.demonstration.services import SAYS
from portal.notifications.quiet import without_notices
from portal.people.actions.roles import grant_role
from portal.people.enums import RoleKind
from portal.people.models import Region, User

# Days ago.
LABEL = "first-accreditations"
OPENED, SEATED = 340, 335
# Days after the day on which the self-review began.
WRITTEN, OFFERED, VISITED, FINAL, BROUGHT, MET = 60, 62, 100, 130, 136, 145


@dataclass(frozen=True)
class Tale:
    """One service: when its self-review began (days ago), what its team does not find met, and what the panel decides.

    ``short`` are places among the standards of one type, with the type.
    """

    service: int
    began: int
    short: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    name: str = ""
    outcome: Outcome | None = None


TALES = (
    Tale(53, 330, frozenset({(2, 3), (3, 1)}), "Quince Court", Outcome.ACCREDITED),
    Tale(58, 320, frozenset((2, n) for n in range(10)), "Medlar House", Outcome.CONDITIONS),
    Tale(63, 310, frozenset({(1, 4), (2, 7)}), "", Outcome.DEFERRED),
    Tale(68, 142, frozenset({(2, 1), (3, 2), (3, 5)})),
)
REASONS = {
    Outcome.ACCREDITED: "Every threshold is reached. What the report says about weekends was shown to be mended.",
    Outcome.CONDITIONS: "Children are safe and known here. Too much of the week rests on what nobody writes down.",
    Outcome.DEFERRED: "One standard of type 1 is partly met. The service can show within months that it is met.",
}
CONDITIONS = (
    ("Every adult has supervision in every month, nights included.", 150),
    ("In every plan it is written what came of it.", 240),
)


def add_accreditations(cooperative: Cooperative) -> None:
    """Tell it, each service on its own days."""
    with without_notices():
        cycle = _open(cooperative)
        team, panel = _add_team(cooperative), _add_panel(cooperative)
        told = [_bring_to_panel(cooperative, cycle, tale, team) for tale in TALES]
        manager = cooperative.cast["programme-manager"]
        close_cycle(cycle=cycle, reason="Every visit was made", by=manager, at=cooperative.calendar.at(20))
        for tale, case in zip(TALES, told, strict=True):
            if tale.outcome is not None:
                _decide(cooperative, tale, case, panel)
        _meet_a_condition(cooperative, panel)
    _lay_before_panel(cooperative, told[-1], panel)


def _open(cooperative: Cooperative) -> ReviewCycle:
    calendar = cooperative.calendar
    return open_cycle(
        label=LABEL,
        title="First accreditations",
        opens_on=calendar.day(OPENED),
        closes_on=calendar.day(10),
        rules=ClockRules(accreditation_weeks=9),
        by=cooperative.cast["programme-manager"],
        at=calendar.at(OPENED),
    )


def _add_team(cooperative: Cooperative) -> list[ReviewerProfile]:
    """Three people of no service, who visited all four."""
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    at, found = calendar.at(SEATED), []
    for number, kind in enumerate((ReviewerKind.LEAD, ReviewerKind.PEER, ReviewerKind.EXPERT)):
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
        profile = save_profile(
            person=person,
            kind=kind,
            home_service=None,
            region=Region.objects.get(short="WAL"),
            sets_known=["whole-home"],
            specialisms=[],
            cap=4,
            travel_limit=TravelLimit.ANYWHERE,
            takes_part=True,
            reason="Joined the reviewers",
            by=manager,
            at=at,
        )
        kinds = [TrainingKind.REVIEWER, *([TrainingKind.LEAD] if kind == ReviewerKind.LEAD else [])]
        for training in kinds:
            add_training(
                profile=profile, kind=training, starts_on=at.date(), ends_on=calendar.day(-700), by=manager, at=at
            )
        add_clearance(
            profile=profile,
            kind=ClearanceKind.ENHANCED,
            reference=f"00{1_590_000 + number}",
            starts_on=at.date(),
            ends_on=calendar.day(-360),
            by=manager,
            at=at,
        )
        say_available(profile=profile, starts_on=at.date(), last_day=calendar.day(30), by=person, at=at)
        found.append(profile)
    return found


def _add_panel(cooperative: Cooperative) -> list[User]:
    """Five sit on it; the lead reviewer of the cast is one of them, and decides where they did not visit."""
    at = cooperative.calendar.at(SEATED)
    people = [cooperative.cast["lead-reviewer"], *(cooperative.somebody(at=at) for _ in range(4))]
    for person in people:
        panels.give_seat(
            person=person,
            starts_on=at.date(),
            ends_on=None,
            reason="Asked by the National Steering Group",
            by=cooperative.cast["programme-manager"],
            at=at,
        )
    return people


def _read(pk: int) -> Review:
    along = ("service__region", "cycle", "edition__set", "report", "visit", "self_assessment")
    return Review.objects.select_related(*along).get(pk=pk)


def _bring_to_panel(
    cooperative: Cooperative, cycle: ReviewCycle, tale: Tale, team: list[ReviewerProfile]
) -> AccreditationCase:
    """Assess, visit, report, and open the case."""
    manager, service = cooperative.cast["programme-manager"], service_numbered(tale.service)

    def at(days: int, hour: int = 10, minute: int = 0) -> datetime:
        return cooperative.calendar.at(tale.began - days, hour, minute)

    if tale.name:
        why = "The responsible individual asked for it in writing."
        name_publicly(
            service=service, public_name=tale.name, public_text=SAYS, reason=why, actor=manager, at=at(BROUGHT)
        )
    review = plan_one(
        cycle=cycle,
        service=service,
        kind=ReviewKind.ACCREDITATION,
        clock_from=at(0).date(),
        reason="The service asked to be accredited",
        by=manager,
        at=at(-3),
    )
    host = cooperative.somebody(at=at(-3))
    name_host(
        service=service,
        person=host,
        kind=HostKind.LEAD,
        starts_on=at(-3).date(),
        reason="The responsible individual named them",
        by=manager,
        at=at(-3),
    )
    pk = review.pk
    acts.start_self_review(review=_read(pk), by=host, at=at(0))
    scores = _assess(_read(pk), tale, host, at)
    acts.submit(review=_read(pk), by=host, at=at(WRITTEN))
    _visit(_read(pk), team, host, manager, at)
    _report(pk, scores, [one.person for one in team], host, manager, at)
    return accreditation.open_case(review=_read(pk), by=manager, at=at(BROUGHT))


At = Callable[..., datetime]


def _assess(review: Review, tale: Tale, host: User, at: At) -> dict[str, Score]:
    """Answer every standard as the team will see it, and return the scores."""
    scores: dict[str, Score] = {}
    places = {1: 0, 2: 0, 3: 0}
    for number, standard in enumerate(applicable(review)):
        type_ = int(standard.type)
        score = Score.PARTLY_MET if (type_, places[type_]) in tale.short else Score.MET
        places[type_] += 1
        scores[standard.code] = score
        answer = Answer(score, SAID[(number + tale.service) % len(SAID)])
        when = at(10 + number // SITTING, 9)
        save = Save(answer, 0, "a" * 16, 1)
        save_answer(review=review, standard=standard, voice=Voice.STAFF, save=save, by=host, at=when)
    how, words = HEARD[0]
    write_down_words(
        review=review,
        standard=None,
        how=HowHeard(how),
        heard_on=at(20).date(),
        text=words,
        consent="Asked before and after; everybody said yes, and knows that they can change their minds.",
        by=host,
        at=at(20, 18),
    )
    add_files(review, host, at(30), FILES[:2])
    return scores


def _visit(review: Review, team: list[ReviewerProfile], host: User, manager: User, at: At) -> None:
    day = _weekday(at(VISITED).date())
    days = [day, _weekday(day + timedelta(days=8)), _weekday(day + timedelta(days=17))]
    freeze_portfolio(review=review, by=manager, at=at(OFFERED - 1))
    offer_days(review=review, days=days, by=host, at=at(OFFERED))
    roles = {ReviewerKind.LEAD: SeatRole.LEAD, ReviewerKind.PEER: SeatRole.PEER, ReviewerKind.EXPERT: SeatRole.EXPERT}
    people = [(roles[ReviewerKind(one.kind)], one.person) for one in team]
    made = team_acts.choose_team(review=review, day=day, people=people, by=manager, at=at(OFFERED + 1))
    team_acts.show_team(team=made, by=manager, at=at(OFFERED + 2))
    team_acts.agree_to_team(team=made, by=host, at=at(OFFERED + 3))
    team_acts.invite(team=made, by=manager, at=at(OFFERED + 4))
    for seat in TeamSeat.objects.filter(team=made, state=SeatState.INVITED).select_related("person", "team__review"):
        if seat.person is not None:
            team_acts.accept(seat=seat, by=seat.person, at=at(OFFERED + 5))
    why = "In the first year there were not more reviewers who knew how accreditation is judged."
    team_acts.confirm_team(team=made, exception=why, by=manager, at=at(OFFERED + 6))
    pk = review.pk
    acts.schedule(review=_read(pk), by=manager, at=at(OFFERED + 7))
    passed = (day - at(0).date()).days
    record_attendance(review=_read(pk), missing={}, by=team[0].person, at=at(passed, 17))


def _report(pk: int, scores: dict[str, Score], team: list[User], host: User, manager: User, at: At) -> None:
    review, lead = _read(pk), team[0]
    visited = review.visit.confirmed_on
    assert visited is not None  # noqa: S101 - its day was fixed with the team
    passed = (visited - at(0).date()).days
    standards = applicable(review)
    for number, standard in enumerate(standards):
        judgement = Judgement(score=scores[standard.code], commentary=SEEN[number % len(SEEN)])
        save = Save(judgement, base=0, writer="0" * 16, seq=number + 1)
        when, by = at(passed + 1, 9 + number // 12, number % 12 * 5), team[number % len(team)]
        reports.save_judgement(review=review, standard=standard, save=save, by=by, at=when)
    when = at(passed + 2)
    reports.name_achievement(review=_read(pk), text=GOOD[0], by=lead, at=when)
    strength, *fields = ASKED[0]
    recommendations.recommend(
        review=_read(pk),
        strength=strength,
        fields=dict(zip(SMART, fields, strict=True)),
        standards=standards[:2],
        carried_from=None,
        by=lead,
        at=when,
    )
    base = VisitReport.objects.get(review=pk).version
    reports.write_summaries(review=_read(pk), summary=SUMMARY, plain_summary=PLAIN, base=base, by=lead, at=when)
    reports.put_to_team(review=_read(pk), by=lead, at=at(passed + 3))
    for number, person in enumerate(team):
        said = at(passed + 4, 9 + number)
        reports.say_of_draft(review=_read(pk), stance=SeatStance.AGREES, text="", by=person, at=said)
    accuracy.send_for_accuracy(review=_read(pk), reason="", by=lead, at=at(passed + 6))
    accuracy.finish_comments(review=_read(pk), by=host, at=at(passed + 12))
    accuracy.begin_finalising(review=_read(pk), by=lead, at=at(passed + 13))
    accuracy.finalise(review=_read(pk), by=manager, at=at(FINAL))


def _call(cooperative: Cooperative, title: str, people: list[User], held_on: date, at: datetime) -> PanelMeeting:
    manager = cooperative.cast["programme-manager"]
    return panels.call_meeting(title=title, held_on=held_on, people=people, by=manager, at=at)


def _decide(cooperative: Cooperative, tale: Tale, case: AccreditationCase, panel: list[User]) -> None:
    """Everybody agrees; before the service was accredited, somebody objected once and another wording was found."""
    manager, outcome, people = cooperative.cast["programme-manager"], tale.outcome, panel[1:4]
    assert outcome is not None  # noqa: S101 - asked for by who calls
    at = cooperative.calendar.at(tale.began - MET, 14)
    meeting = _call(cooperative, f"Panel of {at:%B %Y}", people, at.date(), at - timedelta(days=4))
    panels.lay_before(case=case, meeting=meeting, by=manager, at=at - timedelta(days=3))
    if outcome is Outcome.ACCREDITED:
        first = _propose(case, outcome, "Every threshold is reached.", people[0], at)
        why = "The weekends are not mentioned. I could agree if the reasons say what became of them."
        _say(first, people[1], PanelStance.OBJECTS, why, at + timedelta(minutes=20))
    row = _propose(case, outcome, REASONS[outcome], people[1], at + timedelta(minutes=40))
    for number, person in enumerate((people[0], people[2])):
        _say(row, person, PanelStance.AGREES, "", at + timedelta(minutes=50 + number))
    again = PanelProposal.objects.select_related("case__review").get(pk=row.pk)
    panels.decide(proposal=again, by=people[0], at=at + timedelta(minutes=60))


def _propose(case: AccreditationCase, outcome: Outcome, reason: str, by: User, at: datetime) -> PanelProposal:
    day = at.date()
    return panels.propose(
        case=AccreditationCase.objects.select_related("review").get(pk=case.pk),
        outcome=outcome,
        reason=reason,
        until=day + timedelta(days=250) if outcome is Outcome.DEFERRED else None,
        conditions=[(text, day + timedelta(days=days)) for text, days in CONDITIONS]
        if outcome is Outcome.CONDITIONS
        else (),
        by=by,
        at=at,
    )


def _say(row: PanelProposal, who: User, stance: PanelStance, reason: str, at: datetime) -> None:
    again = PanelProposal.objects.select_related("case__review").get(pk=row.pk)
    panels.say_of_proposal(proposal=again, stance=stance, reason=reason, by=who, at=at)


def _meet_a_condition(cooperative: Cooperative, panel: list[User]) -> None:
    """The first condition was met in time; the other is still open."""
    row = AwardCondition.objects.select_related("proposal__case__review").order_by("n")[0]
    why = "The rota and the supervision book of five months were shown to two of us."
    accreditation.find_met(condition=row, reason=why, by=panel[2], at=cooperative.calendar.at(40))


def _lay_before_panel(cooperative: Cooperative, case: AccreditationCase, panel: list[User]) -> None:
    """The case of today: one member takes no part, a decision is proposed, and the member of the cast is asked."""
    calendar, manager = cooperative.calendar, cooperative.cast["programme-manager"]
    meeting = _call(cooperative, "Panel of this month", panel[:4], calendar.day(-6), calendar.at(5))
    panels.lay_before(case=case, meeting=meeting, by=manager, at=calendar.at(4))
    why = "I taught two of the adults who work there."
    case = AccreditationCase.objects.select_related("review", "meeting").get(pk=case.pk)
    panels.recuse(case=case, person=panel[3], reason=why, by=panel[3], at=calendar.at(3))
    row = _propose(case, Outcome.ACCREDITED, REASONS[Outcome.ACCREDITED], panel[1], calendar.at(2))
    _say(row, panel[2], PanelStance.AGREES, "", calendar.at(1))


def _weekday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
