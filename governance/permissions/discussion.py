"""Who may say what about a proposal. Nobody speaks about what they may not read."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from governance.domain.proposals import being_discussed
from governance.enums.proposals import ConcernState, ProposalState
from governance.models import Comment, Concern, Proposal, Question
from governance.models.standing import standing_of
from governance.permissions.proposals import (
    can_edit_proposal,
    can_lapse_proposal,
    can_see_working_copy,
    can_view_proposal,
    can_withdraw_proposal,
)
from governance.queries.conflicts import chairs_item

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def _speaks(person: "Person", proposal: Proposal, at: datetime) -> bool:
    return being_discussed(ProposalState(proposal.state)) and _sees(person, proposal, at)


def _sees(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Ask once for a row in memory: a page asks for every comment, and a locked row is another, asked anew."""
    key = (person.pk, at)
    if key not in proposal.seen_by:
        proposal.seen_by[key] = can_view_proposal(person, proposal, at)
    return proposal.seen_by[key]


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
    helps = proposal.board_id in standing.secretary_of or chairs_item(person, proposal, at)
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
    helps = proposal.board_id in standing.secretary_of or chairs_item(person, proposal, at)
    return proposal.proposer_id != person.pk and helps


def can_withdraw_concern(person: "Person", concern: Concern, at: datetime) -> bool:
    """Say whether ``person`` may withdraw an open concern: only who raised it."""
    mine = concern.raised_by_id == person.pk and concern.state == ConcernState.OPEN
    return mine and can_raise_concern(person, concern.proposal, at)


def can_reopen_concern(person: "Person", concern: Concern, at: datetime) -> bool:
    """Say whether ``person`` may open a closed concern again: any trustee, for it belongs to the board."""
    return concern.state != ConcernState.OPEN and can_raise_concern(person, concern.proposal, at)


class Rights(NamedTuple):
    """What one person may do on the page of one proposal; a page asks once and draws accordingly."""

    edit: bool
    withdraw: bool
    lapse: bool
    see_working_copy: bool
    read_soundings: bool
    comment: bool
    ask: bool
    raise_concern: bool


def rights_on(person: "Person", proposal: Proposal, at: datetime) -> Rights:
    """Ask every permission the page of a proposal draws a button for."""
    return Rights(
        edit=can_edit_proposal(person, proposal, at),
        withdraw=can_withdraw_proposal(person, proposal, at),
        lapse=can_lapse_proposal(person, proposal, at),
        see_working_copy=can_see_working_copy(person, proposal, at),
        read_soundings=bool(proposal.version_count) and proposal.board_id in standing_of(person, at).inside,
        comment=can_comment(person, proposal, at),
        ask=can_ask_question(person, proposal, at),
        raise_concern=can_raise_concern(person, proposal, at),
    )


CONCERN = (
    *("text", "wish", "state", "raised_at", "why_reopened", "resolution", "closed_at"),
    *("amendment_n", "amendment_version"),
)
QUESTION = ("text", "asked_at", "reply", "replied_at")


def _about_clause(one: Any) -> dict[str, object]:
    clause = {name: getattr(one, name) for name in ("pk", "clause_id", "clause_order", "clause_heading")}
    return {**clause, "version": {"n": one.version.n}}


class ConcernCard(NamedTuple):
    """A concern and what the reader may do about it."""

    concern: Concern
    may_resolve: bool
    may_withdraw: bool
    may_reopen: bool

    @property
    def shown(self) -> dict[str, object]:
        """Return what the discussion shows of it, as plain values."""
        one: Any = self.concern
        concern = {
            **{name: getattr(one, name) for name in CONCERN},
            **_about_clause(one),
            "get_state_display": one.get_state_display(),
            "raised_by": str(one.raised_by),
            "closed_by": str(one.closed_by) if one.closed_by else "",
            "resolved_in": {"n": one.resolved_in.n} if one.resolved_in else None,
        }
        card = {"may_resolve": self.may_resolve, "may_withdraw": self.may_withdraw, "may_reopen": self.may_reopen}
        return {"card": card, "concern": concern}


class QuestionCard(NamedTuple):
    """A question and whether the reader may reply."""

    question: Question
    may_reply: bool

    @property
    def shown(self) -> dict[str, object]:
        """Return what the discussion shows of it, as plain values."""
        one = self.question
        question = {
            **{name: getattr(one, name) for name in QUESTION},
            **_about_clause(one),
            "asked_by": str(one.asked_by),
            "replied_by": str(one.replied_by) if one.replied_by else "",
        }
        return {"card": {"may_reply": self.may_reply}, "question": question}


class CommentRow(NamedTuple):
    """A comment and whether the reader may take it back."""

    comment: Comment
    may_withdraw: bool

    @property
    def shown(self) -> dict[str, object]:
        """Return what a list of comments shows of it, as plain values."""
        comment = self.comment
        return {
            "pk": comment.pk,
            "author": comment.author.name,
            "at": comment.at,
            # What was taken back is not even kept to be drawn.
            "text": "" if comment.withdrawn_at else comment.text,
            "withdrawn": comment.withdrawn_at is not None,
            "may_withdraw": self.may_withdraw,
        }


def concern_cards(person: "Person", concerns: Iterable[Concern], at: datetime) -> list[ConcernCard]:
    """Ask for each concern what ``person`` may do."""
    return [
        ConcernCard(
            concern,
            can_resolve_concern(person, concern, at),
            can_withdraw_concern(person, concern, at),
            can_reopen_concern(person, concern, at),
        )
        for concern in concerns
    ]


def question_cards(person: "Person", questions: Iterable[Question], at: datetime) -> list[QuestionCard]:
    """Ask for each question whether ``person`` may reply."""
    return [QuestionCard(question, can_reply(person, question, at)) for question in questions]


def comment_rows(person: "Person", comments: Iterable[Comment], at: datetime) -> list[CommentRow]:
    """Ask for each comment whether ``person`` may take it back."""
    return [CommentRow(comment, can_withdraw_comment(person, comment, at)) for comment in comments]
