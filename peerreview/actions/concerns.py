"""Raising an immediate concern, and settling it: with a referral, or with a reason in writing.

It stands apart from the report: it moves no stage, is in no ledger entry, and its history is read with it alone.

Locks: the review while a concern is raised, then the concern.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peerreview.actions.reviews import lock_review
from peerreview.announcements import concerns as announce
from peerreview.domain.concerns import due_at
from peerreview.enums.concerns import ConcernState, Referral
from peerreview.models import ImmediateConcern, Review
from peerreview.permissions import concerns as permissions
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays
from portal.people.refusals import Refused


@transaction.atomic
def raise_concern(*, review: Review, text: str, by: User, at: datetime) -> ImmediateConcern:
    """Write down what was seen or heard; its clock runs from now."""
    review = lock_review(review, by=by)
    if not permissions.can_raise_concern(by, review, at):
        raise PermissionDenied
    if not text.strip():
        raise Refused(_("Write down what you saw or heard."))
    holidays = bank_holidays(review.service.region.nation, day_of(at))
    due = due_at(timezone.localtime(at), review.cycle.concern_hours, holidays)
    row = ImmediateConcern(review=review, text=text.strip(), raised_by=by, raised_at=at, due_at=due)
    save_with_history(row, by=by, reason=_("Raised"), at=at)
    announce.concern_raised(row, by, at)
    return row


@transaction.atomic
def refer_concern(*, concern: ImmediateConcern, to: Referral, reason: str, by: User, at: datetime) -> ImmediateConcern:
    """Note to whom it was passed on, and what was said there."""
    row = _locked(concern, by, at)
    row.state, row.referred_to, row.reason = ConcernState.REFERRED, to, reason.strip()
    return _settle(row, by, at)


@transaction.atomic
def give_reason(*, concern: ImmediateConcern, reason: str, by: User, at: datetime) -> ImmediateConcern:
    """Write down why it is not passed on."""
    row = _locked(concern, by, at)
    if not reason.strip():
        raise Refused(_("Write down why nobody has to be told."))
    row.state, row.reason = ConcernState.NOT_REFERRED, reason.strip()
    return _settle(row, by, at)


def _settle(row: ImmediateConcern, by: User, at: datetime) -> ImmediateConcern:
    row.settled_by, row.settled_at = by, at
    save_with_history(row, by=by, reason=str(ConcernState(row.state).label), at=at)
    announce.concern_settled(row, by, at)
    return row


def _locked(concern: ImmediateConcern, by: User, at: datetime) -> ImmediateConcern:
    rows = ImmediateConcern.objects.select_for_update(of=("self",)).select_related("review__service", "review__cycle")
    row = rows.get(pk=concern.pk)
    if not permissions.can_know_concern(by, row, at):
        raise PermissionDenied
    if not permissions.can_settle_concern(by, row, at):
        raise Refused(_("Somebody has settled it already."))
    return row
