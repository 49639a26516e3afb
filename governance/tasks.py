"""What governance does because time has passed. Every item is its own transaction; repeating changes nothing."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from django.db import Error, models
from django.utils.translation import gettext as _

from governance.actions.decisions import adopt
from governance.actions.interests import remind_of_register
from governance.actions.proposals import move_proposal
from governance.actions.rounds import close_round
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import ProposalState
from governance.models import Proposal, Round
from governance.queries.due import due_adoptions, due_rounds, exhausted_blocks
from governance.queries.interests import Due, due_confirmations

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)


def run_due(at: datetime) -> list[str]:
    """Close what has run out, record what is agreed, end what cannot be resolved; return what was done, a line each."""
    return [*close_due(at), *adopt_due(at), *exhaust_due(at), *remind_due(at)]


def preview_due(at: datetime) -> list[str]:
    """Return what ``run_due`` would begin with at ``at``, without doing it."""
    return [
        *(_closing(round) for round in due_rounds(at)),
        *(_adopting(proposal) for proposal in due_adoptions(at)),
        *(_exhausting(proposal) for proposal in exhausted_blocks(at)),
        *(_reminding(due) for due in due_confirmations(at)),
    ]


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


def _closing(round: Round) -> str:
    return _("%(number)s: round %(n)s closes") % {"number": round.proposal.number, "n": round.n}


def _adopting(proposal: Proposal) -> str:
    return _("%(number)s: the decision is recorded") % {"number": proposal.number}


def _exhausting(proposal: Proposal) -> str:
    return _("%(number)s: the block was not resolved in time") % {"number": proposal.number}
