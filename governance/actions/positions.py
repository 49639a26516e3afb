"""Taking a position, and entering one told by telephone."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.actions.rounds import hold_round
from governance.announcements import rounds as announce
from governance.domain.refusals import NotAllowed
from governance.domain.rounds import Stand, lacking, settled
from governance.enums.rounds import BlockGround, RecordedHow, RoundState, Stance
from governance.models import Block, Entitlement, Position, Round
from governance.permissions import rounds as permissions
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.statements import Kept


@transaction.atomic
def take_position(
    *,
    round: Round,
    by: User,
    stance: Stance,
    reason: str,
    at: datetime,
    ground: BlockGround | str = "",
    removal_condition: str = "",
    objector_part: str = "",
    will_help: bool | None = None,
) -> Position:
    """Record where ``by`` stands; an earlier position is superseded, never changed.

    The very same position once more (a double click) returns the one that stands. After ``closes_at`` it is refused
    here, under the lock, whether or not anything has closed the round yet.
    """
    round = hold_round(round)
    entitlement = _locked_voice(round, by.pk) if by.is_active else None
    if entitlement is None or entitlement.recused:
        raise PermissionDenied
    _insist_on_open(round, at)
    if not permissions.can_take_position(by, round, at, entitlement):
        raise PermissionDenied
    stand = _stand(stance, reason, ground, removal_condition, objector_part, will_help)
    position, new = _record(round, entitlement, stand, by, RecordedHow.PORTAL, at)
    if new:
        announce.position_taken(position, round, by, at)
    return position


@transaction.atomic
def record_position_for(
    *,
    entitlement: Entitlement,
    by: User,
    stance: Stance,
    reason: str,
    at: datetime,
    how: RecordedHow = RecordedHow.TELEPHONE,
    ground: BlockGround | str = "",
    removal_condition: str = "",
    objector_part: str = "",
    will_help: bool | None = None,
) -> Position:
    """Enter, as secretary, what a trustee said by telephone or in the meeting: flagged as such, and they are told."""
    round = hold_round(entitlement.round)
    voice = _locked_voice(round, entitlement.person_id)
    _insist_on_open(round, at)
    if voice is None or not permissions.can_record_positions(by, round, at):
        raise PermissionDenied
    if voice.recused:
        raise NotAllowed(_("%(person)s is recused in this matter.") % {"person": voice.person})
    if how is RecordedHow.PORTAL:
        raise NotAllowed(_("Say how the position reached you."))
    stand = _stand(stance, reason, ground, removal_condition, objector_part, will_help)
    position, new = _record(round, voice, stand, by, how, at)
    if new:
        announce.position_recorded_for(position, round, by, at)
    return position


def _locked_voice(round: Round, person: int) -> Entitlement | None:
    """Return the voice somebody was given, locked: of one trustee's positions each follows the one before."""
    own: list[Entitlement] = _VOICE.ask(round=round.pk, person=person)
    return own[0] if own else None


_VOICE = Kept(
    lambda round, person: Entitlement.objects.select_for_update(of=("self",), no_key=True).filter(
        round=round, person=person
    )
)


def _insist_on_open(round: Round, at: datetime) -> None:
    if round.state == RoundState.VOID:
        raise NotAllowed(_("This round is void: %(reason)s") % {"reason": round.void_reason})
    if round.state != RoundState.OPEN or at >= round.closes_at:
        closed = timezone.localtime(min(round.closes_at, round.closed_at or round.closes_at))
        raise NotAllowed(
            _("This round closed on %(day)s at %(time)s. Your position was not recorded.")
            % {"day": date_format(closed, "j F Y"), "time": date_format(closed, "g:ia")}
        )
    if at < round.opens_at:
        raise NotAllowed(_("This round has not opened yet."))


def _stand(
    stance: Stance,
    reason: str,
    ground: BlockGround | str,
    removal_condition: str,
    objector_part: str,
    will_help: bool | None,
) -> Stand:
    stand = settled(
        Stand(
            stance=Stance(stance),
            reason=reason,
            will_help=will_help,
            ground=BlockGround(ground) if ground else None,
            removal_condition=removal_condition,
            objector_part=objector_part,
        )
    )
    words = {
        "reason": _("Give your reason."),
        "ground": _("Choose the ground of the block."),
        "removal_condition": _("Say what would remove the block."),
        "objector_part": _("Say what you will do to resolve it."),
    }
    if lacks := lacking(stand):
        raise NotAllowed(" ".join(words[name] for name in lacks))
    return stand


def _record(
    round: Round, entitlement: Entitlement, stand: Stand, by: User, how: RecordedHow, at: datetime
) -> tuple[Position, bool]:
    """Add a position at the end of the chain, or return the one that already says the same."""
    entitlement.round = round
    last: Position | None = next(iter(_LAST.ask(entitlement=entitlement.pk)), None)
    # A block that stands over is the objector's own word: saying it once more is no other position either.
    said_so = last is not None and last.recorded_how in (how, RecordedHow.CARRIED) and last.recorded_by_id == by.pk
    if last is not None and said_so and _said(last) == stand:
        return last, False
    position = Position(
        entitlement=entitlement,
        n=last.n + 1 if last else 1,
        stance=stand.stance,
        reason=stand.reason,
        will_help=stand.will_help,
        supersedes=last,
        recorded_by=by,
        recorded_how=how,
        at=at,
    )
    # The words of the history name no stance: who may see the history may not yet see where people stand.
    save_with_history(position, by=by, reason=_("Position changed") if last else _("Position taken"), at=at)
    if stand.ground is not None:
        block = Block(
            position=position,
            ground=stand.ground,
            removal_condition=stand.removal_condition,
            objector_part=stand.objector_part,
        )
        save_with_history(block, by=by, reason=_("Grounds of the block given"), at=at)
    append_to_ledger(kind="position.taken", subject=position, by=by, at=at, board_ref=round.proposal.board.slug)
    return position, True


_LAST = Kept(
    lambda entitlement: Position.objects.filter(entitlement=entitlement).select_related("block").order_by("-n")[:1]
)


def _said(position: Position) -> Stand:
    block = position.block if hasattr(position, "block") else None
    return Stand(
        stance=Stance(position.stance),
        reason=position.reason,
        will_help=position.will_help,
        ground=BlockGround(block.ground) if block else None,
        removal_condition=block.removal_condition if block else "",
        objector_part=block.objector_part if block else "",
    )
