"""Reviews of decisions: what is due, what was found, what is still to be answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.domain.decisions import HOLDING
from governance.domain.proposals import ENDED
from governance.domain.reviews import REMIND_DAYS, ReviewLack, dissent_in, expires_at
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ConcernState
from governance.enums.reviews import ItemKind
from governance.enums.rounds import Stance
from governance.models import Concern, Decision, DecisionReview, Proposal, ProposalEffect, Reminder, ReviewItem
from governance.queries.positions import rules_in_force

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

USUAL_GRACE = 90


def under_way(decision: OuterRef | int) -> "QuerySet[ProposalEffect]":
    """Return the proposals that would change a decision and have not ended."""
    return ProposalEffect.objects.filter(decision=decision).exclude(proposal__state__in=ENDED)


def reviews_to_open(at: datetime) -> list[Decision]:
    """Return the decisions whose review day has come, the longest due first."""
    states = (DecisionState.IN_FORCE, DecisionState.CONTINUED)
    rows = Decision.objects.filter(state__in=states, review_on__lte=timezone.localdate(at))
    return list(rows.select_related("board").order_by("review_on", "pk"))


def trials_over(at: datetime) -> list[Decision]:
    """Return the decisions that end by themselves and whose day has come."""
    rows = Decision.objects.filter(state__in=HOLDING, ends_on__lte=timezone.localdate(at))
    return list(rows.select_related("board").order_by("ends_on", "pk"))


def expiry_of(review: DecisionReview, at: datetime) -> datetime:
    """Return when the decision under review expires if nothing is done; two queries at most."""
    rules = rules_in_force(review.decision.board, at)
    return expires_at(review.opened_at, grace_days=rules.review_grace_days if rules else USUAL_GRACE)


def _left_alone() -> "QuerySet[DecisionReview]":
    rows = DecisionReview.objects.filter(~Exists(under_way(OuterRef("decision"))), closed_at__isnull=True)
    return rows.select_related("decision__board").order_by("opened_at", "pk")


def expired_reviews(at: datetime) -> list[DecisionReview]:
    """Return the reviews that brought nothing in the time the rules give.

    Nobody's decision expires without its owner having been told: a reminder that came late puts the day off. While a
    proposal about it is under way, something is being done.
    """
    found = []
    given = dict(Reminder.objects.filter(key__startswith="expiry:").values_list("key", "at"))
    for review in _left_alone():
        reminded = given.get(expiry_key(review))
        if reminded is None:
            continue
        if max(expiry_of(review, at), reminded + timedelta(days=REMIND_DAYS)) <= at:
            found.append(review)
    return found


def expiry_reminders(at: datetime) -> list[DecisionReview]:
    """Return the open reviews of whose end owner and chair are to be told now."""
    given = set(Reminder.objects.filter(key__startswith="expiry:").values_list("key", flat=True))
    soon = at + timedelta(days=REMIND_DAYS)
    return [one for one in _left_alone() if expiry_key(one) not in given and expiry_of(one, at) <= soon]


def review_reminders(at: datetime) -> list[Decision]:
    """Return the decisions whose review is near and of which owner and chair were not yet told."""
    today = timezone.localdate(at)
    rows = Decision.objects.filter(
        state__in=(DecisionState.IN_FORCE, DecisionState.CONTINUED),
        review_on__gt=today,
        review_on__lte=today + timedelta(days=REMIND_DAYS),
    )
    given = set(Reminder.objects.filter(key__startswith="review:").values_list("key", flat=True))
    ordered = rows.select_related("board").order_by("review_on", "pk")
    return [decision for decision in ordered if review_key(decision) not in given]


def review_key(decision: Decision) -> str:
    """Name the reminder of one review day of one decision."""
    return f"review:{decision.pk}:{decision.review_on.isoformat()}"


def expiry_key(review: DecisionReview) -> str:
    """Name the reminder that a decision will expire."""
    return f"expiry:{review.pk}"


def open_review_of(decision: Decision) -> DecisionReview | None:
    """Return the review a decision is in."""
    return DecisionReview.objects.filter(decision=decision, closed_at__isnull=True).first()


def left_open(decision: Decision) -> list[ReviewItem]:
    """Return, not yet saved, what was left open when the decision was made: concerns, and dissent without names."""
    concerns = Concern.objects.filter(proposal=decision.proposal_id, state=ConcernState.RECORDED).order_by("pk")
    items = [ReviewItem(kind=ItemKind.CONCERN, concern=one, text=_concern_words(one)) for one in concerns]
    for one in dissent_in(decision.record["positions"]):
        words = f"{Stance(one.stance).label}: {one.reason}"
        items.append(ReviewItem(kind=ItemKind.DISSENT, text=words))
    return items


def _concern_words(concern: Concern) -> str:
    if not concern.wish:
        return concern.text
    return f"{concern.text}\n{_('What would resolve it:')} {concern.wish}"


def lack_words(lack: ReviewLack) -> str:
    """Say one thing a review still lacks."""
    return {
        ReviewLack.REPORT: _("Say first what was found: how it went against how success was to be judged."),
        ReviewLack.ANSWERS: _("Answer first what was left unresolved when it was decided."),
        ReviewLack.DATE: _("Say when it is to be reviewed again."),
        ReviewLack.DATE_PAST: _("Choose a later day for the next review."),
    }[lack]


@dataclass(frozen=True)
class ReviewCard:
    """One review as its page and the decision's page show it."""

    review: DecisionReview
    items: list[ReviewItem]

    @property
    def is_open(self) -> bool:
        """Say whether something is still to come of it."""
        return self.review.closed_at is None

    @property
    def unanswered(self) -> int:
        """Return how much of what was left open has no answer."""
        return sum(1 for item in self.items if not item.answer)


def reviews_of(decision: Decision) -> list[ReviewCard]:
    """Return every review of a decision with what came up in it, the newest first; two queries."""
    rows = DecisionReview.objects.filter(decision=decision).select_related("rests_on", "reported_by")
    reviews = list(rows.prefetch_related("items").order_by("-opened_at", "-pk"))
    return [ReviewCard(review, list(review.items.all())) for review in reviews]


def effects_on(person: "Person", decision: Decision, at: datetime) -> list[ProposalEffect]:
    """Return the proposals under way that would change a decision, as far as ``person`` may know of them."""
    known = Proposal.objects.visible_to(person, at).order_by().values("pk")
    return list(under_way(decision.pk).filter(proposal__in=known).select_related("proposal").order_by("pk"))


def find_item(decision: Decision, pk: int) -> ReviewItem | None:
    """Return something left open that came up in a review of this decision."""
    return ReviewItem.objects.filter(pk=pk, review__decision=decision).select_related("review__decision__board").first()


def changed_by(person: "Person", decision: Decision, at: datetime) -> set[int]:
    """Return the ids of the decisions on which its reviews rest and which ``person`` may know of."""
    rows = Decision.objects.visible_to(person, at).filter(changed_by_reviews__decision=decision)
    return set(rows.order_by().values_list("pk", flat=True))
