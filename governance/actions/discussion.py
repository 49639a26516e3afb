"""Asking, worrying and commenting about a proposal. Nothing said is ever deleted."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.actions.proposals import lock_proposal
from governance.announcements import discussion as announce
from governance.domain.proposals import NotAllowed, being_discussed
from governance.domain.versions import tidy
from governance.enums.proposals import ConcernState, ProposalState
from governance.models import Clause, Comment, Concern, Proposal, ProposalVersion, Question
from governance.permissions import discussion as permissions
from governance.permissions.proposals import can_view_proposal
from governance.queries.versions import latest_version
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def ask_question(
    *, proposal: Proposal, text: str, by: User, at: datetime, clause: Clause | None = None, token: UUID | None = None
) -> Question:
    """Ask to understand, about the whole or one clause of the newest version."""
    proposal = lock_proposal(proposal)
    if token and (asked := Question.objects.filter(token=token, asked_by=by, proposal=proposal).first()):
        return asked
    _insist_on_discussion(proposal, by, at)
    if not permissions.can_ask_question(by, proposal, at):
        raise PermissionDenied
    question = Question(
        proposal=proposal,
        version=_newest(proposal),
        clause=_its_clause(proposal, clause),
        asked_by=by,
        asked_at=at,
        text=_said(text, _("Write your question.")),
        token=token,
    )
    save_with_history(question, by=by, reason="Question asked", at=at)
    _moved(proposal, by, at, "Question asked")
    announce.question_asked(question, by, at)
    return question


@transaction.atomic
def reply_to_question(*, question: Question, text: str, by: User, at: datetime) -> Question:
    """Answer for the proposal; a later reply replaces the earlier, which stays in the history."""
    proposal = lock_proposal(question.proposal)
    question = Question.objects.select_for_update().get(pk=question.pk)
    question.proposal = proposal
    _insist_on_discussion(proposal, by, at)
    if not permissions.can_reply(by, question, at):
        raise PermissionDenied
    reply = _said(text, _("Write the reply."))
    if (question.reply, question.replied_by_id) == (reply, by.pk):
        return question
    reason = "Reply changed" if question.reply else "Replied"
    question.reply, question.replied_by, question.replied_at = reply, by, at
    save_with_history(question, by=by, reason=reason, at=at)
    _moved(proposal, by, at, reason)
    announce.question_replied(question, by, at)
    return question


@transaction.atomic
def raise_concern(
    *,
    proposal: Proposal,
    text: str,
    by: User,
    at: datetime,
    wish: str = "",
    clause: Clause | None = None,
    token: UUID | None = None,
) -> Concern:
    """Say what worries, and what would resolve it; from then on the concern is the board's to deal with."""
    proposal = lock_proposal(proposal)
    if token and (raised := Concern.objects.filter(token=token, raised_by=by, proposal=proposal).first()):
        return raised
    _insist_on_discussion(proposal, by, at)
    if not permissions.can_raise_concern(by, proposal, at):
        raise PermissionDenied
    concern = Concern(
        proposal=proposal,
        version=_newest(proposal),
        clause=_its_clause(proposal, clause),
        raised_by=by,
        raised_at=at,
        text=_said(text, _("Say what worries you.")),
        wish=tidy(wish),
        token=token,
    )
    save_with_history(concern, by=by, reason="Concern raised", at=at)
    _moved(proposal, by, at, "Concern raised")
    announce.concern_raised(concern, by, at)
    return concern


@transaction.atomic
def resolve_concern(
    *, concern: Concern, how: str, by: User, at: datetime, resolved_in: ProposalVersion | None = None
) -> Concern:
    """Say how the concern was met, and by which version if a text did it."""
    concern = _locked_concern(concern, ConcernState.RESOLVED, by, at)
    if concern.state == ConcernState.RESOLVED and concern.closed_by_id == by.pk:
        return concern
    if not permissions.can_resolve_concern(by, concern, at):
        raise PermissionDenied
    if resolved_in is not None and resolved_in.proposal_id != concern.proposal_id:
        raise NotAllowed(_("That version belongs to another proposal."))
    concern.resolution = _said(how, _("Say how the concern was resolved."))
    concern.resolved_in = resolved_in
    return _closed(concern, ConcernState.RESOLVED, "Concern resolved", by, at)


@transaction.atomic
def withdraw_concern(*, concern: Concern, by: User, at: datetime, why: str = "") -> Concern:
    """Take back one's own concern; another trustee may still take it up."""
    concern = _locked_concern(concern, ConcernState.WITHDRAWN, by, at)
    if concern.state == ConcernState.WITHDRAWN and concern.closed_by_id == by.pk:
        return concern
    if not permissions.can_withdraw_concern(by, concern, at):
        raise PermissionDenied
    concern.resolution = tidy(why)
    return _closed(concern, ConcernState.WITHDRAWN, "Concern withdrawn", by, at)


@transaction.atomic
def reopen_concern(*, concern: Concern, why: str, by: User, at: datetime) -> Concern:
    """Put a closed concern before the board again; how it was closed stays in the history."""
    concern = _locked_concern(concern, None, by, at)
    if concern.state == ConcernState.OPEN:
        return concern
    if not permissions.can_reopen_concern(by, concern, at):
        raise PermissionDenied
    concern.why_reopened = _said(why, _("Say why the concern stands again."))
    concern.state = ConcernState.OPEN
    concern.resolution, concern.resolved_in, concern.closed_by, concern.closed_at = "", None, None, None
    save_with_history(concern, by=by, reason="Concern opened again", at=at)
    _moved(concern.proposal, by, at, "Concern opened again")
    announce.concern_reopened(concern, by, at)
    return concern


@transaction.atomic
def record_open_concerns(*, proposal: Proposal, by: User | None, at: datetime) -> list[Concern]:
    """Keep what is still open as unresolved, when the board decides all the same. The caller asked for the right."""
    proposal = lock_proposal(proposal)
    still_open = Concern.objects.select_for_update().filter(proposal=proposal, state=ConcernState.OPEN)
    recorded = list(still_open)
    for concern in recorded:
        concern.proposal = proposal
        _closed(concern, ConcernState.RECORDED, "Concern recorded as unresolved", by, at)
    return recorded


@transaction.atomic
def add_comment(*, proposal: Proposal, text: str, by: User, at: datetime, token: UUID | None = None) -> Comment:
    """Contribute to the discussion."""
    proposal = lock_proposal(proposal)
    if token and (said := Comment.objects.filter(token=token, author=by, proposal=proposal).first()):
        return said
    _insist_on_discussion(proposal, by, at)
    if not permissions.can_comment(by, proposal, at):
        raise PermissionDenied
    comment = Comment(proposal=proposal, author=by, at=at, text=_said(text, _("Write your comment.")), token=token)
    save_with_history(comment, by=by, reason="Comment added", at=at)
    proposal.comment_count += 1
    _moved(proposal, by, at, "Comment added")
    announce.comment_added(comment, by, at)
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: User, at: datetime) -> Comment:
    """Take back one's own comment: the page says so, the words stay in the history of the board."""
    proposal = lock_proposal(comment.proposal)
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    comment.proposal = proposal
    if comment.withdrawn_at is not None and comment.author_id == by.pk:
        return comment
    _insist_on_discussion(proposal, by, at)
    if not permissions.can_withdraw_comment(by, comment, at):
        raise PermissionDenied
    comment.withdrawn_at = at
    save_with_history(comment, by=by, reason="Comment withdrawn", at=at)
    _moved(proposal, by, at, "Comment withdrawn")
    announce.comment_withdrawn(comment, by, at)
    return comment


def _locked_concern(concern: Concern, wanted: ConcernState | None, by: User, at: datetime) -> Concern:
    proposal = lock_proposal(concern.proposal)
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    concern.proposal = proposal
    _insist_on_discussion(proposal, by, at)
    if wanted is not None and concern.state not in (ConcernState.OPEN, wanted):
        raise NotAllowed(
            _("This concern is already closed: %(state)s.") % {"state": concern.get_state_display().lower()}
        )
    return concern


def _closed(concern: Concern, state: ConcernState, reason: str, by: User | None, at: datetime) -> Concern:
    concern.state, concern.closed_by, concern.closed_at = state, by, at
    save_with_history(concern, by=by, reason=reason, at=at)
    _moved(concern.proposal, by, at, reason)
    announce.concern_closed(concern, by, at)
    return concern


def _moved(proposal: Proposal, by: User | None, at: datetime, reason: str) -> None:
    # Neither field is part of the proposal's history, so no history row is written for them.
    proposal.moved_at = max(at, proposal.moved_at)
    save_with_history(proposal, by=by, reason=reason, at=at, update_fields=["moved_at", "comment_count"])


def _newest(proposal: Proposal) -> ProposalVersion:
    version = latest_version(proposal)
    if version is None:
        raise NotAllowed(_("There is no published version yet."))
    return version


def _its_clause(proposal: Proposal, clause: Clause | None) -> Clause | None:
    if clause is not None and clause.proposal_id != proposal.pk:
        raise NotAllowed(_("That clause belongs to another proposal."))
    return clause


def _said(text: str, words: str) -> str:
    text = tidy(text)
    if not text:
        raise NotAllowed(words)
    return text


def _insist_on_discussion(proposal: Proposal, by: User, at: datetime) -> None:
    if not can_view_proposal(by, proposal, at):
        raise PermissionDenied
    state = ProposalState(proposal.state)
    if not being_discussed(state):
        raise NotAllowed(
            _("%(number)s is %(state)s: the discussion is closed.")
            % {"number": proposal.number, "state": state.label.lower()}
        )
