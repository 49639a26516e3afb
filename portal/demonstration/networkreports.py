"""Last year's network report: two late reviews brought to their final reports, then counted, and published.

Two services are too few for any number, so the page shows how a report reads in which everything is withheld, with the
network's own action points. More reports would cost more time than a demonstration may take to be prepared.
"""

from datetime import date, timedelta

from governance.models import Board
from peerreview.actions import accuracy, aggregates, recommendations, reports
from peerreview.actions import reviews as acts
from peerreview.actions.cycles import plan_one
from peerreview.actions.evidence import freeze_portfolio
from peerreview.actions.hosts import name_host
from peerreview.actions.visits import offer_days, record_attendance
from peerreview.domain.judgements import Judgement
from peerreview.domain.reports import SMART
from peerreview.domain.reviews import KIND_OF_TRACK
from peerreview.domain.selfassessments import Save
from peerreview.enums.aggregates import PointStatus
from peerreview.enums.hosts import HostKind
from peerreview.enums.reports import SeatStance
from peerreview.enums.selfassessments import Score
from peerreview.enums.services import Track
from peerreview.models import AggregateReport, Membership, Review, ReviewCycle, VisitReport
from peerreview.queries.selfassessments import applicable
from portal.demonstration.peerreviews import service_numbered
from portal.demonstration.people import Cooperative
from portal.demonstration.reports import ASKED, GOOD, PLAIN, SEEN, SUMMARY
from portal.demonstration.selfassessments import ready_to_hand_in
from portal.demonstration.visits import host_of, seat_team, team_of, weekday_after, weekday_before
from portal.notifications.quiet import without_notices

SERVICES = (31, 32)
# Days ago. The visits were late: both houses had moved.
PLANNED, BEGUN, HANDED_IN, OFFERED, FROZEN = 415, 414, 365, 28, 20
VISITED = 10
JUDGED, PUT, SAID, SENT, CLOSED, FINAL, COMPUTED, PUBLISHED, UPDATED = 9, 8, 7, 6, 5, 4, 3, 2, 1
# Teams see a part of the standards in one day; what nobody looked at is not assessed.
LOOKED_AT = 24
WORDS = (
    "This is the first network report made in the portal. It counts so few final reports that every number would say"
    " something of single homes; all of them are withheld, and the tables will fill as more reports become final.\n\n"
    "What the network learned about itself needs no numbers: visits came late because there are too few people who can"
    " lead one, and young people were asked too late what a visit should look at."
)
PLAIN_WORDS = (
    "We read the reports of all homes together. There are not many yet, so we tell no numbers: nobody should be able to"
    " find out which home it was.\n\nVisits came late last year. We will train more people to lead them, and ask you"
    " before a visit what it should look at."
)
POINTS: tuple[tuple[str, str, int], ...] = (
    ("Agree on dates for all visits of a year before it begins, with every regional board.", "national", -120),
    ("Train twenty more lead reviewers, so that no visit waits for a lead.", "", -200),
    ("Ask young people in every region what a visit should never miss.", "north-west", -160),
)


def publish_network_report(cooperative: Cooperative) -> None:
    """Tell it through the acts, each on its day."""
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    cycle = ReviewCycle.objects.order_by("opens_on")[0]
    with without_notices():
        for number in SERVICES:
            _bring_to_final(cooperative, cycle, number)
    edition = Review.objects.get(cycle=cycle, service=service_numbered(SERVICES[0])).edition
    at = calendar.at(COMPUTED)
    draft = aggregates.compute_aggregate(cycle=cycle, edition=edition, fewest=5, reason="", by=manager, at=at)
    report = draft.report
    later = at + timedelta(hours=1)
    texts = {"summary": WORDS, "plain_summary": PLAIN_WORDS}
    report = aggregates.write_network_words(report=report, base=0, by=manager, at=later, **texts)
    points = [
        aggregates.add_network_point(
            report=report,
            text=text,
            board=Board.objects.get(slug=board) if board else None,
            due_on=calendar.day(due),
            carried_from=None,
            by=manager,
            at=later,
        )
        for text, board, due in POINTS
    ]
    report = AggregateReport.objects.select_related("cycle").get(pk=report.pk)
    aggregates.publish_aggregate(report=report, base=draft.n, by=manager, at=calendar.at(PUBLISHED))
    aggregates.update_network_point(
        point=points[1],
        status=PointStatus.IN_PROGRESS,
        text="Eight people have asked for a place; the first two days are planned for January.",
        by=manager,
        at=calendar.at(UPDATED),
    )


def _bring_to_final(cooperative: Cooperative, cycle: ReviewCycle, number: int) -> None:
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    review = _handed_in(cooperative, cycle, number)
    host = host_of(review)
    first = weekday_before(calendar.day(VISITED + number % 2))
    days = [first, weekday_after(first + timedelta(days=8)), weekday_after(first + timedelta(days=17))]
    offer_days(review=review, days=days, by=host, at=calendar.at(OFFERED, 16))
    seat_team(cooperative, _read(review), first, None)
    at = calendar.at(FROZEN)
    freeze_portfolio(review=_read(review), by=manager, at=at)
    acts.schedule(review=_read(review), by=manager, at=at)
    ago = (calendar.today - first).days
    lead, *others = team_of(review)
    record_attendance(review=_read(review), missing={}, by=lead, at=calendar.at(ago, 17))
    _write(cooperative, review)
    reports.put_to_team(review=_read(review), by=lead, at=calendar.at(PUT))
    for place, person in enumerate((lead, *others)):
        at = calendar.at(SAID, 9 + place)
        reports.say_of_draft(review=_read(review), stance=SeatStance.AGREES, text="", by=person, at=at)
    accuracy.send_for_accuracy(review=_read(review), reason="", by=lead, at=calendar.at(SENT))
    accuracy.finish_comments(review=_read(review), by=host, at=calendar.at(CLOSED))
    accuracy.begin_finalising(review=_read(review), by=lead, at=calendar.at(CLOSED, 16))
    accuracy.finalise(review=_read(review), by=manager, at=calendar.at(FINAL))


def _handed_in(cooperative: Cooperative, cycle: ReviewCycle, number: int) -> Review:
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    service, at = service_numbered(number), calendar.at(PLANNED)
    membership = Membership.objects.active(at).get(service=service)
    review = plan_one(
        cycle=cycle,
        service=service,
        kind=KIND_OF_TRACK[Track(membership.track)],
        clock_from=calendar.day(PLANNED),
        reason="Planned for the year",
        by=manager,
        at=at,
    )
    host = cooperative.somebody(at=at)
    starts_on: date = calendar.day(PLANNED)
    reason = "The responsible individual named them"
    name_host(service=service, person=host, kind=HostKind.LEAD, starts_on=starts_on, reason=reason, by=manager, at=at)
    acts.start_self_review(review=_read(review), by=host, at=calendar.at(BEGUN))
    ready_to_hand_in(cooperative, _read(review), calendar.at(HANDED_IN))
    acts.submit(review=_read(review), by=host, at=calendar.at(HANDED_IN, 15))
    return _read(review)


def _write(cooperative: Cooperative, review: Review) -> None:
    lead, at = team_of(review)[0], cooperative.calendar.at(JUDGED)
    standards = applicable(_read(review))
    for place, standard in enumerate(standards[:LOOKED_AT]):
        score = (Score.MET, Score.MET, Score.PARTLY_MET, Score.NOT_MET)[(place + review.service_id) % 4]
        why = "We saw it on the day, and asked about it."
        judgement = Judgement(score=score, commentary=SEEN[place % len(SEEN)], difference=why)
        save = Save(judgement, base=0, writer="1" * 16, seq=place + 1)
        reports.save_judgement(review=_read(review), standard=standard, save=save, by=lead, at=at)
    reports.name_achievement(review=_read(review), text=GOOD[0], by=lead, at=at)
    strength, *fields = ASKED[1]
    recommendations.recommend(
        review=_read(review),
        strength=strength,
        fields=dict(zip(SMART, fields, strict=True)),
        standards=standards[:2],
        carried_from=None,
        by=lead,
        at=at,
    )
    base = VisitReport.objects.get(review=review).version
    reports.write_summaries(review=_read(review), summary=SUMMARY, plain_summary=PLAIN, base=base, by=lead, at=at)


def _read(review: Review) -> Review:
    along = ("service__region", "cycle", "edition__set", "report", "visit", "self_assessment")
    return Review.objects.select_related(*along).get(pk=review.pk)
