"""How the people of a story amend its text, and ask each other where they stand before anything is tested."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from governance.actions.amendments import decline_amendment, merge_amendment, propose_amendment
from governance.actions.positions import take_position
from governance.actions.rounds import close_round, open_round
from governance.domain.amendments import Change
from governance.enums.amendments import AmendmentKind
from governance.enums.rounds import RoundKind, Stance
from governance.models import Amendment, Clause, Concern, Proposal, ProposalVersion

if TYPE_CHECKING:
    from portal.demonstration.stories import Telling

PROPOSED, SENSED, ANSWERED = 6, 7, 9  # days after the draft was begun


def amend(telling: "Telling", proposal: Proposal, concerns: list[Concern]) -> Iterator[datetime]:
    """Propose the amendments of a story, hold its sense check, and answer what is answered in it."""
    told = telling.story.get("amendments", [])
    made: list[Amendment] = []
    for number, amendment in enumerate(told):
        yield (at := telling.at(PROPOSED, 13, number))
        made.append(_propose(telling, proposal, amendment, concerns, at))
    if telling.story.get("sense"):
        yield from _sense(telling, proposal)
    for number, (row, amendment) in enumerate(zip(made, told, strict=True)):
        answer = amendment.get("answer", "")
        if answer:
            yield (at := telling.at(ANSWERED, 8, number))
            if answer == "merge":
                merge_amendment(amendment=row, by=telling.keeper(at), at=at)
            else:
                decline_amendment(amendment=row, reason=answer, by=telling.keeper(at), at=at)


def _propose(
    telling: "Telling", proposal: Proposal, told: dict[str, Any], concerns: list[Concern], at: datetime
) -> Amendment:
    version = ProposalVersion.objects.filter(proposal=proposal).latest("n")
    kind = AmendmentKind(told.get("kind", "replace"))
    clauses = list(Clause.objects.filter(proposal=proposal, dropped=False).order_by("order", "pk"))
    key = clauses[told["clause"] - 1].pk if told.get("clause") else None
    added = kind is AmendmentKind.INSERT
    return propose_amendment(
        proposal=proposal,
        change=Change(
            kind, None if added else key, key if added else None, told.get("heading", ""), told.get("text", "")
        ),
        rationale=told["why"],
        base=version,
        concerns=[concerns[number - 1] for number in told.get("concerns", [])],
        by=telling.speaker(told["from"], told.get("seat", 0), at),
        at=at,
    )


def _sense(telling: "Telling", proposal: Proposal) -> Iterator[datetime]:
    yield (at := telling.at(PROPOSED, 17))
    closes_at = telling.cooperative.calendar.at(telling.begun - SENSED - 1, 18)
    opened = open_round(proposal=proposal, kind=RoundKind.SENSE_CHECK, closes_at=closes_at, by=telling.chair(at), at=at)
    told = {
        telling.holder(position["from"], position.get("seat", 0), at).person.pk: position
        for position in telling.story["sense"]
    }
    for number, entitlement in enumerate(opened.entitlements.select_related("person")):
        if position := told.get(entitlement.person_id):
            yield (at := telling.at(SENSED, 10, number))
            take_position(
                round=opened,
                by=entitlement.person,
                stance=Stance(position["stance"]),
                reason=position.get("reason", ""),
                will_help=position.get("will_help"),
                at=at,
            )
    yield closes_at
    close_round(round=opened, by=None, at=closes_at)
