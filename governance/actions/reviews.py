"""Looking at a decision again: it changes only by another decision, or by its time running out."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.actions.proposals import start_proposal
from governance.announcements import reviewnotices as tell
from governance.announcements import reviews as announce
from governance.domain.decisions import ALLOWED, HOLDING
from governance.domain.refusals import NotAllowed
from governance.domain.reviews import OUTCOME_OF, STATE_AFTER, lacking
from governance.domain.versions import ClauseInput, tidy
from governance.enums.decisions import DecisionState
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.enums.reviews import Effect, ReviewOutcome
from governance.models import Board, Decision, DecisionReview, Proposal, ProposalEffect, Reminder, ReviewItem
from governance.permissions import reviews as permissions
from governance.queries.reviews import (
    expired_reviews,
    expiry_key,
    expiry_of,
    lack_words,
    left_open,
    open_review_of,
    review_key,
)
from governance.queries.versions import texts_of
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def open_review(*, decision: Decision, by: User | None, at: datetime) -> DecisionReview:
    """Put a decision under review and bring up again what was left open when it was made; once for each time."""
    decision = _locked(decision)
    if (review := open_review_of(decision)) is not None:
        return review
    return _open(decision, by, at)


@transaction.atomic
def report_on_review(*, decision: Decision, found: str, by: User, at: datetime) -> DecisionReview:
    """Write what was found, against how success was to be judged; a later report replaces it, kept in the history."""
    decision = _locked(decision)
    if not permissions.can_report_on_review(by, decision, at):
        raise PermissionDenied
    found = tidy(found)
    if not found:
        raise NotAllowed(_("Say what was found."))
    review = DecisionReview.objects.get(decision=decision, closed_at__isnull=True)
    if (review.found, review.reported_by_id) == (found, by.pk):
        return review
    review.found, review.reported_by, review.reported_at = found, by, at
    save_with_history(review, by=by, reason=_("Report of the review written"), at=at)
    return review


@transaction.atomic
def answer_item(*, item: ReviewItem, answer: str, by: User, at: datetime) -> ReviewItem:
    """Answer something that was left unresolved when the decision was made."""
    decision = _locked(item.review.decision)
    item = ReviewItem.objects.select_for_update().get(pk=item.pk)
    review = open_review_of(decision)
    if review is None or item.review_id != review.pk:
        raise NotAllowed(_("This review is over. Its answers stay as they are."))
    if not permissions.can_report_on_review(by, decision, at):
        raise PermissionDenied
    answer = tidy(answer)
    if not answer:
        raise NotAllowed(_("Write the answer."))
    if (item.answer, item.answered_by_id) == (answer, by.pk):
        return item
    item.answer, item.answered_by, item.answered_at = answer, by, at
    save_with_history(item, by=by, reason=_("Answered"), at=at)
    return item


@transaction.atomic
def propose_effect(
    *,
    decision: Decision,
    effect: Effect,
    reason: str,
    by: User,
    at: datetime,
    next_review_on: date | None = None,
    token: UUID | None = None,
) -> Proposal:
    """Begin a draft that, once the board has adopted it, continues, replaces or rescinds the decision.

    Going on unchanged is a procedural matter and asks for the report and every answer first; the other two begin as
    ordinary drafts to be written out. The same ``token`` returns the same draft.
    """
    decision = _locked(decision)
    if not permissions.can_propose_effect(by, decision, at):
        raise PermissionDenied
    if token and (begun := Proposal.objects.filter(token=token, proposer=by, effect__decision=decision).first()):
        return begun
    reason = tidy(reason)
    if not reason:
        raise NotAllowed(_("Say why."))
    effect = Effect(effect)
    review = open_review_of(decision)
    unanswered = review.items.filter(answer="").count() if review else 0
    found = review.found if review else ""
    if effect is Effect.CONTINUE and review is None:
        raise NotAllowed(_("Its review has not begun: it goes on until then without being asked."))
    today = timezone.localdate(at)
    if lacks := lacking(effect, found=found, unanswered=unanswered, next_review_on=next_review_on, on=today):
        raise NotAllowed(" ".join(lack_words(lack) for lack in lacks))
    title, clauses = _text(decision, effect, next_review_on)
    proposal = start_proposal(
        board=decision.board,
        title=title,
        summary=reason,
        clauses=clauses,
        kind=ProposalKind.PROCEDURAL if effect is Effect.CONTINUE else ProposalKind.ORDINARY,
        confidentiality=Confidentiality(decision.confidentiality),
        affects_children=decision.proposal.affects_children,
        by=by,
        at=at,
        token=token,
    )
    row = ProposalEffect(
        proposal=proposal,
        decision=decision,
        effect=effect,
        next_review_on=next_review_on if effect is Effect.CONTINUE else None,
    )
    save_with_history(row, by=by, reason=str(effect.label), at=at)
    return proposal


@transaction.atomic
def apply_effect(*, decision: Decision, by: User | None, at: datetime) -> DecisionReview | None:
    """Do what a newly recorded decision says about an earlier one; nothing when that has ended meanwhile."""
    effect = ProposalEffect.objects.filter(proposal=decision.proposal_id).first()
    if effect is None:
        return None
    earlier = _locked(effect.decision)
    if DecisionState(earlier.state) not in HOLDING:
        return None
    outcome = OUTCOME_OF[Effect(effect.effect)]
    if outcome is ReviewOutcome.SUPERSEDED:
        decision.supersedes = earlier
        reason = _("It supersedes %(number)s") % {"number": earlier.number}
        save_with_history(decision, by=by, reason=reason, at=at)
    if outcome is ReviewOutcome.CONTINUED:
        earlier.review_on = max(effect.next_review_on or earlier.review_on, timezone.localdate(at))
        if earlier.ends_on is not None and earlier.ends_on <= earlier.review_on:
            earlier.ends_on = None
    words = {
        ReviewOutcome.CONTINUED: _("Continued by decision %(number)s"),
        ReviewOutcome.SUPERSEDED: _("Superseded by decision %(number)s"),
        ReviewOutcome.RESCINDED: _("Rescinded by decision %(number)s"),
    }[outcome] % {"number": decision.number}
    return _close(earlier, outcome, words, by, at, rests_on=decision)


@transaction.atomic
def expire_unreviewed(*, review: DecisionReview, at: datetime) -> DecisionReview:
    """End a decision whose review brought nothing in the time the rules give."""
    decision = _locked(review.decision)
    if review.pk not in {one.pk for one in expired_reviews(at)}:
        return DecisionReview.objects.get(pk=review.pk)
    reason = _("Nothing was done in the time the board’s rules give for its review.")
    return _close(decision, ReviewOutcome.EXPIRED, reason, None, at)


@transaction.atomic
def end_trial(*, decision: Decision, at: datetime) -> DecisionReview | None:
    """End a decision on the day it set itself."""
    decision = _locked(decision)
    if DecisionState(decision.state) not in HOLDING or decision.ends_on is None:
        return None
    if timezone.localdate(at) < decision.ends_on:
        return None
    reason = _("It was decided until %(day)s.") % {"day": date_format(decision.ends_on, "j F Y")}
    return _close(decision, ReviewOutcome.EXPIRED, reason, None, at)


@transaction.atomic
def remind_of_review(*, decision: Decision, at: datetime) -> None:
    """Tell owner and chair, once for each review day, that it is near."""
    if _remembered(review_key(decision), at):
        tell.review_near(decision, at)


@transaction.atomic
def remind_of_expiry(*, review: DecisionReview, at: datetime) -> None:
    """Tell owner and chair, once, that the decision expires unless something is proposed."""
    if _remembered(expiry_key(review), at):
        tell.expiry_near(review, expiry_of(review, at), at)


def _remembered(key: str, at: datetime) -> bool:
    if Reminder.objects.filter(key=key).exists():
        return False
    save_with_history(Reminder(key=key, at=at), by=None, reason=_("Reminded"), at=at)
    return True


def _locked(decision: Decision) -> Decision:
    """Lock the board first, as recording a decision does: two who end one decision then wait for each other in turn."""
    Board.objects.select_for_update().get(pk=decision.board_id)
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("board", "proposal", "version")
        .get(pk=decision.pk)
    )


def _open(decision: Decision, by: User | None, at: datetime) -> DecisionReview:
    review = DecisionReview(decision=decision, due_on=decision.review_on, opened_at=at)
    _move(decision, DecisionState.UNDER_REVIEW, _("Review opened"), by, at)
    save_with_history(review, by=by, reason=_("Review opened"), at=at)
    for item in left_open(decision):
        item.review = review
        save_with_history(item, by=by, reason=_("Left open when it was decided"), at=at)
    announce.review_opened(review, by, at)
    return review


def _close(
    decision: Decision,
    outcome: ReviewOutcome,
    reason: str,
    by: User | None,
    at: datetime,
    rests_on: Decision | None = None,
) -> DecisionReview:
    review = open_review_of(decision) or DecisionReview(decision=decision, due_on=decision.review_on, opened_at=at)
    review.outcome, review.rests_on, review.closed_at, review.why_closed = outcome, rests_on, at, reason
    if outcome is ReviewOutcome.CONTINUED:
        review.next_review_on = decision.review_on
        if decision.state != DecisionState.UNDER_REVIEW:
            _move(decision, DecisionState.UNDER_REVIEW, _("Review opened"), by, at)
    _move(decision, STATE_AFTER[outcome], reason, by, at)
    review.decision = decision
    save_with_history(review, by=by, reason=reason, at=at)
    append_to_ledger(kind="review.closed", subject=review, by=by, at=at, board_ref=decision.board.slug)
    announce.review_closed(review, by, at)
    return review


def _move(decision: Decision, to: DecisionState, reason: str, by: User | None, at: datetime) -> None:
    if to not in ALLOWED[DecisionState(decision.state)]:
        raise NotAllowed(
            _("%(number)s is %(state)s.")
            % {"number": decision.number, "state": DecisionState(decision.state).label.lower()}
        )
    decision.state = to
    save_with_history(decision, by=by, reason=reason, at=at)


def _text(decision: Decision, effect: Effect, next_review_on: date | None) -> tuple[str, list[ClauseInput]]:
    """Write the beginning of the draft; of a replacement, the text as it stands, to be changed."""
    name = {"number": decision.number, "title": decision.title}
    if effect is Effect.SUPERSEDE:
        texts = texts_of(decision.version)
        return decision.title, [ClauseInput(text.heading, text.text) for text in texts]
    if effect is Effect.RESCIND:
        title = _("Rescind %(number)s: %(title)s") % name
        text = _("Decision %(number)s, “%(title)s”, is rescinded. What was done under it stays in the record.") % name
        return title[:160], [ClauseInput("", text)]
    day = date_format(next_review_on, "j F Y") if next_review_on else ""
    title = _("Continue %(number)s: %(title)s") % name
    text = _("Decision %(number)s, “%(title)s”, continues unchanged. It is reviewed again on %(day)s.") % {
        **name,
        "day": day,
    }
    return title[:160], [ClauseInput("", text)]
