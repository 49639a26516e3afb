"""What people are told of the chair and of standing in. Why somebody declined is told to nobody by mail."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.announcements.notices import secretaries_of
from governance.enums.chairs import TurnState
from governance.models import Alternate, Board, ChairTurn, StandIn
from governance.queries.seats import chair_of
from portal.notifications import notify
from portal.people.models import User


def chair_asked(turn: ChairTurn, by: User | None, at: datetime) -> None:
    """Ask whose turn it is."""
    title = _("Will you take the chair of the %(board)s from %(day)s? Please answer by %(last)s") % {
        "board": turn.board,
        "day": _day(turn.starts_on),
        "last": _day(turn.answer_by),
    }
    _of_board(
        "chair.asked", f"chair.asked:{turn.pk}", title, turn.board, [turn.appointment.person_id], by, at, _turn(turn)
    )


def chair_answered(turn: ChairTurn, by: User | None, at: datetime) -> None:
    """Tell chair and secretary that somebody did not take the term; one who takes it is told to all by its term."""
    if turn.state == TurnState.ACCEPTED:
        return
    title = _("%(board)s: %(person)s does not take the chair from %(day)s; the next in turn is asked") % {
        "board": turn.board,
        "person": turn.appointment.person,
        "day": _day(turn.starts_on),
    }
    people = _keepers(turn.board, at)
    if by is None:
        people.add(turn.appointment.person_id)
    _of_board("chair.answered", f"chair.answered:{turn.pk}", title, turn.board, people, by, at, _rota(turn.board))


def alternate_named(alternate: Alternate, by: User | None, at: datetime) -> None:
    """Tell the alternate and the principal."""
    title = _("%(board)s: %(person)s may stand in for %(principal)s") % {
        "board": alternate.board,
        "person": alternate.person,
        "principal": alternate.appointment.person,
    }
    people = {alternate.person_id, alternate.appointment.person_id}
    key = f"alternate.named:{alternate.pk}"
    _of_board("alternate.named", key, title, alternate.board, people, by, at, f"/boards/{alternate.board.slug}/")


def voice_handed_over(voice: StandIn, by: User | None, at: datetime) -> None:
    """Tell alternate, principal and secretary who speaks in the rounds that open, and until when."""
    words = (
        _("%(board)s: %(principal)s speaks for themselves again from %(until)s")
        if voice.taken_back_at
        else _("%(board)s: %(person)s speaks for %(principal)s from %(day)s until %(until)s")
    )
    title = words % {
        "board": voice.board,
        "person": voice.person,
        "principal": voice.appointment.person,
        "day": _day(voice.starts_on),
        "until": _day(voice.ends_on or voice.starts_on),
    }
    people = {voice.person_id, voice.appointment.person_id} | secretaries_of(voice.board_id, at)
    key = f"voice.handed_over:{voice.pk}:{'back' if voice.taken_back_at else 'over'}"
    _of_board("voice.handed_over", key, title, voice.board, people, by, at, f"/boards/{voice.board.slug}/")


def _keepers(board: Board, at: datetime) -> set[int]:
    term = chair_of(board, at)
    return secretaries_of(board.pk, at) | ({term.appointment.person_id} if term else set())


def _of_board(
    event: str, key: str, title: str, board: Board, people: Iterable[int], by: User | None, at: datetime, url: str
) -> None:
    notify(
        people=people,
        event=event,
        key=key,
        subject_kind="board",
        subject_id=board.pk,
        title=title,
        url=url,
        at=at,
        by=by,
    )


def _rota(board: Board) -> str:
    return f"/boards/{board.slug}/chairs/"


def _turn(turn: ChairTurn) -> str:
    return f"{_rota(turn.board)}turns/{turn.pk}/"


def _day(day: date) -> str:
    return date_format(day, "j F Y")
