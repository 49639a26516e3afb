"""Blocked proposals and what follows: made by the real actions.

``blocked(board)`` gives the block of a proposal that is blocked, ``upheld(board)`` one whose clock runs,
``fallen(board)`` one that was not upheld, ``fallback(board)`` a proposal in the fallback steps.
"""

from datetime import date, datetime
from typing import Any

from governance.actions.blocks import find_on_block
from governance.actions.fallbacks import Plan, fall_back, start_step
from governance.enums.fallbacks import FallbackKind
from governance.enums.rounds import Stance
from governance.models import Block, FallbackStep, Proposal
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard
from tests.factories.rounds import WEEK, agreed
from tests.remembering import remembered

CLOSED = NOON + WEEK
DUE = date(2027, 2, 1)


def objector(board: SmallBoard) -> User:
    """Return who blocks: the second trustee for young people."""
    return board.trustees["young-people"][1]


def fresh(block: Block) -> Block:
    """Return a block with everything about it as it stands."""
    return Block.objects.select_related(
        "position__entitlement__person",
        "position__entitlement__round__proposal__board",
        "position__entitlement__round__rules",
        "position__entitlement__round__version",
        "position__entitlement__round__follows",
    ).get(pk=block.pk)


@remembered
def blocked(board: SmallBoard, **fields: Any) -> Block:
    """Return the block of a proposal that is blocked."""
    round = agreed(board, stances={objector(board): Stance.BLOCK}, **fields)
    return fresh(Block.objects.get(position__entitlement__round=round))


@remembered
def find(block: Block, person: User, holds: bool, at: datetime = CLOSED) -> Block:
    """Say what somebody found."""
    return find_on_block(block=block, holds=holds, reason="I read the guidance.", by=person, at=at)


@remembered
def upheld(board: SmallBoard, **fields: Any) -> Block:
    """Return a block the board upheld."""
    return fresh(find(blocked(board, **fields), board.everyone[0], holds=True))


@remembered
def fallen(board: SmallBoard, **fields: Any) -> Block:
    """Return a block three others of two constituencies did not uphold."""
    block = blocked(board, **fields)
    for person in (*board.trustees["staff"], board.trustees["young-people"][0]):
        block = find(block, person, holds=False)
    return fresh(block)


@remembered
def fallback(board: SmallBoard, **fields: Any) -> Proposal:
    """Return a proposal that was tested, not agreed, and taken to the fallback steps."""
    aside = dict.fromkeys(board.trustees["staff"], Stance.STAND_ASIDE)
    round = agreed(board, stances=aside, **fields)
    return fall_back(proposal=round.proposal, reason="We have gone round in circles.", by=board.chair, at=CLOSED)


@remembered
def started(board: SmallBoard, kind: FallbackKind, proposal: Proposal | None = None, **more: Any) -> FallbackStep:
    """Begin a step, passing over those before it."""
    plan: dict[str, Any] = {"what": "Bring back a text all can live with.", "due_on": DUE}
    if kind is FallbackKind.TRIAL:
        plan["measure"] = "Fewer moves in the first month."
    if kind is FallbackKind.SMALL_GROUP:
        plan["members"] = [board.trustees["staff"][0].pk, board.trustees["providers"][0].pk]
    if kind is FallbackKind.FACILITATED:
        plan["facilitator_name"] = "A mediator of the county"
    return start_step(
        proposal=proposal or fallback(board),
        kind=kind,
        plan=Plan(**{**plan, **more}),
        reason="It fits what we are stuck on.",
        why_skipped="They would not help here.",
        by=board.chair,
        at=CLOSED,
    )
