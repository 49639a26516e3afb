"""Finding one round: by its number, or the one that is open."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from governance.enums.rounds import RoundState
from governance.models import Proposal, Round
from governance.models.rounds import kept_out
from portal.statements import Kept

if TYPE_CHECKING:
    from portal.people.models import User


def find_round(proposal: Proposal, n: int) -> Round | None:
    """Return a round of a proposal by its number."""
    return Round.objects.filter(proposal=proposal, n=n).select_related("rules", "version", "proposal__board").first()


def open_round_with_voice(person: "User", number: str) -> Round | None:
    """Return the open round in which ``person`` has a voice, its key alone: whoever acts on it reads it locked.

    A voice outlasts the seat, so where somebody stands need not be asked; who is kept out of a matter, must.
    """
    return next(iter(_WITH_VOICE.ask(person=person.pk, number=number)), None)


def _with_voice(person: int, number: str) -> "QuerySet[Any]":
    rows = Round.objects.filter(
        proposal__number=number, state=RoundState.OPEN, entitlements__person=person, entitlements__recused=False
    )
    return rows.exclude(kept_out(person, "proposal")).order_by().only("pk")


_WITH_VOICE = Kept(_with_voice)


def open_round_of(proposal: Proposal) -> Round | None:
    """Return the open round of a proposal."""
    return next(iter(_OPEN.ask(proposal=proposal.pk)), None)


def _open(proposal: int) -> "QuerySet[Any]":
    rows = Round.objects.filter(proposal=proposal, state=RoundState.OPEN)
    return rows.select_related("rules", "version__proposal", "proposal__board")


_OPEN = Kept(_open)
