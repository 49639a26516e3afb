"""The visit: who can come on its days, who has to know of it, and its days as calendars show them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from peerreview.domain.matching.problem import Proposal
from peerreview.domain.matching.rules import Rule, breaches
from peerreview.domain.teams import ASKED, SAID_YES
from peerreview.domain.visits import DayCount, InTheWay, count_day, in_the_way, still_counts, with_rules
from peerreview.enums.teams import SeatRole, SeatState
from peerreview.enums.visits import Coming, DayState
from peerreview.models import DayReply, HeldDay, HostRole, Review, TeamSeat, Visit
from peerreview.models.strangers import strange_services
from peerreview.queries.matching import MATCHABLE
from peerreview.queries.people import hosts_of_review, people_by_key
from peerreview.queries.teams import bench
from portal.notifications import CalendarEntry

if TYPE_CHECKING:
    from datetime import date

    from portal.people.models import User

# What a person must hold on the day itself; the rest was asked when the seat was given.
OF_THE_DAY = frozenset({Rule.AVAILABLE, Rule.ONCE_A_DAY, Rule.TRAINING, Rule.CLEARANCE})
# How long a calendar is still told that a day is free again.
TOLD_FREE = timedelta(days=60)


@dataclass(frozen=True)
class DayChoice:
    """One day that could be fixed: how many can come, and by name who is in the way."""

    day: "date"
    count: DayCount
    way: InTheWay
    cannot: tuple[str, ...]
    silent: tuple[str, ...]


def choices(review: Review, days: Collection["date"], at: datetime) -> list[DayChoice]:
    """Return what speaks against each day: replies, and the hard rules of that day; the problem is worked out once."""
    # Also whoever is not invited yet: they were chosen for the days as a whole.
    seats = TeamSeat.objects.filter(team__review=review, person__isnull=False).values_list("person", "state")
    taken = {person: state for person, state in seats if person is not None}
    people, seated = list(taken), [person for person, state in taken.items() if state in SAID_YES]
    replies = {key: Coming(row.coming) for key, row in replies_of(review).items()}
    barred = _barred(review, days, at) if people else {}
    names = {key: person.name for key, person in people_by_key(people).items()}
    found = []
    for day in days:
        said = with_rules({one: replies.get((one, day)) for one in people}, barred[day] if people else ())
        way = in_the_way(said, seated)
        cannot, silent = (tuple(sorted(names[one] for one in group)) for group in (way.cannot, way.silent))
        found.append(DayChoice(day, count_day(said), way, cannot, silent))
    return found


def _barred(review: Review, days: Collection["date"], at: datetime) -> dict["date", frozenset[int]]:
    """Return whom a hard rule keeps from each day."""
    problem, stands = bench(review, at)
    found = {}
    for day in days:
        proposal = {**stands.days, review.pk: day}
        fixed = tuple(seat for seat in stands.seats if seat.review in proposal)
        broken = breaches(problem, Proposal(proposal, fixed), blame_kept=True)
        of_day = (one for one in broken if one.review == review.pk and one.rule in OF_THE_DAY)
        found[day] = frozenset(one.reviewer for one in of_day if one.reviewer)
    return found


def replies_of(review: Review) -> Mapping[tuple[int, "date"], DayReply]:
    """Return what the team says of the days that are offered now, by person and day; one query."""
    rows = DayReply.objects.filter(visit__review=review).select_related("visit")
    seats = TeamSeat.objects.filter(team__review=review, person=OuterRef("person")).order_by()
    rows = rows.annotate(invited_at=Subquery(seats.values("invited_at")[:1]))
    return {(row.person_id, row.day): row for row in rows if _counts(row)}


def _counts(row: DayReply) -> bool:
    return still_counts(row.at, row.visit.offered_at, getattr(row, "invited_at", None))


@dataclass(frozen=True)
class DayLine:
    """One day that is held, and what it comes to."""

    day: "date"
    count: DayCount


@dataclass(frozen=True)
class DayTable:
    """The team against the days: what each says of each, None where somebody has not said."""

    days: tuple[DayLine, ...]
    rows: tuple[tuple[TeamSeat, tuple[DayReply | None, ...]], ...]

    @property
    def silent(self) -> list[TeamSeat]:
        """Return who has not spoken of every day."""
        return [seat for seat, said in self.rows if None in said]


def day_table(review: Review, visit: Visit | None = None) -> DayTable:
    """Return what the team says of the days that are held; three queries, two where the ``visit`` was read already."""
    visit = visit or Visit.objects.filter(review=review).first()
    days = visit.days if visit is not None and visit.confirmed_on is None else ()
    seats = TeamSeat.objects.filter(team__review=review, state__in=ASKED, person__isnull=False)
    replies = replies_of(review) if days else {}
    rows = tuple(
        (seat, tuple(replies.get((seat.person_id or 0, day)) for day in days))
        for seat in seats.select_related("person").order_by("number")
    )
    lines = []
    for n, day in enumerate(days):
        said = {seat.pk: Coming(found.coming) if (found := one[n]) else None for seat, one in rows}
        lines.append(DayLine(day, count_day(said)))
    return DayTable(tuple(lines), rows)


def silent_seats() -> "QuerySet[TeamSeat]":
    """Return the seats of those who have not said on which of the held days they can come.

    All days are answered at once: who has spoken of one has spoken of all.
    """
    held = TeamSeat.objects.filter(
        state__in=ASKED,
        person__isnull=False,
        team__review__state__in=MATCHABLE,
        team__review__visit__isnull=False,
        team__review__visit__confirmed_on__isnull=True,
        team__review__visit__freed_at__isnull=True,
    )
    said = DayReply.objects.filter(
        visit=OuterRef("team__review__visit"),
        person=OuterRef("person"),
        at__gte=Greatest(F("visit__offered_at"), Coalesce(OuterRef("invited_at"), F("visit__offered_at"))),
    )
    return held.exclude(Exists(said))


def seated_in(review: Review) -> frozenset[int]:
    """Return the people who said yes to a seat."""
    seats = TeamSeat.objects.filter(team__review=review, state__in=SAID_YES, person__isnull=False)
    return frozenset(person for person in seats.values_list("person", flat=True) if person is not None)


def invited_to(review: Review) -> list[TeamSeat]:
    """Return the seats whose people have not answered their invitation."""
    seats = TeamSeat.objects.filter(team__review=review, state=SeatState.INVITED, person__isnull=False)
    return list(seats.select_related("team__review").order_by("number"))


def leads_of_team(review: Review) -> frozenset[int]:
    """Return who leads the team."""
    seats = TeamSeat.objects.filter(team__review=review, state__in=SAID_YES, role=SeatRole.LEAD)
    return frozenset(person for person in seats.values_list("person", flat=True) if person is not None)


def concerned(review: Review, at: datetime) -> frozenset[int]:
    """Return everybody whose calendar a visit is in: the team, and those who host."""
    return seated_in(review) | hosts_of_review(review, at)


def calendar(person: "User", at: datetime) -> Iterator[CalendarEntry]:
    """Return the days of visits in which ``person`` takes part as host or on the team, as they stand."""
    yield from _entries(person, at)


def of_letter(person: "User", kind: str, key: int, at: datetime) -> Iterator[CalendarEntry]:
    """Return the days of the one visit a letter is about; a letter about anything else has none."""
    by_kind = {"peer_review": {"visit__review": key}, "team_seat": {"visit__review__team__seats": key}}
    if kind in by_kind:
        yield from _entries(person, at, **by_kind[kind])


def _entries(person: "User", at: datetime, **only: int) -> Iterator[CalendarEntry]:
    """Names no service: a calendar is read in places where the portal is not."""
    hosted = HostRole.objects.active(at).filter(person=person).values("service")
    seated = TeamSeat.objects.filter(person=person, state__in=SAID_YES).exclude(
        team__review__service__in=strange_services(person, at).values("pk")
    )
    mine = Review.objects.filter(service__in=hosted) | Review.objects.filter(pk__in=seated.values("team__review"))
    rows = HeldDay.objects.filter(visit__review__in=mine.values("pk"), **only).select_related("visit")
    said = {(one.visit_id, one.day): one for one in _own_replies(person)}
    for row in rows.exclude(state=DayState.FREED, changed_at__lt=at - TOLD_FREE):
        reply = said.get((row.visit_id, row.day))
        # Who cannot come keeps the day no longer. What was said of days that were offered before counts for nothing but
        # the number: a calendar takes no change under a lower one than it has.
        is_off = row.state == DayState.HELD and reply is not None and _counts(reply) and reply.coming == Coming.CANNOT
        yield CalendarEntry(
            uid=f"visit-{row.visit_id}-{row.day:%Y%m%d}@hearth",
            title=_WORDS[DayState(row.state)](),
            starts=row.day,
            url=f"/reviews/{row.visit.review_id}/team/",
            changed=max(row.changed_at, reply.at) if reply else row.changed_at,
            cancelled=row.state == DayState.FREED or is_off,
            tentative=row.state == DayState.HELD,
            sequence=row.sequence + (reply.times if reply else 0),
        )


def _own_replies(person: "User") -> "QuerySet[DayReply]":
    seats = TeamSeat.objects.filter(team__review=OuterRef("visit__review"), person=person).order_by()
    rows = DayReply.objects.filter(person=person).select_related("visit")
    return rows.annotate(invited_at=Subquery(seats.values("invited_at")[:1]))


_WORDS = {
    DayState.HELD: lambda: _("Held free for a peer review visit"),
    DayState.CONFIRMED: lambda: _("Peer review visit"),
    DayState.FREED: lambda: _("No visit on this day"),
}
