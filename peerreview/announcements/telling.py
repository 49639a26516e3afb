"""One notice about a review: what every announcement of it has in common."""

from collections.abc import Iterable
from datetime import datetime

from peerreview.models import Review
from portal.notifications import notify
from portal.people.models import User


def tell_of_review(
    event: str,
    review: Review,
    title: str,
    people: Iterable[int],
    at: datetime,
    *,
    by: User | None = None,
    page: str = "team/",
    key: str = "",
) -> None:
    """Tell ``people`` once; without a ``key`` the occasion is this moment of the review."""
    notify(
        people=people,
        event=f"peer_review.{event}",
        key=f"peer_review.{key or f'{event}:{review.pk}:{at:%Y%m%d%H%M%S%f}'}",
        subject_kind="peer_review",
        subject_id=review.pk,
        title=title,
        url=f"/reviews/{review.pk}/{page}",
        at=at,
        by=by,
    )
