"""When a part of a proposal's panel would look different: asked before anything is read whole, so that 304 is cheap."""

from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from governance.models import Block, BlockFinding, BlockStep, DecisionRationale, Position, Proposal, Round
from governance.models.standing import standing_of
from governance.queries.conflicts import chairs_item, with_conflicts
from governance.queries.standing import KeptFor
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def panel_stamp(person: "Person", number: str, part: str, language: str, at: datetime) -> str | None:
    """Return a mark that differs whenever a part of the panel would look different to ``person``.

    None for a proposal they may not know of. One query beside where they stand; more only where conflicts decide who
    chairs the matter.
    """
    rows = _STAMPED.ask(person, at, number=number, day=day_of(at))
    if not rows:
        return None
    proposal: Any = rows[0]
    proposal.seen_by[person.pk, at] = True
    place, board = standing_of(person, at), proposal.board_id
    chairs = chairs_item(person, proposal, at)
    about = [
        part,
        language,
        person.pk,
        [board in place.inside, chairs, board in place.secretary_of],
        *(getattr(proposal, name) for name in (*OWN, *MARKS)),
        [moment is not None and at >= moment for moment in (proposal.window_closes_at, proposal.round_closes)],
    ]
    return sha256(repr(about).encode()).hexdigest()[:32]


OWN = ("state", "state_since", "window_closes_at", "affects_children")
MARKS = (
    *("round_pk", "round_state", "round_closes", "said"),
    *("block", "finding", "step", "reasons", "conflict_lines"),
)


def _stamped(person: "Person", at: datetime, number: str, day: date) -> "QuerySet[Any]":
    newest = Round.objects.filter(proposal=OuterRef("pk")).order_by("-n")
    said = Position.objects.filter(entitlement__round__proposal=OuterRef("pk"))
    of_block = "position__entitlement__round__proposal"
    marks = {
        "block": (Block.history.filter(**{of_block: OuterRef("pk")}), "history_id", of_block),
        "finding": (BlockFinding.objects.filter(**{f"block__{of_block}": OuterRef("pk")}), "pk", f"block__{of_block}"),
        "step": (BlockStep.objects.filter(**{f"block__{of_block}": OuterRef("pk")}), "pk", f"block__{of_block}"),
        "reasons": (DecisionRationale.history.filter(proposal=OuterRef("pk")), "history_id", "proposal"),
    }
    last = {
        name: Subquery(rows.order_by().values(of).annotate(last=Max(key)).values("last"))
        for name, (rows, key, of) in marks.items()
    }
    # Both of the two hundred positions in one walk: asked apart, they were half of what an unchanged answer costs.
    newest_two = Concat(Cast(Max("pk"), CharField()), Value(" "), Cast(Max("confirmation"), CharField()))
    by_proposal = said.order_by().values("entitlement__round__proposal")
    last["said"] = Subquery(by_proposal.annotate(last=newest_two).values("last"))
    rows = with_conflicts(Proposal.objects.visible_to(person, at), day).filter(number=number)
    return (
        rows.only("number", "board", *OWN)
        .annotate(
            round_pk=Subquery(newest.values("pk")[:1]),
            round_state=Subquery(newest.values("state")[:1]),
            round_closes=Subquery(newest.values("closes_at")[:1]),
            **last,
        )
        .order_by("pk")
    )


_STAMPED = KeptFor(_stamped)
