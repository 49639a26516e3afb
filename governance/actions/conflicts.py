"""Declaring, hearing, treating and releasing a conflict of interest.

Locks are taken in the usual order: proposal, round, head of the ledger.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from governance.actions.proposals import lock_proposal, move_proposal
from governance.actions.rounds import void_open_round
from governance.announcements import conflicts as announce
from governance.domain.conflicts import HEARING, would_silence
from governance.domain.proposals import has_ended
from governance.domain.refusals import NotAllowed
from governance.enums.conflicts import OUT, Treatment
from governance.enums.proposals import ProposalState
from governance.models import ConflictDeclaration, Constituency, Interest, Proposal
from governance.permissions import conflicts as permissions
from governance.queries.conflicts import blocks_now, counted_in_last_round, heard
from governance.queries.seats import holders
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User

# Where a test stands whose electorate would no longer be the one that counts.
RESTS_ON_A_TEST = (ProposalState.TESTING, ProposalState.PROVISIONALLY_AGREED, ProposalState.BLOCKED)


@transaction.atomic
def declare_conflict(
    *, proposal: Proposal, what: str, by: User, at: datetime, interest: Interest | None = None
) -> ConflictDeclaration:
    """Declare one's own conflict; declaring it once more returns the one that stands."""
    proposal = lock_proposal(proposal)
    if not permissions.can_declare_conflict(by, proposal, at):
        raise PermissionDenied
    if interest is not None and interest.person_id != by.pk:
        raise PermissionDenied
    return _declare(proposal, by, what, by, at, interest=interest)


@transaction.atomic
def raise_conflict(*, proposal: Proposal, person: User, what: str, by: User, at: datetime) -> ConflictDeclaration:
    """Raise a conflict of somebody else of the board: they are told, and heard before anything is decided."""
    proposal = lock_proposal(proposal)
    if not permissions.can_raise_conflict(by, proposal, at):
        raise PermissionDenied
    if not permissions.can_declare_conflict(person, proposal, at):
        raise NotAllowed(_("Only somebody who takes part in this matter can have a conflict in it."))
    return _declare(proposal, person, what, by, at)


@transaction.atomic
def raise_constituency_conflict(
    *, proposal: Proposal, constituency: Constituency, what: str, by: User, at: datetime
) -> list[ConflictDeclaration]:
    """Raise a conflict that everybody of a constituency has: those who buy care, where its price is decided."""
    proposal = lock_proposal(proposal)
    if not permissions.can_raise_conflict(by, proposal, at):
        raise PermissionDenied
    people = [one.person for one in holders(proposal.board, at) if one.constituency.pk == constituency.pk]
    if not people:
        raise NotAllowed(_("Nobody sits for %(constituency)s on this board.") % {"constituency": constituency})
    return [_declare(proposal, person, what, by, at, constituency=constituency) for person in people]


@transaction.atomic
def reply_to_conflict(*, conflict: ConflictDeclaration, reply: str, by: User, at: datetime) -> ConflictDeclaration:
    """Say, as the person it is about, what one has to say; until it is treated it can be said better."""
    conflict = _lock(conflict)
    if conflict.person_id != by.pk:
        raise PermissionDenied
    if not permissions.can_reply_to_conflict(by, conflict, at):
        raise NotAllowed(_("This has been decided: what you said before is on the record."))
    if not reply.strip():
        raise NotAllowed(_("Write what you want to say."))
    if conflict.reply == reply.strip():
        return conflict
    conflict.reply, conflict.replied_at = reply.strip(), at
    save_with_history(conflict, by=by, reason=_("Heard about a conflict of interest"), at=at)
    announce.conflict_changed(conflict.proposal)
    return conflict


@transaction.atomic
def treat_conflict(
    *, conflict: ConflictDeclaration, treatment: Treatment, reasons: str, by: User, at: datetime
) -> list[ConflictDeclaration]:
    """Decide what a conflict comes to; one of a whole constituency is decided as one.

    Who is taken out of the count had perhaps a voice in a test already. Its electorate is frozen and stays as it is
    for ever, so the test goes: what is open is voided, what it led to is undone, and the chair opens another. So it
    does on every board the matter went on to, for recusal goes along.
    """
    conflict = _lock(conflict)
    proposal = conflict.proposal
    if not permissions.can_treat_conflict(by, conflict, at):
        raise PermissionDenied
    if not reasons.strip():
        raise NotAllowed(_("Say why the conflict is treated so."))
    rows = _together(conflict)
    if any(row.person_id == by.pk for row in rows):
        raise PermissionDenied
    changed = [row for row in rows if (row.treatment, row.reasons) != (treatment, reasons.strip())]
    for row in changed:
        _insist_on_hearing(row, treatment, at)
        row.treatment, row.reasons, row.treated_by, row.treated_at = treatment, reasons.strip(), by, at
        save_with_history(
            row, by=by, reason=_("Conflict of interest treated: %(how)s") % {"how": treatment.label}, at=at
        )
        announce.conflict_treated(row, by, at)
    if changed and treatment in OUT:
        for matter in (proposal, *_went_on_as(proposal)):
            _give_up_the_test(matter, [row.person_id for row in changed], by, at)
    for row in changed:
        append_to_ledger(kind="conflict.treated", subject=row, by=by, at=at, board_ref=proposal.board.slug)
    return rows


@transaction.atomic
def release_conflict(*, conflict: ConflictDeclaration, why: str, by: User, at: datetime) -> list[ConflictDeclaration]:
    """Let somebody back into the matter: they read it at once, and have a voice in the rounds opened from now on."""
    conflict = _lock(conflict)
    if conflict.released_at is not None:
        return [conflict]
    if not permissions.can_release_conflict(by, conflict, at):
        raise PermissionDenied
    if not why.strip():
        raise NotAllowed(_("Say why they are released."))
    rows = [row for row in _together(conflict) if row.treatment in OUT]
    if any(row.person_id == by.pk for row in rows):
        raise PermissionDenied
    for row in rows:
        row.why_released, row.released_by, row.released_at = why.strip(), by, at
        save_with_history(row, by=by, reason=why.strip(), at=at)
        announce.conflict_released(row, by, at)
        append_to_ledger(kind="conflict.released", subject=row, by=by, at=at, board_ref=row.proposal.board.slug)
    return rows


def _declare(
    proposal: Proposal,
    person: User,
    what: str,
    by: User,
    at: datetime,
    *,
    interest: Interest | None = None,
    constituency: Constituency | None = None,
) -> ConflictDeclaration:
    if not what.strip():
        raise NotAllowed(_("Say what the conflict of interest is."))
    standing = ConflictDeclaration.objects.standing().filter(proposal=proposal, person=person).first()
    if standing is not None:
        return standing
    conflict = ConflictDeclaration(
        proposal=proposal,
        person=person,
        constituency=constituency,
        interest=interest,
        what=what.strip(),
        declared_by=by,
        declared_at=at,
    )
    save_with_history(conflict, by=by, reason=_("Conflict of interest declared"), at=at)
    announce.conflict_declared(conflict, by, at)
    append_to_ledger(kind="conflict.declared", subject=conflict, by=by, at=at, board_ref=proposal.board.slug)
    return conflict


def _lock(conflict: ConflictDeclaration) -> ConflictDeclaration:
    proposal = lock_proposal(conflict.proposal)
    rows = ConflictDeclaration.objects.select_for_update(of=("self",)).select_related("person", "constituency")
    fresh = rows.get(pk=conflict.pk)
    fresh.proposal = proposal
    return fresh


def _together(conflict: ConflictDeclaration) -> list[ConflictDeclaration]:
    """Return the row, or those of its whole constituency that stand."""
    if conflict.constituency_id is None:
        return [conflict]
    rows = ConflictDeclaration.objects.standing().filter(
        proposal=conflict.proposal_id, constituency=conflict.constituency_id
    )
    found = list(rows.select_for_update(of=("self",)).select_related("person", "constituency").order_by("pk"))
    for row in found:
        row.proposal = conflict.proposal
    return found


def _insist_on_hearing(conflict: ConflictDeclaration, treatment: Treatment, at: datetime) -> None:
    """Nobody is judged unheard, and no objection is got rid of by a conflict that others found."""
    by_themselves = conflict.declared_by_id == conflict.person_id
    words = {"person": conflict.person}
    if not heard(conflict, at):
        until = date_format(localtime(conflict.declared_at + HEARING), "j F Y, H:i")
        raise NotAllowed(
            _("%(person)s has not been heard yet. Wait for a reply, or until %(until)s.") % {**words, "until": until}
        )
    blocks = blocks_now(conflict.proposal, conflict.person_id)
    if treatment in OUT and would_silence(by_themselves=by_themselves, blocks=blocks):
        raise NotAllowed(
            _("%(person)s blocks this proposal. Settle the block first: a conflict is no way round it.") % words
        )
    # Who objects on another board is that board's business: neither said nor denied here.
    elsewhere = any(blocks_now(matter, conflict.person_id) for matter in _went_on_as(conflict.proposal))
    if treatment in OUT and would_silence(by_themselves=by_themselves, blocks=elsewhere):
        raise NotAllowed(
            _("The matter goes on elsewhere, and something there must be settled before anybody is taken out of it.")
        )


def _went_on_as(proposal: Proposal) -> list[Proposal]:
    """Return what recusal from the matter goes along to, locked; see ``ReferralChain``."""
    rows = Proposal.objects.filter(carried_from__first=proposal).select_related("board").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _give_up_the_test(proposal: Proposal, people: Sequence[int], by: User, at: datetime) -> None:
    if has_ended(ProposalState(proposal.state)) or not counted_in_last_round(proposal, people):
        return
    reason = _("Who takes part in this matter has changed because of a conflict of interest: it is tested anew.")
    if ProposalState(proposal.state) in RESTS_ON_A_TEST:
        move_proposal(proposal=proposal, to=ProposalState.DISCUSSION, by=by, reason=reason, at=at)
    void_open_round(proposal=proposal, reason=reason, by=by, at=at)
