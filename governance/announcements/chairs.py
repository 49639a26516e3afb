"""Who is told of the chair, of turns, of handing over and of alternates: whoever listens to the signals."""

from datetime import datetime

from governance import signals
from governance.models import Alternate, ChairTerm, ChairTurn, StandIn
from portal.people.models import User


def chair_changed(term: ChairTerm, by: User | None, at: datetime) -> None:
    """Tell that a term was arranged or ends early; the national seat follows by itself."""
    signals.chair_changed.send(sender=ChairTerm, board_id=term.board_id, term_id=term.pk, by=by, at=at)


def chair_asked(turn: ChairTurn, by: User | None, at: datetime) -> None:
    """Tell somebody that it is their turn."""
    signals.chair_asked.send(sender=ChairTurn, board_id=turn.board_id, turn_id=turn.pk, by=by, at=at)


def chair_answered(turn: ChairTurn, by: User | None, at: datetime) -> None:
    """Tell that a turn was accepted, declined or lapsed."""
    signals.chair_answered.send(sender=ChairTurn, board_id=turn.board_id, turn_id=turn.pk, by=by, at=at)


def handover_changed(term: ChairTerm, by: User, at: datetime) -> None:
    """Tell that a step of the handover was done or opened again."""
    signals.handover_changed.send(sender=ChairTerm, board_id=term.board_id, term_id=term.pk, by=by, at=at)


def alternate_named(alternate: Alternate, by: User, at: datetime) -> None:
    """Tell that somebody may stand in."""
    signals.alternate_named.send(sender=Alternate, board_id=alternate.board_id, alternate_id=alternate.pk, by=by, at=at)


def voice_handed_over(stand_in: StandIn, by: User | None, at: datetime) -> None:
    """Tell that a seat's voice is the alternate's, or the principal's again."""
    signals.voice_handed_over.send(sender=StandIn, board_id=stand_in.board_id, stand_in_id=stand_in.pk, by=by, at=at)
