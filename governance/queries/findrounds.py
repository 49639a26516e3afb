"""Finding one round: by its number, or the one that is open."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from governance.enums.rounds import RoundState
from governance.models import Proposal, Round
from governance.queries.standing import KeptFor
from portal.statements import Kept

if TYPE_CHECKING:
    from portal.people.models import User


def find_round(proposal: Proposal, n: int) -> Round | None:
    """Return a round of a proposal by its number."""
    return Round.objects.filter(proposal=proposal, n=n).select_related("rules", "version", "proposal__board").first()


def open_round_for(person: "User", number: str, at: datetime) -> Round | None:
    """Return the open round of a proposal ``person`` may read, its key alone: whoever acts on it reads it locked."""
    return next(iter(_OPEN_FOR.ask(person, at, number=number)), None)


def _open_for(person: "User", at: datetime, number: str) -> "QuerySet[Round]":
    readable = Proposal.objects.visible_to(person, at).filter(number=number)
    return Round.objects.filter(proposal__in=readable.values("pk"), state=RoundState.OPEN).order_by().only("pk")


_OPEN_FOR = KeptFor(_open_for)


def open_round_of(proposal: Proposal) -> Round | None:
    """Return the open round of a proposal."""
    return next(iter(_OPEN.ask(proposal=proposal.pk)), None)


def _open(proposal: int) -> "QuerySet[Any]":
    rows = Round.objects.filter(proposal=proposal, state=RoundState.OPEN)
    return rows.select_related("rules", "version__proposal", "proposal__board")


_OPEN = Kept(_open)
