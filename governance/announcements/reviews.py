"""Who hears of reviews: the apps above and the notices, through signals."""

from datetime import datetime

from governance import signals
from governance.models import DecisionReview
from portal.people.models import User


def review_opened(review: DecisionReview, by: User | None, at: datetime) -> None:
    """Tell that a decision is being looked at again."""
    signals.review_opened.send(sender=DecisionReview, review_id=review.pk, decision_id=review.decision_id, by=by, at=at)


def review_closed(review: DecisionReview, by: User | None, at: datetime) -> None:
    """Tell what came of it."""
    signals.review_closed.send(sender=DecisionReview, review_id=review.pk, decision_id=review.decision_id, by=by, at=at)
