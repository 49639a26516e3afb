"""How far the handover of a chair has come, and who sees to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from governance.domain.chairs import HANDOVER_DAYS
from governance.enums.boards import BoardKind, ChairTermKind, MeetingState
from governance.enums.chairs import HandoverStep
from governance.models import Board, ChairTerm, HandoverTick, Meeting
from portal.people.models.periods import day_of

# What was not finished before the term begins can still be, for a month.
AFTER = timedelta(days=31)


@dataclass(frozen=True)
class StepLine:
    """One step, and who saw to it."""

    step: HandoverStep
    tick: HandoverTick | None

    @property
    def done(self) -> bool:
        """Say whether it is done."""
        return self.tick is not None and self.tick.done_at is not None


@dataclass(frozen=True)
class Handover:
    """Everything about handing the chair over to ``term``."""

    term: ChairTerm
    outgoing: ChairTerm | None
    lines: list[StepLine]
    national_meeting: Meeting | None = None

    @property
    def done(self) -> int:
        """Return how many steps are done."""
        return sum(line.done for line in self.lines)

    @property
    def opens_on(self) -> date:
        """Return the day on which it opens."""
        return opens_on(self.term)


def steps_for(board: Board) -> list[HandoverStep]:
    """Return the steps of a board's handover; only regional chairs have a national group to follow."""
    return [step for step in HandoverStep if step is not HandoverStep.NATIONAL or board.kind == BoardKind.REGIONAL]


def opens_on(term: ChairTerm) -> date:
    """Return when the handover to ``term`` opens."""
    return term.starts_on - timedelta(days=HANDOVER_DAYS)


def is_open(term: ChairTerm, at: date | datetime) -> bool:
    """Say whether steps can be marked: from sixty days before a confirmed term until a month after its beginning."""
    begins = term.ends_on is not None and term.ends_on > term.starts_on
    return begins and term.kind == ChairTermKind.CONFIRMED and opens_on(term) <= day_of(at) < term.starts_on + AFTER


def term_before(term: ChairTerm) -> ChairTerm | None:
    """Return who sits in the chair just before ``term``."""
    return (
        ChairTerm.objects.filter(board=term.board_id, starts_on__lt=term.starts_on)
        .select_related("appointment__person", "appointment__seat__constituency")
        .order_by("-starts_on", "-pk")
        .first()
    )


def outgoing_of(term: ChairTerm) -> int | None:
    """Return the person who hands over to ``term``."""
    before = term_before(term)
    return before.appointment.person_id if before else None


def handover_state(term: ChairTerm) -> Handover:
    """Read how far a handover has come, in one query."""
    ticks = {tick.step: tick for tick in HandoverTick.objects.filter(term=term).select_related("done_by")}
    return Handover(term, None, [StepLine(step, ticks.get(step)) for step in steps_for(term.board)])


def handover_of(term: ChairTerm) -> Handover:
    """Read a handover with who leaves and the national meeting to follow, in three queries."""
    national = None
    if term.board.kind == BoardKind.REGIONAL:
        national = (
            Meeting.objects.filter(
                board__kind=BoardKind.NATIONAL, held_on__lt=term.starts_on, held_on__gte=opens_on(term)
            )
            .exclude(state=MeetingState.CANCELLED)
            .select_related("board")
            .order_by("-starts_at")
            .first()
        )
    return Handover(term, term_before(term), handover_state(term).lines, national)


def open_handover(board: Board, day: date) -> ChairTerm | None:
    """Return the term to which the board's chair is being handed over now: the one that comes, else the one begun."""
    ahead = timedelta(days=HANDOVER_DAYS)
    rows = ChairTerm.objects.filter(
        board=board, kind=ChairTermKind.CONFIRMED, starts_on__lte=day + ahead, starts_on__gt=day - AFTER
    ).select_related("board", "appointment__person", "appointment__seat__constituency")
    found = [term for term in rows.order_by("-starts_on") if is_open(term, day)]
    return found[0] if found else None
