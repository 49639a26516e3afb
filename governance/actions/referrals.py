"""Handing a text to another board, word for word, and bringing its answer back."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.actions.fallbacks import Plan, start_step
from governance.actions.proposals import begin_draft, lock_proposal
from governance.actions.versions import put_version
from governance.announcements import fallbacks as announce
from governance.announcements.proposals import proposal_started
from governance.domain.proposals import ENDED
from governance.domain.refusals import NotAllowed
from governance.enums.boards import BoardKind
from governance.enums.fallbacks import FallbackKind
from governance.enums.proposals import Confidentiality, ProposalKind, ProposalState
from governance.models import Board, Decision, FallbackStep, Proposal, Referral, ReferralReply
from governance.permissions import fallbacks as leading
from governance.permissions import referrals as permissions
from governance.queries.referrals import national_group, unanswered
from governance.queries.versions import latest_version, wording_of, working_copy
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def refer(*, proposal: Proposal, to_board: Board, reason: str, by: User, at: datetime) -> Referral:
    """Put the newest version to another board whose matter it is; a second click finds the first one's work done."""
    proposal = lock_proposal(proposal)
    done = Referral.objects.filter(
        source=proposal, source_version__n=proposal.version_count, to_board=to_board, referred_by=by
    ).first()
    if done is not None:
        return done
    if not permissions.can_refer(by, proposal, at):
        raise PermissionDenied
    return _refer(proposal, to_board, reason, None, by, at)


@transaction.atomic
def refer_to_national(
    *, proposal: Proposal, what: str, due_on: date, reason: str, by: User, at: datetime, why_skipped: str = ""
) -> Referral:
    """Take the fallback step that asks the National Steering Group."""
    proposal = lock_proposal(proposal)
    group = national_group()
    if group is None or proposal.board.kind == BoardKind.NATIONAL:
        raise NotAllowed(_("There is no other group to refer this to."))
    if not leading.leads(by, proposal, at):
        raise PermissionDenied
    # Before the ledger's head, as everywhere: who decides on that board locks it in this order too.
    Board.objects.select_for_update().get(pk=group.pk)
    step = start_step(
        proposal=proposal,
        kind=FallbackKind.NATIONAL,
        plan=Plan(what=what, due_on=due_on),
        reason=reason,
        why_skipped=why_skipped,
        by=by,
        at=at,
    )
    return Referral.objects.filter(step=step).first() or _refer(proposal, group, reason, step, by, at)


def answer_referral(*, received_id: int, by: User | None, at: datetime) -> ReferralReply | None:
    """Send the ending of a referred proposal back to where it came from; called inside the transaction that ends it."""
    referral = unanswered(received_id)
    received = Proposal.objects.get(pk=received_id)
    if referral is None or received.state not in ENDED:
        return None
    decision = Decision.objects.filter(proposal=received).first()
    reply = ReferralReply(
        referral=referral,
        answer=received.state,
        decision=decision if received.state == ProposalState.ADOPTED else None,
        words=received.why_ended,
        at=at,
    )
    save_with_history(reply, by=by, reason=_("Answered by the other board"), at=at)
    append_to_ledger(kind="referral.answered", subject=reply, by=by, at=at, board_ref=referral.received.board.slug)
    announce.referral_answered(referral, by, at)
    return reply


def _refer(
    source: Proposal, to_board: Board, reason: str, step: FallbackStep | None, by: User, at: datetime
) -> Referral:
    """Make the other board's proposal with exactly the same text, as confidential as its source, and publish it."""
    if not reason.strip():
        raise NotAllowed(_("Say why it is referred."))
    version = latest_version(source)
    to_board = Board.objects.select_for_update().get(pk=to_board.pk)
    if version is None or to_board.pk == source.board_id or to_board.dissolved_on is not None:
        raise NotAllowed(_("Choose another board that exists."))
    if Referral.objects.filter(source_version=version, to_board=to_board).exists():
        raise NotAllowed(_("This version was referred to the %(board)s before.") % {"board": to_board})
    kind = ProposalKind(source.kind)
    received = begin_draft(
        board=to_board,
        wording=wording_of(version).without_keys(),
        kind=ProposalKind.ORDINARY if kind is ProposalKind.URGENT else kind,
        confidentiality=Confidentiality(source.confidentiality),
        affects_children=source.affects_children,
        by=by,
        at=at,
    )
    proposal_started(received, by, at)
    note = _("Referred by the %(board)s as %(number)s, version %(n)s: %(reason)s") % {
        "board": source.board,
        "number": source.number,
        "n": version.n,
        "reason": reason.strip(),
    }
    published = put_version(proposal=received, wording=working_copy(received), note=note, by=by, at=at)
    referral = Referral(
        source=source,
        source_version=version,
        source_sha256=version.sha256,
        to_board=to_board,
        received=received,
        received_version=published,
        received_sha256=published.sha256,
        step=step,
        reason=reason.strip(),
        referred_by=by,
        at=at,
    )
    save_with_history(referral, by=by, reason=reason.strip(), at=at)
    append_to_ledger(kind="referral.sent", subject=referral, by=by, at=at, board_ref=source.board.slug)
    announce.referral_sent(referral, by, at)
    return referral
