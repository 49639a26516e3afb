"""What governance does because time has passed. Every item is its own transaction; repeating changes nothing."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import Error, models
from django.utils.translation import gettext as _

from governance.actions.blocks import follow_clock
from governance.actions.chairs import fill_gap
from governance.actions.decisions import adopt
from governance.actions.interests import remind_of_register
from governance.actions.lapses import lapse_by_itself, remind_of_lapse
from governance.actions.reviews import end_trial, expire_unreviewed, open_review, remind_of_expiry, remind_of_review
from governance.actions.rounds import close_round
from governance.actions.turns import ask_next, lapse_turn
from governance.actions.urgents import drop_urgent, give_more_time, lapse_urgent
from governance.domain.refusals import NotAllowed
from governance.enums.blocks import BlockDue
from governance.models import Block, Board, ChairTurn, Proposal, Round, UrgentDecision
from governance.queries.blocks import due_blocks
from governance.queries.due import due_adoptions, due_rounds
from governance.queries.duechairs import (
    boards_to_ask,
    empty_chairs,
    overdue_turns,
)
from governance.queries.interests import Due, due_confirmations
from governance.queries.lapses import due_lapses, due_reminders
from governance.queries.reviews import (
    expired_reviews,
    expiry_reminders,
    review_reminders,
    reviews_to_open,
    trials_over,
)
from governance.queries.urgents import unconfirmed, unratified, with_more_time

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)


def run_due(at: datetime) -> list[str]:
    """Close what has run out, record what is agreed, end what cannot be resolved; return what was done, a line each."""
    return [
        *extend_due(at),
        *close_due(at),
        *adopt_due(at),
        *clocks_due(at),
        *lapse_due(at),
        *review_due(at),
        *chairs_due(at),
        *remind_due(at),
    ]


def preview_due(at: datetime) -> list[str]:
    """Return what ``run_due`` would begin with at ``at``, without doing it."""
    return [
        *(_giving(urgent) for urgent in with_more_time(at)),
        *(_closing(round) for round in due_rounds(at)),
        *(_adopting(proposal) for proposal in due_adoptions(at)),
        *(_clock(block, due) for block, due in due_blocks(at)),
        *(say(row) for rows, say, _act in (*_lapses(at), *_reviews(at)) for row in rows(at)),
        *(_lapsing(turn) for turn in overdue_turns(at)),
        *(_asking(board) for board in boards_to_ask(at)),
        *(_filling(board) for board in empty_chairs(at)),
        *(_reminding(due) for due in due_confirmations(at)),
    ]


def extend_due(at: datetime) -> list[str]:
    """Give urgent decisions more time whose board meets later than was thought, before anything is closed."""
    return _each(with_more_time(at), _giving, lambda urgent: give_more_time(urgent=urgent, at=at))


def close_due(at: datetime) -> list[str]:
    """Close every open round whose time is up."""
    return _each(due_rounds(at), _closing, lambda round: close_round(round=round, by=None, at=at))


def adopt_due(at: datetime) -> list[str]:
    """Record every decision that lacks nothing any more."""
    return _each(due_adoptions(at), _adopting, lambda proposal: adopt(proposal=proposal, by=None, at=at))


def clocks_due(at: datetime) -> list[str]:
    """Remind objectors, record as dissent what they took no part in, end what could not be resolved in time."""
    due = dict(due_blocks(at))
    return _each(due, lambda block: _clock(block, due[block]), lambda block: follow_clock(block=block, at=at))


def chairs_due(at: datetime) -> list[str]:
    """Pass over whom nobody heard from, ask whose turn is next, fill empty chairs."""
    return [
        *_each(overdue_turns(at), _lapsing, lambda turn: lapse_turn(turn=turn, at=at)),
        *_each(boards_to_ask(at), _asking, lambda board: ask_next(board=board, at=at)),
        *_each(empty_chairs(at), _filling, lambda board: fill_gap(board=board, at=at)),
    ]


Work = tuple[Callable[[datetime], Iterable[Any]], Callable[[Any], str], Callable[[Any], object]]


def lapse_due(at: datetime) -> list[str]:
    """End urgent decisions the board did not ratify, and proposals nobody speaks about, of which people were told."""
    return [line for rows, say, act in _lapses(at) for line in _each(rows(at), say, act)]


def review_due(at: datetime) -> list[str]:
    """Open reviews whose day has come, end what has run out, and tell owners and chairs of both beforehand."""
    return [line for rows, say, act in _reviews(at) for line in _each(rows(at), say, act)]


def _lapses(at: datetime) -> list[Work]:
    unheard = _("Nobody confirmed it in the time the board’s rules give.")
    return [
        (unratified, _about(_("%s: the urgent decision lapses")), lambda one: lapse_urgent(urgent=one, at=at)),
        (
            unconfirmed,
            _about(_("%s: the urgent decision asked for is not taken")),
            lambda one: drop_urgent(urgent=one, reason=unheard, by=None, at=at),
        ),
        (
            due_lapses,
            lambda quiet: _about(_("%s: lapses, for nothing was said"))(quiet.proposal),
            lambda quiet: lapse_by_itself(proposal=quiet.proposal, at=at),
        ),
        (
            due_reminders,
            lambda quiet: _about(_("%s: a reminder that it will lapse"))(quiet.proposal),
            lambda quiet: remind_of_lapse(quiet=quiet, at=at),
        ),
    ]


def _reviews(at: datetime) -> list[Work]:
    return [
        (trials_over, _about(_("%s: ends on the day it set itself")), lambda one: end_trial(decision=one, at=at)),
        (reviews_to_open, _about(_("%s: its review opens")), lambda one: open_review(decision=one, by=None, at=at)),
        (
            expired_reviews,
            lambda one: _about(_("%s: expires, for its review brought nothing"))(one.decision),
            lambda one: expire_unreviewed(review=one, at=at),
        ),
        (
            expiry_reminders,
            lambda one: _about(_("%s: a reminder that it will expire"))(one.decision),
            lambda one: remind_of_expiry(review=one, at=at),
        ),
        (
            review_reminders,
            _about(_("%s: a reminder of its review")),
            lambda one: remind_of_review(decision=one, at=at),
        ),
    ]


def _about(words: str) -> Callable[[Any], str]:
    """Say it of a proposal, decision or urgent decision by its number."""
    return lambda row: words % (row.number or row.proposal.number)


def remind_due(at: datetime) -> list[str]:
    """Ask everybody for the yearly confirmation of their register of interests, once for each time it is due."""
    done = []
    for due in due_confirmations(at):
        remind_of_register(due=due, at=at)
        done.append(_reminding(due))
    return done


def _each(rows: Iterable[Row], say: Callable[[Row], str], act: Callable[[Row], object]) -> list[str]:
    """Act on each row in a transaction of its own, so that one that fails keeps nobody else waiting."""
    done = []
    for row in rows:
        try:
            act(row)
        except (NotAllowed, Error):
            log.exception("%s was due and could not be done", row)
        else:
            done.append(say(row))
    return done


def _reminding(due: Due) -> str:
    return _("%(person)s is asked to confirm the register of interests") % {"person": due.person}


def _giving(urgent: UrgentDecision) -> str:
    return _("%(number)s: more time to ratify it, for the board meets later") % {"number": urgent.number}


def _closing(round: Round) -> str:
    return _("%(number)s: round %(n)s closes") % {"number": round.proposal.number, "n": round.n}


def _adopting(proposal: Proposal) -> str:
    return _("%(number)s: the decision is recorded") % {"number": proposal.number}


def _clock(block: Block, due: BlockDue) -> str:
    return f"{block.position.entitlement.round.proposal.number}: {due.label}"


def _lapsing(turn: ChairTurn) -> str:
    return _("%(board)s: no answer about the chair from %(day)s") % {"board": turn.board, "day": turn.starts_on}


def _asking(board: Board) -> str:
    return _("%(board)s: the next in turn is asked to take the chair") % {"board": board}


def _filling(board: Board) -> str:
    return _("%(board)s: an acting chair fills the gap") % {"board": board}
