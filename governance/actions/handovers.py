"""Going through the handover of the chair, step by step."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.announcements import chairs as announce
from governance.domain.refusals import NotAllowed
from governance.enums.chairs import HandoverStep
from governance.models import ChairTerm, HandoverTick
from governance.permissions import chairs as permissions
from governance.queries.handovers import is_open, outgoing_of, steps_for
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def mark_step(*, term: ChairTerm, step: HandoverStep, done: bool, by: User, at: datetime) -> HandoverTick:
    """Mark a step as done, or open it again; who did it and when stands beside it. Twice changes nothing."""
    term = (
        ChairTerm.objects.select_for_update(of=("self",))
        .select_related("board", "appointment__person", "appointment__seat")
        .get(pk=term.pk)
    )
    if not permissions.can_tick_handover(by, term, outgoing_of(term), at):
        raise PermissionDenied
    if not is_open(term, at):
        raise NotAllowed(_("The handover is not open: it opens sixty days before the term begins and ends a month in."))
    if step not in steps_for(term.board):
        raise NotAllowed(_("This step belongs to other boards."))
    tick = HandoverTick.objects.filter(term=term, step=step).first() or HandoverTick(term=term, step=step)
    if (tick.done_at is not None) == done:
        return tick
    tick.done_by, tick.done_at = (by, at) if done else (None, None)
    reason = _("Step of the handover done") if done else _("Step of the handover opened again")
    save_with_history(tick, by=by, reason=reason, at=at)
    announce.handover_changed(term, by, at)
    return tick
