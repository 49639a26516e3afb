"""Wishes to find out who spoke privately, and what there is to find."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from portal.voices.enums.moderation import LookState
from portal.voices.models import Look, Statement

if TYPE_CHECKING:
    from portal.people.models import User

# Who has looked has it before them for a working day; whoever needs it again asks again.
SHOWN_FOR = timedelta(hours=8)


@dataclass(frozen=True)
class Behind:
    """Everything the portal knows of who spoke; of somebody nobody can find it knows nothing."""

    name: str
    place: str
    card: str


def looks_known_to(person: "User", at: datetime) -> "QuerySet[Look]":
    """Return the wishes about statements that ``person`` reads, newest first."""
    readable = Statement.objects.readable_by(person, at).values("pk")
    return Look.objects.filter(statement_id__in=readable).select_related("asked_by", "settled_by")


def find_look(person: "User", pk: int, at: datetime) -> Look | None:
    """Return one of them."""
    return looks_known_to(person, at).filter(pk=pk).first()


def is_shown(look: Look, at: datetime) -> bool:
    """Say whether what was found is still before whoever looked."""
    return look.looked_at is not None and at - look.looked_at < SHOWN_FOR


def behind(statement: Statement) -> Behind:
    """Return what is stored of who spoke."""
    card = statement.invite
    return Behind(
        name=statement.sealed_name,
        place=statement.place.name if statement.place else "",
        card=f"{card.campaign} {card.batch}" if card else "",
    )


def statement_behind(look: Look) -> Statement | None:
    """Return the statement a wish is about, if it is still there."""
    return Statement.objects.select_related("place", "invite__campaign").filter(pk=look.statement_id).first()


def looked_behind(statement: Statement) -> "QuerySet[Look]":
    """Return when somebody found out who said it: shown to the author when they come back."""
    return Look.objects.filter(statement_id=statement.pk, state=LookState.LOOKED).order_by("looked_at")


def settled_facts(look: Look) -> dict[str, object]:
    """Return what the ledger records of the second person; never the reason, and nothing of what was said."""
    return {"look": look.pk, "asked_by": look.asked_by_id, "second": look.settled_by_id}


def asked_facts(look: Look) -> dict[str, object]:
    """Return what the ledger records of the wish."""
    return {"look": look.pk, "asked_by": look.asked_by_id}
