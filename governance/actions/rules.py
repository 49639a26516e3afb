"""The rules a board decides by, version after version."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance.domain.refusals import NotAllowed
from governance.models import Board, GoverningRules
from governance.permissions import boards as permissions
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def set_rules(
    *, board: Board, effective_from: date, change_note: str, by: User, at: datetime, **numbers: Any
) -> GoverningRules:
    """Write the next version of the board's rules; rounds already open keep theirs.

    ``numbers`` are the fields of ``GoverningRules`` that differ from the version before.
    """
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not permissions.can_keep_board(by, board, at):
        raise PermissionDenied
    before = GoverningRules.objects.filter(board=board).order_by("-version").first()
    if before and effective_from < before.effective_from:
        raise NotAllowed(_("The version before takes effect on %(day)s.") % {"day": before.effective_from})
    rules = GoverningRules(board=board, version=1)
    if before:
        kept = {
            f.attname: getattr(before, f.attname) for f in GoverningRules._meta.concrete_fields if f.attname != "id"
        }
        rules = GoverningRules(**kept)
        rules.version = before.version + 1
    for name, value in numbers.items():
        setattr(rules, name, value)
    rules.effective_from, rules.change_note, rules.agreed_by = effective_from, change_note, by
    try:
        rules.full_clean(exclude=["history"])
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    save_with_history(rules, by=by, reason=change_note, at=at)
    return rules
