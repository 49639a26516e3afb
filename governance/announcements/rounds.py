"""Who is told of rounds and positions: open pages by the socket, the apps above and the notices through signals.

No signal and no event says where anybody stands: only that something changed.
"""

from datetime import datetime

from governance import signals
from governance.announcements.proposals import room
from governance.models import Block, Position, Round
from portal.live import announce_on_commit
from portal.people.models import User


def _changed(round: Round) -> None:
    announce_on_commit(room(round.proposal_id), "round.changed", round.pk)


def round_opened(round: Round, by: User | None, at: datetime) -> None:
    """Tell that positions can be taken."""
    signals.round_opened.send(
        sender=Round, proposal_id=round.proposal_id, round_id=round.pk, kind=round.kind, by=by, at=at
    )
    _changed(round)


def round_extended(round: Round, reason: str, by: User, at: datetime) -> None:
    """Tell that there is more time."""
    signals.round_extended.send(
        sender=Round, proposal_id=round.proposal_id, round_id=round.pk, reason=reason, by=by, at=at
    )
    _changed(round)


def round_closed(round: Round, by: User | None, at: datetime) -> None:
    """Tell that a round has closed or is void."""
    signals.round_closed.send(
        sender=Round, proposal_id=round.proposal_id, round_id=round.pk, state=round.state, by=by, at=at
    )
    _changed(round)


def position_taken(position: Position, round: Round, by: User, at: datetime) -> None:
    """Tell that somebody has said where they stand, not where."""
    signals.position_taken.send(
        sender=Position, proposal_id=round.proposal_id, round_id=round.pk, position_id=position.pk, by=by, at=at
    )
    _changed(round)


def position_recorded_for(position: Position, round: Round, by: User, at: datetime) -> None:
    """Tell the principal what was entered in their name, so that they can correct it."""
    signals.position_recorded_for.send(
        sender=Position,
        proposal_id=round.proposal_id,
        round_id=round.pk,
        position_id=position.pk,
        person_id=position.entitlement.person_id,
        by=by,
        at=at,
    )
    _changed(round)


def position_confirmed(position: Position, round: Round, by: User, at: datetime) -> None:
    """Tell that a trustee has confirmed what was entered for them."""
    signals.position_confirmed.send(
        sender=Position, proposal_id=round.proposal_id, round_id=round.pk, position_id=position.pk, by=by, at=at
    )
    _changed(round)


def block_settled(block: Block, round: Round, by: User | None, at: datetime) -> None:
    """Tell that a block was tested or withdrawn."""
    signals.block_settled.send(
        sender=Block, proposal_id=round.proposal_id, block_id=block.pk, state=block.state, by=by, at=at
    )
    _changed(round)
