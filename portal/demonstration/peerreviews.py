"""Two years of reviews: hosts, profiles, control groups, last year's cycle, and this year's at every stage.

Every step goes through the same guards as on the pages. A step for which ``READY`` prepares nothing yet is tried and,
where a guard refuses, the review stays where it is: the story never stands where a real review could not.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from peerreview.actions import reviews as acts
from peerreview.actions.control import add_group, bring_under
from peerreview.actions.cycles import close_cycle, open_cycle, plan_one
from peerreview.actions.deadlines import extend_deadline
from peerreview.actions.hosts import name_host
from peerreview.actions.profiles import publish_profile, write_profile
from peerreview.domain.reviewclock import ClockRules
from peerreview.domain.reviews import KIND_OF_TRACK
from peerreview.enums.hosts import HostKind
from peerreview.enums.profiles import Therapy
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.enums.services import Track
from peerreview.models import Deadline, Membership, Review, ReviewCycle, Service
from peerreview.queries.readiness import between
from portal.demonstration.people import Cooperative
from portal.notifications.quiet import without_notices
from portal.people.models import User

OPENED, OPENED_LAST = 92, 420  # days ago
TOLD_SINCE = 45  # days ago; before that nobody is told any more
# What a review needs before it may come to a stage, filled by the parts of the portal that record it.
READY: dict[ReviewState, Callable[[Cooperative, Review, datetime], None]] = {}


@dataclass(frozen=True)
class Tale:
    """One review: of which service (by its number), counted from when, and what happens to it on which day (ago)."""

    service: int
    clock: int
    begun: int | None = None
    handed_in: int | None = None
    extended: int | None = None
    returned: int | None = None
    postponed: int | None = None
    scheduled: int | None = None
    cancelled: int | None = None
    led: bool = True


WHY_EXTENDED = ("The manager changed in October.", "Two adults are ill.", "A child moved in under an emergency order.")
WHY_CANCELLED = ("The home closes at the end of the year.", "The service was sold; the new owner joins next year.")
THIS_YEAR = (
    Tale(1, 40, begun=40),
    Tale(2, 86, begun=86),
    Tale(3, 88, begun=87, extended=30),
    Tale(4, 84, begun=84),
    Tale(6, 60, begun=58),
    Tale(7, 88, begun=86, handed_in=35),
    Tale(8, 80, begun=80, handed_in=26, returned=15),
    Tale(9, 75, begun=74, extended=22),
    Tale(11, 90, begun=90, handed_in=40, postponed=20),
    Tale(12, 50, begun=50),
    Tale(13, 88, begun=85, cancelled=44),
    Tale(14, 30, begun=29),
    Tale(16, 90, begun=90, handed_in=38, scheduled=12),
    Tale(17, 20, begun=20),
    Tale(18, 90, begun=88, handed_in=30),
    Tale(19, 3),
    Tale(21, 5),
    Tale(22, 2, led=False),
    Tale(23, -20),
    Tale(24, -20),
    Tale(26, 90, begun=89, handed_in=42, scheduled=14),
    Tale(27, 70, begun=69),
    Tale(28, -40, led=False),
    Tale(29, 10, begun=9),
)
# Members that were reviewed last year go to their visit only where a visit can be recorded.
LAST_YEAR = (
    Tale(1, 415, begun=414, handed_in=362),
    Tale(31, 415, begun=415, handed_in=365, scheduled=340),
    Tale(32, 415, begun=414, handed_in=360, scheduled=338),
    Tale(33, 410, begun=410, handed_in=352, scheduled=330),
    Tale(34, 410, begun=409, extended=370, handed_in=340, scheduled=320),
    Tale(36, 405, begun=405, handed_in=355, returned=345, scheduled=310),
    Tale(37, 405, begun=404, handed_in=356, scheduled=325),
    Tale(38, 400, begun=399, cancelled=380),
    Tale(39, 400, begun=400, handed_in=350, postponed=330, scheduled=290),
    Tale(41, 400, begun=400, handed_in=349, scheduled=318),
    Tale(42, 395, begun=394, handed_in=345, scheduled=315),
    Tale(43, 395, begun=395, cancelled=372),
    Tale(44, 390, begun=389, handed_in=340, scheduled=312),
    Tale(46, 390, begun=390, handed_in=338, scheduled=308),
    Tale(47, 385, begun=385, handed_in=333, scheduled=305),
)


def add_peer_reviews(cooperative: Cooperative) -> None:
    """Tell the groups, the hosts and both cycles."""
    with without_notices():
        _add_groups(cooperative)
    leads = Leads(cooperative)
    # Last year's are over: where no visit can be told yet, only those that were cancelled are, and the service lead's
    # own, whose answers stand beside this year's.
    last_year = tuple(
        tale for tale in LAST_YEAR if ReviewState.DRAFTING in READY or tale.cancelled or tale.service == 1
    )
    _tell(cooperative, leads, "last", last_year, OPENED_LAST)
    _tell(cooperative, leads, "this", THIS_YEAR, OPENED)
    _add_profiles(cooperative, leads)


class Leads:
    """Who leads in which service; the service lead of the cast in the first."""

    def __init__(self, cooperative: Cooperative) -> None:
        self.cooperative = cooperative
        self.known: dict[int, User] = {}

    def of(self, number: int) -> User:
        """Return the host lead of a service, named the first time they are asked for."""
        if number not in self.known:
            since = self.cooperative.founded_on
            at = self.cooperative.calendar.at(OPENED_LAST + 10)
            person = self.cooperative.cast["service-lead"] if number == 1 else self.cooperative.somebody(at=at)
            name_host(
                service=service_numbered(number),
                person=person,
                kind=HostKind.LEAD,
                starts_on=since,
                reason="The responsible individual named them",
                by=self.cooperative.cast["programme-manager"],
                at=at,
            )
            self.known[number] = person
        return self.known[number]


def service_numbered(number: int) -> Service:
    """Return a service of the demonstration by its place in the list."""
    return Service.objects.get(urn=f"DEMO{number:05d}")


def _add_groups(cooperative: Cooperative) -> None:
    manager, at = cooperative.cast["programme-manager"], cooperative.calendar.at(300)
    for name, members in (("Meadow Holdings", (4, 6)), ("Northern Hearth Group", (10, 12, 15))):
        group = add_group(name=name, reason="From the companies register", by=manager, at=at)
        for member in members:
            bring_under(
                group=group,
                organisation=cooperative.providers[member],
                starts_on=cooperative.founded_on,
                reason="From the companies register",
                by=manager,
                at=at,
            )


def _tell(cooperative: Cooperative, leads: Leads, which: str, tales: tuple[Tale, ...], opened: int) -> None:
    calendar, manager = cooperative.calendar, cooperative.cast["programme-manager"]
    year = calendar.day(opened).year
    cycle = open_cycle(
        label=f"{year}-{(year + 1) % 100:02d}",
        title=f"Reviews {year}–{(year + 1) % 100:02d}",
        opens_on=calendar.day(opened - 1),
        closes_on=calendar.day(opened - 365),
        rules=ClockRules(),
        by=manager,
        at=calendar.at(opened),
    )
    reviews: dict[int, Review] = {}
    steps = [step for tale in tales for step in steps_of(cooperative, leads, cycle, tale, reviews, opened)]
    # Days ago: the oldest first; of one day in the order in which they are written above.
    for ago, step in sorted(steps, key=lambda pair: -pair[0]):
        with without_notices() if ago > TOLD_SINCE else nullcontext():
            step(calendar.at(ago, 11))
    if which == "last" and READY.get(ReviewState.DRAFTING):
        close_cycle(cycle=cycle, reason="Every visit was made", by=manager, at=calendar.at(opened - 370))


Step = tuple[int, Callable[[datetime], None]]


def steps_of(
    cooperative: Cooperative,
    leads: Leads,
    cycle: ReviewCycle,
    tale: Tale,
    reviews: dict[int, Review],
    opened: int,
) -> Iterator[Step]:
    """Yield what happens to one review; each step reads the review as it stands then."""
    manager, calendar, n = cooperative.cast["programme-manager"], cooperative.calendar, tale.service

    def fresh() -> Review:
        return Review.objects.select_related("service__region", "cycle").get(pk=reviews[n].pk)

    def plan(at: datetime) -> None:
        service = service_numbered(n)
        membership = Membership.objects.active(at).get(service=service)
        reviews[n] = plan_one(
            cycle=cycle,
            service=service,
            kind=KIND_OF_TRACK[Track(membership.track)],
            clock_from=min(calendar.day(tale.clock), cycle.closes_on),
            reason="Planned for the year",
            by=manager,
            at=at,
        )
        if tale.led:
            leads.of(n)

    def begin(at: datetime) -> None:
        acts.start_self_review(review=fresh(), by=leads.of(n), at=at)

    def hand_in(at: datetime) -> None:
        if _ready(cooperative, fresh(), ReviewState.SUBMITTED, at):
            acts.submit(review=fresh(), by=leads.of(n), at=at)

    def extend(at: datetime) -> None:
        deadline = Deadline.objects.get(review=fresh(), kind=DeadlineKind.SELF_REVIEW)
        if deadline.done_at is None:
            later = calendar.day((calendar.today - deadline.due_on).days - 21)
            why = WHY_EXTENDED[n % len(WHY_EXTENDED)]
            extend_deadline(deadline=deadline, to_on=later, reason=why, by=manager, at=at)

    def give_back(at: datetime) -> None:
        if fresh().state == ReviewState.SUBMITTED:
            reason = "Section 6 has no evidence at all, and the young people’s meeting is missing."
            until = calendar.day((calendar.today - at.date()).days - 18)
            acts.return_review(review=fresh(), reason=reason, until=until, by=manager, at=at)

    def postpone(at: datetime) -> None:
        if fresh().state == ReviewState.SUBMITTED:
            until = calendar.day((calendar.today - at.date()).days - 70)
            acts.postpone(review=fresh(), reason="Flooding; the house has moved out.", until=until, by=manager, at=at)

    def schedule(at: datetime) -> None:
        if fresh().state == ReviewState.RETURNED:
            hand_in(at)
        if fresh().state in (ReviewState.SUBMITTED, ReviewState.POSTPONED) and _ready(
            cooperative, fresh(), ReviewState.SCHEDULED, at
        ):
            acts.schedule(review=fresh(), by=manager, at=at)

    def cancel(at: datetime) -> None:
        acts.cancel(review=fresh(), reason=WHY_CANCELLED[n % len(WHY_CANCELLED)], by=manager, at=at)

    yield opened, plan
    days = {
        begin: tale.begun,
        extend: tale.extended,
        hand_in: tale.handed_in,
        give_back: tale.returned,
        postpone: tale.postponed,
        schedule: tale.scheduled,
        cancel: tale.cancelled,
    }
    yield from ((ago, step) for step, ago in days.items() if ago is not None)


def _ready(cooperative: Cooperative, review: Review, to: ReviewState, at: datetime) -> bool:
    """Prepare what a stage asks, where that can be recorded, and say whether the guard lets the review pass."""
    if to in READY:
        READY[to](cooperative, review, at)
    way = between(review, at)
    return way is not None and way.to is to and way.is_free


def _add_profiles(cooperative: Cooperative, leads: Leads) -> None:
    """The service lead's own profile in two versions; a named service's, which wished it to be public."""
    texts = {
        "practice_model": "The same adults, day and night. Meals are cooked together and nobody eats alone.",
        "theory": "Attachment, and the idea that a group can hold what one person cannot.",
        "education": "Two mornings a week the tutor is in the house; the other days are at local schools.",
        "therapy": Therapy.BOTH,
        "therapy_text": "A psychotherapist comes on Thursdays and meets the adults as well as the children.",
        "discipline": "We talk about what happened before we talk about what follows.",
        "risk": "We write down what a child gains from a risk as well as what could go wrong.",
        "needs": "Children who have moved often and trust slowly.",
        "group_size": "Four",
    }
    for number, public in ((1, False), (5, True)):
        service, lead = service_numbered(number), leads.of(number)
        for n, ago in enumerate((280, 60)):
            changed = {**texts, "risk": texts["risk"] if n else "We decide about risks with the child."}
            at = cooperative.calendar.at(ago)
            profile = write_profile(service=service, texts=changed, by=lead, at=at, after=n)
        if public:
            publish_profile(service=service, n=profile.n, by=lead, at=cooperative.calendar.at(55))
