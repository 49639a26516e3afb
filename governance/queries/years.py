"""A board's year on one page. The public reads it of open decisions alone, and of people only sums."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.attendance import Attended
from governance.domain.decisions import HOLDING
from governance.domain.years import Done, Participation, blocks_in, done, participation, usual
from governance.enums.attendance import AttendanceKind
from governance.enums.decisions import DecisionOutcome
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState
from governance.models import AgreedAction, Block, Board, Decision, DecisionReview, Proposal, UrgentDecision
from governance.models.standing import standing_of
from governance.queries.agreedactions import actions_in
from governance.queries.attendance import attendance_in, attended_of
from portal.ui.charts.bars import Bar, BarChart, bar_chart

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

FIELDS = ("part", "name", "value", "of", "note")


@dataclass(frozen=True)
class YearPage:
    """Everything one reader may know of a board's year."""

    board: Board
    year: int
    inside: bool
    decisions: list[Decision]
    due: list[Decision]
    reviews: list[DecisionReview]
    urgents: list[UrgentDecision]
    participation: list[Participation]
    attended: list[Attended]
    actions: list[AgreedAction]
    done: Done
    blocks: Counter[BlockState]
    proposals: Counter[ProposalState]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to tell."""
        said = (self.decisions, self.due, self.reviews, self.urgents, self.proposals, self.blocks)
        return not any((*said, self.attended, self.done.all))

    @property
    def usual_days(self) -> int | None:
        """Return how many days a decision usually took."""
        return usual([days_of(decision) for decision in self.decisions])

    @property
    def reached(self) -> list[tuple[str, int]]:
        """Return how many decisions were reached in which way."""
        ways = Counter(decision.outcome for decision in self.decisions)
        return [(str(way.label), ways[way]) for way in DecisionOutcome]

    @property
    def ended_blocks(self) -> list[tuple[str, int]]:
        """Return how the blocks ended or stand, with their numbers."""
        return [(str(state.label), self.blocks[state]) for state in BlockState if self.blocks[state]]

    @property
    def proposal_states(self) -> list[tuple[str, int]]:
        """Return where the proposals begun in the year stand."""
        return [(str(state.label), self.proposals[state]) for state in ProposalState if self.proposals[state]]

    @property
    def participation_chart(self) -> BarChart:
        """Draw who took part."""
        bars = [Bar(one.constituency, *_share(one)) for one in self.participation]
        head = (_("Constituency"), _("Positions taken"))
        return bar_chart(_("Positions taken, of those that could be, in percent"), bars, unit="%", head=head)

    @property
    def attendance_chart(self) -> BarChart:
        """Draw how much each constituency attended; nothing is held back, for trustees are public."""
        bars = [Bar(one.constituency, one.percent, _of(one.there, one.expected)) for one in self.attended]
        head = (_("Constituency"), _("Seats filled"))
        return bar_chart(_("Seats filled at meetings, of those that could be, in percent"), bars, unit="%", head=head)

    @property
    def action_chart(self) -> BarChart:
        """Draw what became of the actions that fell due."""
        bars = [Bar(name, number) for name, number in self.action_numbers]
        return bar_chart(_("Actions due in this year"), bars, head=(_("What became of it"), _("Actions")))

    @property
    def action_numbers(self) -> list[tuple[str, int]]:
        """Return them with their words."""
        done = self.done
        return [
            (_("Done in time"), done.in_time),
            (_("Done late"), done.late),
            (_("Not due yet"), done.waiting),
            (_("Late"), done.overdue),
        ]

    @property
    def time_chart(self) -> BarChart:
        """Draw how long each decision took."""
        bars = [Bar(row.number, days_of(row), days_words(row)) for row in self.decisions]
        head = (_("Decision"), _("Days from the draft"))
        return bar_chart(_("Days from the first draft to the decision"), bars, head=head)


def _share(one: Participation) -> tuple[int | None, str]:
    if one.too_few:
        return None, _("too few to say")
    return one.percent, _of(one.taken, one.entitled)


def _of(some: int, every: int) -> str:
    return _("%(some)s of %(every)s") % {"some": some, "every": every}


def days_of(decision: Decision) -> int:
    """Return how many days passed from the first draft to the decision."""
    return (decision.decided_at - decision.proposal.created_at).days


def days_words(decision: Decision) -> str:
    """Say it."""
    days = days_of(decision)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def year_page(person: "Person", board: Board, year: int, at: datetime) -> YearPage:
    """Read a board's year; six queries beside where the reader stands."""
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    since, until = (timezone.make_aware(datetime.combine(day, clock.min)) for day in (begins, ends))
    known = Decision.objects.visible_to(person, at).filter(board=board)
    rows = list(
        known.filter(Q(year=year) | Q(review_on__gte=begins, review_on__lt=ends, state__in=HOLDING))
        .select_related("proposal")
        .order_by("decided_at", "pk")
    )
    decided = [row for row in rows if row.year == year]
    records = [row.record["positions"] for row in decided]
    inside = board.pk in standing_of(person, at).inside
    counted = _counted(person, board, since, until, at, inside=inside)
    actions = actions_in(person, board, begins, ends, at)
    return YearPage(
        board=board,
        year=year,
        inside=inside,
        decisions=decided,
        due=[row for row in rows if begins <= row.review_on < ends and row.state in HOLDING],
        reviews=list(
            DecisionReview.objects.filter(
                decision__in=known.order_by().values("pk"), closed_at__gte=since, closed_at__lt=until
            )
            .select_related("decision")
            .order_by("closed_at", "pk")
        ),
        urgents=list(
            UrgentDecision.objects.visible_to(person, at)
            .filter(board=board, decided_at__gte=since, decided_at__lt=until)
            .order_by("decided_at", "pk")
        ),
        participation=participation(records),
        attended=attended_of({key: n for key, n in counted.items() if key[0] in AttendanceKind}),
        actions=actions if inside else [],
        done=done(
            ((one.due_on, timezone.localdate(one.done_at) if one.done_at else None) for one in actions),
            timezone.localdate(at),
        ),
        blocks=Counter({BlockState(state): n for (kind, state), n in counted.items() if kind == "block"})
        if inside
        else blocks_in(records),
        proposals=Counter({ProposalState(state): n for (kind, state), n in counted.items() if kind == "proposal"}),
    )


def _counted(
    person: "Person", board: Board, since: datetime, until: datetime, at: datetime, *, inside: bool
) -> dict[tuple[str, str], int]:
    """Count attendance, and for the board's own people proposals begun and blocks raised they may read; one query."""
    there = attendance_in(board, since, until)
    if not inside:
        return {(kind, place): n for kind, place, n in there}
    read = Proposal.objects.visible_to(person, at).filter(board=board)
    begun = read.filter(created_at__gte=since, created_at__lt=until)
    raised = Block.objects.filter(
        position__entitlement__round__proposal__in=read.order_by().values("pk"),
        position__superseded_by=None,
        position__at__gte=since,
        position__at__lt=until,
    )
    rows: QuerySet[Any, Any] = _by_state(begun, "proposal").union(_by_state(raised, "block"), there, all=True)
    return {(kind, state): n for kind, state, n in rows}


def _by_state(rows: "QuerySet[Any]", kind: str) -> "QuerySet[Any, Any]":
    counted: QuerySet[Any, Any] = (
        rows.order_by().values("state").annotate(n=Count("pk"), kind=Value(kind)).values_list("kind", "state", "n")
    )
    return counted


def table_of(page: YearPage) -> Iterator[dict[str, str]]:
    """Return the year as plain text cells, for a file: no more than the page says."""

    def line(part: str, name: object, value: object = "", of: object = "", note: object = "") -> dict[str, str]:
        return dict(zip(FIELDS, (part, str(name), str(value), str(of), str(note)), strict=True))

    for row in page.decisions:
        yield line("decision", f"{row.number} {row.title}", days_of(row), "days", row.outcome)
    for one in page.participation:
        if one.too_few:
            yield line("participation", one.constituency, note=_("too few to say"))
        else:
            yield line("participation", one.constituency, one.taken, one.entitled)
    for one_place in page.attended:
        yield line("attendance", one_place.constituency, one_place.there, one_place.expected)
    if page.done.all:
        for name, number in page.action_numbers:
            yield line("actions", name, number, page.done.all)
    for action in page.actions:
        yield line("action", action.what, action.due_on.isoformat(), note=_day(action.done_at) or _("not done"))
    for name, number in page.ended_blocks:
        yield line("blocks", name, number)
    for review in page.reviews:
        decision = review.decision
        yield line("review", f"{decision.number} {decision.title}", _day(review.closed_at), note=review.outcome)
    for row in page.due:
        yield line("review due", f"{row.number} {row.title}", row.review_on.isoformat(), note=row.state)
    for urgent in page.urgents:
        yield line("urgent", f"{urgent.number} {urgent.title}", _day(urgent.decided_at), note=urgent.state)
    for name, number in page.proposal_states:
        yield line("proposals", name, number)


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
