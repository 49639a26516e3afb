"""Starting, writing, withdrawing and moving a proposal."""

from collections.abc import Sequence
from datetime import datetime
from types import EllipsisType
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.announcements import proposals as announce
from governance.domain.proposals import NotAllowed, may_be_edited, may_move, number_of
from governance.domain.versions import ClauseInput, Wording, content_hash, tidied, tidy
from governance.enums.proposals import Confidentiality, ProposalKind, ProposalState
from governance.models import Board, Clause, Proposal
from governance.permissions import proposals as permissions
from governance.queries.versions import latest_version, working_copy, working_stamp
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.statements import Kept


class StaleDraft(NotAllowed):
    """Somebody saved another text meanwhile; ``current`` is theirs, and nothing was overwritten."""

    def __init__(self, words: str, current: Wording, stamp: str) -> None:
        super().__init__(words)
        self.current = current
        self.stamp = stamp


@transaction.atomic
def start_proposal(
    *,
    board: Board,
    title: str,
    summary: str,
    clauses: Sequence[ClauseInput],
    kind: ProposalKind,
    confidentiality: Confidentiality,
    affects_children: bool,
    by: User,
    at: datetime,
    implementer: User | None = None,
    token: UUID | None = None,
) -> Proposal:
    """Begin a draft under the board's next number; a second call with the same ``token`` returns the first's."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if not permissions.can_start_proposal(by, board, at):
        raise PermissionDenied
    if token and (started := Proposal.objects.filter(token=token, proposer=by, board=board).first()):
        return started
    proposal = begin_draft(
        board=board,
        wording=Wording(title, summary, tuple(clauses)),
        kind=kind,
        confidentiality=confidentiality,
        affects_children=affects_children,
        by=by,
        at=at,
        implementer=implementer,
        token=token,
    )
    announce.proposal_started(proposal, by, at)
    return proposal


def begin_draft(
    *,
    board: Board,
    wording: Wording,
    kind: ProposalKind,
    confidentiality: Confidentiality,
    affects_children: bool,
    by: User,
    at: datetime,
    implementer: User | None = None,
    token: UUID | None = None,
) -> Proposal:
    """Write a draft under the next number of ``board``, whose row the caller has locked; the right was asked there."""
    wording = tidied(wording)
    _insist_on_title(wording)
    year = timezone.localdate(at).year
    last = Proposal.objects.filter(board=board, year=year).order_by("-sequence").values_list("sequence", flat=True)
    sequence = (last.first() or 0) + 1
    proposal = Proposal(
        number=number_of(board.short, year, sequence),
        board=board,
        year=year,
        sequence=sequence,
        kind=kind,
        confidentiality=confidentiality,
        title=wording.title,
        summary=wording.summary,
        affects_children=affects_children,
        proposer=by,
        implementer=implementer,
        created_at=at,
        state_since=at,
        moved_at=at,
        token=token,
    )
    save_with_history(proposal, by=by, reason="Draft started", at=at)
    for order, clause in enumerate(wording.clauses, start=1):
        row = Clause(proposal=proposal, order=order, heading=clause.heading, text=clause.text)
        save_with_history(row, by=by, reason="Clause added", at=at)
    return proposal


@transaction.atomic
def edit_draft(
    *,
    proposal: Proposal,
    title: str,
    summary: str,
    clauses: Sequence[ClauseInput],
    expected: str | None,
    by: User,
    at: datetime,
    kind: ProposalKind | None = None,
    confidentiality: Confidentiality | None = None,
    affects_children: bool | None = None,
    implementer: User | EllipsisType | None = ...,
) -> Proposal:
    """Write the working copy: clauses in the order given, those not given are left out, never deleted.

    ``expected`` is the stamp of the text the writer started from (``working_stamp``): when another text
    stands there meanwhile, ``StaleDraft`` brings it back and nothing is written. None overwrites.
    What sort of proposal it is can be changed until its first version is published.
    """
    proposal = lock_proposal(proposal)
    if not permissions.can_see_working_copy(by, proposal, at):
        raise PermissionDenied
    _insist_on_editable(proposal)
    wording = tidied(Wording(title, summary, tuple(clauses)))
    _insist_on_title(wording)
    current = working_copy(proposal)
    stamp = working_stamp(proposal, current)
    _describe(proposal, kind, confidentiality, affects_children, implementer)
    proposal.title, proposal.summary = wording.title, wording.summary
    if current == wording and working_stamp(proposal, current) == stamp:
        return proposal
    if expected is not None and expected != stamp:
        raise StaleDraft(
            _("Somebody saved changes while you were writing. Nothing of theirs or yours is lost: see both."),
            current,
            stamp,
        )
    latest = latest_version(proposal)
    proposal.unpublished = latest is None or latest.sha256 != content_hash(wording)
    proposal.moved_at = max(at, proposal.moved_at)
    save_with_history(proposal, by=by, reason="Draft edited", at=at)
    _write_clauses(proposal, wording.clauses, by, at)
    announce.draft_edited(proposal)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, reason: str, by: User, at: datetime) -> Proposal:
    """Take the proposal off the table; withdrawing what is withdrawn changes nothing."""
    proposal = lock_proposal(proposal)
    if not permissions.has_right_to_withdraw(by, proposal, at):
        raise PermissionDenied
    if proposal.state == ProposalState.WITHDRAWN:
        return proposal
    reason = tidy(reason)
    if not reason:
        raise NotAllowed(_("Say why the proposal is withdrawn."))
    proposal = move_proposal(
        proposal=proposal, to=ProposalState.WITHDRAWN, by=by, reason=reason, at=at, why_ended=reason
    )
    announce.proposal_withdrawn(proposal, reason, by, at)
    return proposal


@transaction.atomic
def move_proposal(
    *,
    proposal: Proposal,
    to: ProposalState,
    by: User | None,
    reason: str,
    at: datetime,
    window_closes_at: datetime | None = None,
    why_ended: str = "",
) -> Proposal:
    """Follow one arrow of the machine and return the fresh, locked row. The caller has asked for the right.

    ``window_closes_at`` belongs to provisional agreement and goes when the proposal leaves it unadopted.
    """
    proposal = lock_proposal(proposal)
    from_ = ProposalState(proposal.state)
    if not may_move(from_, to):
        raise NotAllowed(
            _("%(number)s is %(from)s and cannot become %(to)s.")
            % {"number": proposal.number, "from": from_.label.lower(), "to": to.label.lower()}
        )
    proposal.state = to
    proposal.state_since = at
    proposal.moved_at = max(at, proposal.moved_at)
    if to != ProposalState.ADOPTED:
        proposal.window_closes_at = window_closes_at
    if why_ended:
        proposal.why_ended = why_ended
    save_with_history(proposal, by=by, reason=reason, at=at)
    announce.proposal_moved(proposal, from_, to, reason, by, at)
    return proposal


def lock_proposal(proposal: Proposal) -> Proposal:
    """Return the row as it stands now, locked until the transaction ends; every writer about a proposal begins here."""
    locked: Proposal | None = next(iter(_LOCKED.ask(proposal=proposal.pk)), None)
    if locked is None:
        raise Proposal.DoesNotExist
    return locked


_LOCKED = Kept(
    lambda proposal: Proposal.objects.select_for_update(of=("self",)).select_related("board").filter(pk=proposal)
)


def _insist_on_title(wording: Wording) -> None:
    if not wording.title:
        raise NotAllowed(_("Give the proposal a title."))


def _insist_on_editable(proposal: Proposal) -> None:
    state = ProposalState(proposal.state)
    if not may_be_edited(state):
        raise NotAllowed(
            _("%(number)s is %(state)s: its text stands as it is.")
            % {"number": proposal.number, "state": state.label.lower()}
        )


def _describe(
    proposal: Proposal,
    kind: ProposalKind | None,
    confidentiality: Confidentiality | None,
    affects_children: bool | None,
    implementer: User | EllipsisType | None,
) -> None:
    before = (proposal.kind, proposal.confidentiality, proposal.affects_children, proposal.implementer_id)
    if kind is not None:
        proposal.kind = kind
    if confidentiality is not None:
        proposal.confidentiality = confidentiality
    if affects_children is not None:
        proposal.affects_children = affects_children
    if implementer is not ...:
        proposal.implementer = implementer
    after = (proposal.kind, proposal.confidentiality, proposal.affects_children, proposal.implementer_id)
    if before != after and proposal.version_count:
        raise NotAllowed(_("What sort of proposal this is was settled when its first version was published."))


def _write_clauses(proposal: Proposal, clauses: Sequence[ClauseInput], by: User, at: datetime) -> None:
    rows = {row.pk: row for row in Clause.objects.filter(proposal=proposal)}
    kept = set()
    for order, clause in enumerate(clauses, start=1):
        row = rows.get(clause.key) if clause.key is not None else None
        if clause.key is not None and (row is None or clause.key in kept):
            raise NotAllowed(_("Clause %(order)s does not belong here.") % {"order": order})
        reason = "Clause edited"
        if row is None:
            row, reason = Clause(proposal=proposal), "Clause added"
        elif row.dropped:
            reason = "Clause put back"
        wanted = (order, clause.heading, clause.text, False)
        if row.pk is None or (row.order, row.heading, row.text, row.dropped) != wanted:
            row.order, row.heading, row.text, row.dropped = wanted
            save_with_history(row, by=by, reason=reason, at=at)
        kept.add(row.pk)
    for row in rows.values():
        if row.pk not in kept and not row.dropped:
            row.dropped = True
            save_with_history(row, by=by, reason="Clause left out", at=at)
