"""Two years of chairs, asked and answered through the rota itself; and what stands open today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from governance.actions.alternates import hand_over_voice, name_alternate
from governance.actions.chairs import end_chair_term, fill_gap
from governance.actions.handovers import mark_step
from governance.actions.turns import accept_turn, ask_next, decline_turn, excuse_turn
from governance.domain.chairs import months_later
from governance.enums.chairs import HandoverStep, TurnState
from governance.models import Appointment, Board, ChairTurn, ConstituencyMembership, Meeting
from governance.queries.handovers import open_handover, term_before
from governance.queries.seats import chair_of
from governance.tasks import chairs_due
from portal.demonstration.boards import BoardStory
from portal.demonstration.people import Cooperative

ANSWERS_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class Refusal:
    """Somebody who did not take a term, and why."""

    cannot: bool
    why: str


# Who did not take a term: letters of the board, months from the founding to the term's beginning, how many were asked
# for it before. Without these the rota would still run; with them the cast sit where their names say today.
REFUSALS = {
    ("NW", 1, 0): Refusal(True, "An inspection falls into the first weeks of the term."),
    ("NW", 13, 0): Refusal(True, "On parental leave until the spring."),
    ("NW", 19, 0): Refusal(True, "Still on parental leave when the term begins."),
    ("YH", 14, 0): Refusal(False, "I would rather speak for our young people from my own seat."),
    ("WAL", 21, 0): Refusal(True, "Our authority is being reorganised until the autumn."),
    ("WAL", 21, 1): Refusal(True, "I take up the seat only weeks before the term begins."),
    ("SW", 14, 0): Refusal(True, "A long course of treatment begins that month."),
}
# One region is asked late, so that its question stands open today.
ASKED_LATE = ("NW", 31)


def take_turns(cooperative: Cooperative, stories: list[BoardStory]) -> None:
    """Go through the months: fill the chair of a new board, ask whose turn is next, and let them answer."""
    founded, today = cooperative.founded_on, cooperative.calendar.today
    month = 0
    while (day := months_later(founded, month)) <= today:
        at = min(cooperative.calendar.noon_of(day), cooperative.calendar.at(0, 7))
        for story in stories:
            fill_gap(board=story.board, at=at)
            if not _is_late(story, founded, month):
                ask_next(board=story.board, at=at)
            _answer(cooperative, story.board, founded, at + ANSWERS_AFTER)
        month += 1


def _is_late(story: BoardStory, founded: date, month: int) -> bool:
    letters, begins = ASKED_LATE
    return story.board.short == letters and month >= begins - 6


def _answer(cooperative: Cooperative, board: Board, founded: date, at: datetime) -> None:
    """Let everybody who is asked answer, one after the other, until somebody takes the term."""
    at = min(at, cooperative.calendar.at(0, 8))
    related = ("board", "appointment__person")
    while turn := ChairTurn.objects.filter(board=board, state=TurnState.ASKED).select_related(*related).first():
        asked_before = ChairTurn.objects.filter(board=board, starts_on=turn.starts_on).count() - 1
        months = (turn.starts_on.year - founded.year) * 12 + turn.starts_on.month - founded.month
        refusal = REFUSALS.get((board.short, months, asked_before))
        by = turn.appointment.person
        if refusal is None:
            accept_turn(turn=turn, by=by, at=at)
        elif refusal.cannot:
            excuse_turn(turn=turn, why=refusal.why, by=by, at=at)
        else:
            decline_turn(turn=turn, why=refusal.why, by=by, at=at)


def leave_chairs_open(cooperative: Cooperative, stories: list[BoardStory]) -> None:
    """Leave what stands open today: a question asked, an acting chair, a handover under way, people who stand in."""
    by_letters = {story.board.short: story for story in stories}
    ask_next(board=by_letters["NW"].board, at=cooperative.calendar.at(4))
    _resign(cooperative, by_letters["EE"])
    _hand_over(cooperative, by_letters["WAL"])
    _stand_in(cooperative, by_letters["NW"])
    chairs_due(cooperative.calendar.at(0, 7))


def _resign(cooperative: Cooperative, story: BoardStory) -> None:
    day = cooperative.calendar.day(19)
    term = chair_of(story.board, cooperative.calendar.noon_of(day))
    if term is not None and term.starts_on < day:
        end_chair_term(
            term=term,
            ends_on=day,
            why="Looks after a parent who has fallen ill, and stays on the board.",
            by=story.secretary,
            at=cooperative.calendar.at(19, 9),
        )


def _hand_over(cooperative: Cooperative, story: BoardStory) -> None:
    """Half of the steps are done, by both chairs."""
    at = cooperative.calendar.at(2, 16)
    term = open_handover(story.board, cooperative.calendar.day(2))
    before = term_before(term) if term else None
    if term is None or before is None:
        return
    chairs = (before.appointment.person, term.appointment.person)
    done = (HandoverStep.TALK, HandoverStep.MATTERS, HandoverStep.INTERESTS, HandoverStep.SAFEGUARDING)
    for number, step in enumerate(done):
        mark_step(term=term, step=step, done=True, by=chairs[number % 2], at=at + timedelta(minutes=7 * number))


def _stand_in(cooperative: Cooperative, story: BoardStory) -> None:
    """Two seats of the North West have somebody who may stand in; one of them will, at the next meeting."""
    at = cooperative.calendar.at(9)
    member = cooperative.cast["constituency-member"]
    own = (
        Appointment.objects.active(at)
        .select_related("seat__board")
        .get(seat__board=story.board, person=cooperative.cast["trustee-staff"])
    )
    name_alternate(appointment=own, person=member, starts_on=cooperative.calendar.day(9), by=own.person, at=at)
    other = (
        Appointment.objects.active(at)
        .filter(seat__board=story.board, seat__constituency__code="providers")
        .exclude(person__in=cooperative.cast.values())
        .select_related("seat__board", "person")
        .first()
    )
    meeting = Meeting.objects.filter(board=story.board, starts_at__gt=at, state="planned").order_by("starts_at").first()
    somebody = (
        ConstituencyMembership.objects.active(at)
        .filter(board=story.board, constituency__code="providers")
        .select_related("person")
    )
    if other is not None and meeting is not None and (one := somebody.order_by("pk").first()):
        alternate = name_alternate(
            appointment=other, person=one.person, starts_on=meeting.held_on, meeting=meeting, by=story.secretary, at=at
        )
        until = meeting.held_on + timedelta(days=1)
        hand_over_voice(alternate=alternate, starts_on=meeting.held_on, ends_on=until, by=other.person, at=at)
