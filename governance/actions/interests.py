"""Keeping up one's register of interests, confirming it, and what of it is public."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.announcements import interests as announce
from governance.domain.refusals import NotAllowed
from governance.enums.interests import InterestKind, InterestNature
from governance.models import Board, Interest, InterestConfirmation
from governance.permissions import interests as permissions
from governance.queries.interests import Due
from portal.history.writing import save_with_history
from portal.people.models import LocalAuthority, Organisation, User
from portal.people.models.periods import day_of


@transaction.atomic
def write_interest(
    *,
    kind: InterestKind,
    nature: InterestNature,
    party: str,
    what: str,
    starts_on: date,
    by: User,
    at: datetime,
    ends_on: date | None = None,
    organisation: Organisation | None = None,
    authority: LocalAuthority | None = None,
    interest: Interest | None = None,
    token: UUID | None = None,
) -> Interest:
    """Enter an interest of one's own, or change one; a second call with the same ``token`` returns the first's."""
    if not permissions.can_keep_own_register(by, at):
        raise PermissionDenied
    # Two clicks at one instant: the second waits here and finds the entry of the first.
    User.objects.select_for_update().get(pk=by.pk)
    if interest is None and token and (entered := Interest.objects.filter(token=token, person=by).first()):
        return entered
    if ends_on is not None and ends_on < starts_on:
        raise NotAllowed(_("An interest ends after it starts."))
    row = Interest(person=by, token=token)
    if interest is not None:
        row = Interest.objects.select_for_update().get(pk=interest.pk)
        if row.person_id != by.pk:
            raise PermissionDenied
    row.kind, row.nature, row.party, row.what = kind, nature, party.strip(), what.strip()
    row.starts_on, row.ends_on = starts_on, ends_on
    row.organisation, row.authority = organisation, authority
    if not row.party or not row.what:
        raise NotAllowed(_("Say with whom the interest is, and what it is."))
    reason = _("Interest entered") if interest is None else _("Interest changed")
    save_with_history(row, by=by, reason=reason, at=at)
    return row


@transaction.atomic
def confirm_register(*, by: User, at: datetime) -> InterestConfirmation:
    """Say that one's entries are complete; twice on one day is once."""
    if not permissions.can_keep_own_register(by, at):
        raise PermissionDenied
    User.objects.select_for_update().get(pk=by.pk)
    last = InterestConfirmation.objects.filter(person=by).order_by("-at").first()
    if last is not None and day_of(last.at) == day_of(at):
        return last
    confirmation = InterestConfirmation(person=by, at=at, entries=Interest.objects.active(at).filter(person=by).count())
    save_with_history(confirmation, by=by, reason=_("Register of interests confirmed"), at=at)
    return confirmation


@transaction.atomic
def set_register_policy(*, board: Board, public: bool, reason: str, by: User, at: datetime) -> Board:
    """Enter whether the board publishes the register of its people."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not permissions.can_set_register_policy(by, board, at):
        raise PermissionDenied
    if not reason.strip():
        raise NotAllowed(_("Say when and how the board decided this."))
    if board.publishes_interests != public:
        board.publishes_interests = public
        save_with_history(board, by=by, reason=reason.strip(), at=at)
    return board


@transaction.atomic
def remind_of_register(*, due: Due, at: datetime) -> None:
    """Remind somebody to confirm; the same reminder is given once."""
    announce.confirmation_due(due, at)
