"""Who may say what about a proposal. Nobody speaks about what they may not read."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.domain.proposals import being_discussed
from governance.enums.proposals import ConcernState, ProposalState
from governance.models import Comment, Concern, Proposal, Question
from governance.models.standing import standing_of
from governance.permissions.proposals import can_view_proposal

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def _speaks(person: "Person", proposal: Proposal, at: datetime) -> bool:
    return being_discussed(ProposalState(proposal.state)) and can_view_proposal(person, proposal, at)


def can_comment(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` takes part in the discussion: the board's trustees and its secretary."""
    return _speaks(person, proposal, at) and proposal.board_id in standing_of(person, at).inside


def can_withdraw_comment(person: "Person", comment: Comment, at: datetime) -> bool:
    """Say whether ``person`` may take the comment back: only who wrote it, while they may still speak."""
    mine = comment.author_id == person.pk and comment.withdrawn_at is None
    return mine and can_comment(person, comment.proposal, at)


def can_ask_question(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may ask a clarifying question: the board's trustees and its secretary."""
    return can_comment(person, proposal, at)


def can_answer_questions(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` answers for the proposal: proposer, chair or secretary."""
    standing = standing_of(person, at)
    helps = proposal.board_id in standing.chair_of | standing.secretary_of
    proposes = proposal.proposer_id == person.pk and proposal.board_id in standing.inside
    return _speaks(person, proposal, at) and (helps or proposes)


def can_reply(person: "Person", question: Question, at: datetime) -> bool:
    """Say whether ``person`` may reply to this question."""
    return can_answer_questions(person, question.proposal, at)


def can_raise_concern(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may raise a concern: trustees, who will have to decide."""
    return _speaks(person, proposal, at) and proposal.board_id in standing_of(person, at).trustee_of


def can_resolve_concern(person: "Person", concern: Concern, at: datetime) -> bool:
    """Say whether ``person`` may call an open concern resolved.

    Who raised it, the secretary recording what was agreed, or the chair, but never in a proposal of
    their own: nobody answers for themselves that another's concern is met.
    """
    proposal = concern.proposal
    if concern.state != ConcernState.OPEN or not _speaks(person, proposal, at):
        return False
    standing = standing_of(person, at)
    if concern.raised_by_id == person.pk:
        return proposal.board_id in standing.trustee_of
    return proposal.proposer_id != person.pk and proposal.board_id in standing.chair_of | standing.secretary_of


def can_withdraw_concern(person: "Person", concern: Concern, at: datetime) -> bool:
    """Say whether ``person`` may withdraw an open concern: only who raised it."""
    mine = concern.raised_by_id == person.pk and concern.state == ConcernState.OPEN
    return mine and can_raise_concern(person, concern.proposal, at)


def can_reopen_concern(person: "Person", concern: Concern, at: datetime) -> bool:
    """Say whether ``person`` may open a closed concern again: any trustee, for it belongs to the board."""
    return concern.state != ConcernState.OPEN and can_raise_concern(person, concern.proposal, at)
