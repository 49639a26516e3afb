"""Declaring a conflict, which counts at once; confirming, dismissing and waiving it, by somebody else; attesting."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.teams import leave_seat
from peerreview.announcements import teams as announce
from peerreview.domain.conflicts import Kind, counts_until
from peerreview.enums.conflicts import COUNTING, ConflictKind, ConflictSource, ConflictState
from peerreview.enums.teams import LeavingKind, SeatState
from peerreview.models import (
    ConflictAttestation,
    ConflictWaiver,
    ReviewCycle,
    ReviewerConflict,
    Service,
)
from peerreview.models.strangers import forget_strangers
from peerreview.permissions import conflicts as permissions
from peerreview.permissions.reviewers import can_review
from peerreview.queries.conflicts import seats_against
from portal.history.writing import save_with_history
from portal.people.models import Organisation, User
from portal.people.refusals import Refused


@transaction.atomic
def declare_conflict(
    *,
    person: User | None,
    organisation: Organisation | None,
    service: Service | None,
    host_organisation: Organisation | None,
    kind: ConflictKind | str,
    details: str,
    ended_on: date | None,
    source: ConflictSource | str,
    by: User,
    at: datetime,
    why_late: str = "",
) -> ReviewerConflict:
    """Declare a tie. It counts from now on: a seat it concerns opens again, and what was readable is readable no more.

    After the visit the seat stays on record, and ``why_late`` says why nobody raised it before.
    """
    if not permissions.can_declare(by, person, at):
        raise PermissionDenied
    if (person is None) == (organisation is None) or (service is None) == (host_organisation is None):
        raise Refused(_("Say whose tie it is, and with which service or organisation."))
    conflict = ReviewerConflict(
        person=person,
        organisation=organisation,
        service=service,
        host_organisation=host_organisation,
        kind=kind,
        source=source,
        details=details.strip(),
        ended_on=ended_on,
        counts_until=counts_until(Kind(kind), ended_on),
        why_late=why_late.strip(),
        declared_by=by,
        declared_at=at,
    )
    save_with_history(conflict, by=by, reason=_("Declared"), at=at)
    forget_strangers(by)
    for seat in seats_against(conflict, at):
        if seat.state == SeatState.ATTENDED:
            if not conflict.why_late:
                raise Refused(_("The visit has been. Say why this was not raised before: it goes into the report."))
        else:
            leave_seat(seat=seat, kind=LeavingKind.CONFLICT, reason="", by=by, at=at)
    announce.conflict_declared(conflict, by, at)
    return conflict


@transaction.atomic
def confirm_conflict(*, conflict: ReviewerConflict, reason: str, by: User, at: datetime) -> ReviewerConflict:
    """Confirm that a tie is one; it counted before."""
    conflict = _to_settle(conflict, by, at)
    return _settle(conflict, ConflictState.CONFIRMED, reason, by, at)


@transaction.atomic
def dismiss_conflict(*, conflict: ReviewerConflict, reason: str, by: User, at: datetime) -> ReviewerConflict:
    """Say, with a reason, that there is no such tie; seats already left stay left."""
    conflict = _to_settle(conflict, by, at)
    return _settle(conflict, ConflictState.DISMISSED, reason, by, at)


@transaction.atomic
def waive_conflict(*, conflict: ReviewerConflict, reason: str, by: User, at: datetime) -> ReviewerConflict:
    """Let seats be given in spite of a tie that can be waived: by somebody other than the person concerned."""
    conflict = _to_settle(conflict, by, at)
    if not permissions.can_waive(by, conflict, at):
        raise Refused(_("A conflict of this kind cannot be waived."))
    if not reason.strip():
        raise Refused(_("Say why it may be waived."))
    waiver = ConflictWaiver(conflict=conflict, subject=conflict.person, reason=reason.strip(), by=by, at=at)
    save_with_history(waiver, by=by, reason=reason, at=at)
    forget_strangers(by)
    return _settle(conflict, ConflictState.WAIVED, reason, by, at)


@transaction.atomic
def attest(*, cycle: ReviewCycle, by: User, at: datetime) -> ConflictAttestation:
    """Say for a cycle that everything is declared; what counts now decides whether that is "none"."""
    if not can_review(by, at):
        raise PermissionDenied
    has_some = ReviewerConflict.objects.counting(at).filter(person=by).exists()
    row = ConflictAttestation(person=by, cycle=cycle, declared_none=not has_some, at=at)
    save_with_history(row, by=by, reason=_("Said that everything is declared"), at=at)
    return row


def _to_settle(conflict: ReviewerConflict, by: User, at: datetime) -> ReviewerConflict:
    conflict = ReviewerConflict.objects.select_for_update(of=("self",)).select_related("person").get(pk=conflict.pk)
    if conflict.state not in COUNTING:
        raise Refused(_("This is settled already: %(state)s.") % {"state": conflict.get_state_display()})
    if not permissions.can_settle(by, conflict, at):
        raise PermissionDenied
    return conflict


def _settle(conflict: ReviewerConflict, state: ConflictState, reason: str, by: User, at: datetime) -> ReviewerConflict:
    if not reason.strip():
        raise Refused(_("Say why."))
    conflict.state = state
    save_with_history(conflict, by=by, reason=reason.strip(), at=at)
    forget_strangers(by)
    announce.conflict_settled(conflict, by, at)
    return conflict
