"""What governance does because time has passed. Every item is its own transaction; repeating changes nothing."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import Error, models
from django.utils.translation import gettext as _

from governance.actions.decisions import adopt
from governance.actions.lapses import lapse_by_itself, remind_of_lapse
from governance.actions.proposals import move_proposal
from governance.actions.reviews import end_trial, expire_unreviewed, open_review, remind_of_expiry, remind_of_review
from governance.actions.rounds import close_round
from governance.actions.urgents import drop_urgent, give_more_time, lapse_urgent
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalState
from governance.models import Proposal, Round, UrgentDecision
from governance.queries.due import due_adoptions, due_rounds, exhausted_blocks
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
    return [*extend_due(at), *close_due(at), *adopt_due(at), *exhaust_due(at), *lapse_due(at), *review_due(at)]


def preview_due(at: datetime) -> list[str]:
    """Return what ``run_due`` would begin with at ``at``, without doing it."""
    return [
        *(_giving(urgent) for urgent in with_more_time(at)),
        *(_closing(round) for round in due_rounds(at)),
        *(_adopting(proposal) for proposal in due_adoptions(at)),
        *(_exhausting(proposal) for proposal in exhausted_blocks(at)),
        *(say(row) for rows, say, _act in (*_lapses(at), *_reviews(at)) for row in rows(at)),
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


def exhaust_due(at: datetime) -> list[str]:
    """Send every proposal whose block could not be resolved in time to the fallback steps."""

    def fall_back(proposal: Proposal) -> None:
        reason = _("The block was not resolved in the time the board’s rules give.")
        move_proposal(proposal=proposal, to=ProposalState.FALLBACK, by=None, reason=reason, at=at)

    return _each(exhausted_blocks(at), _exhausting, fall_back)


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


def _giving(urgent: UrgentDecision) -> str:
    return _("%(number)s: more time to ratify it, for the board meets later") % {"number": urgent.number}


def _closing(round: Round) -> str:
    return _("%(number)s: round %(n)s closes") % {"number": round.proposal.number, "n": round.n}


def _adopting(proposal: Proposal) -> str:
    return _("%(number)s: the decision is recorded") % {"number": proposal.number}


def _exhausting(proposal: Proposal) -> str:
    return _("%(number)s: the block was not resolved in time") % {"number": proposal.number}
