"""A trustee's own word about what the secretary entered for them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.announcements.rounds import position_confirmed
from governance.domain.refusals import NotAllowed
from governance.models import Position, PositionConfirmation
from governance.permissions.confirmations import can_confirm_position
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def confirm_position(*, position: Position, by: User, at: datetime) -> PositionConfirmation:
    """Confirm that a position entered by the secretary is what was said; confirming again returns what stands."""
    position = (
        Position.objects.select_for_update(of=("self",))
        .select_related("entitlement__round__proposal__board")
        .get(pk=position.pk)
    )
    if position.entitlement.person_id != by.pk:
        raise PermissionDenied
    if (done := PositionConfirmation.objects.filter(position=position).first()) is not None:
        return done
    if hasattr(position, "superseded_by"):
        raise NotAllowed(_("You have said something else since: that is what counts."))
    if not can_confirm_position(by, position, at):
        raise PermissionDenied
    confirmation = PositionConfirmation(position=position, confirmed_by=by, at=at)
    save_with_history(confirmation, by=by, reason=_("Position confirmed by its trustee"), at=at)
    round = position.entitlement.round
    append_to_ledger(kind="position.confirmed", subject=confirmation, by=by, at=at, board_ref=round.proposal.board.slug)
    position_confirmed(position, round, by, at)
    return confirmation
