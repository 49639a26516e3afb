"""Who is told of what happens in a review, in which words, and the signal others hear.

A title leaves the portal. It never names the service: the host knows which it is, and to everybody else even that a
service is reviewed is told inside the portal only. Those who run the cycle read the reference number.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerreview import signals
from peerreview.announcements.telling import tell_of_review
from peerreview.enums.reviews import ReviewState
from peerreview.models import Deadline, DeadlineExtension, Review
from peerreview.queries.people import hosts_of, hosts_of_review, managers_of_review
from portal.people.models import User


def reviews_planned(reviews: Iterable[Review], by: User | None, at: datetime) -> None:
    """Tell every host that a review of their service is planned."""
    rows = list(reviews)
    hosts = hosts_of([review.service_id for review in rows], at)
    for review in rows:
        title = _("A review of your service is planned in %(cycle)s") % {"cycle": review.cycle.title}
        _tell("planned", review, title, hosts.get(review.service_id, frozenset()), by, at)


def review_moved(review: Review, from_: ReviewState, by: User | None, at: datetime) -> None:
    """Tell those concerned that a review has come to another stage."""
    signals.review_moved.send(
        sender=Review, review_id=review.pk, from_state=from_, to_state=ReviewState(review.state), by=by, at=at
    )
    title = _HOST_WORDS.get(ReviewState(review.state))
    if title is not None:
        _tell(review.state, review, str(title()), hosts_of_review(review, at), by, at)
    if review.state == ReviewState.SUBMITTED:
        words = _("%(urn)s handed in its self-review") % {"urn": review.service.urn}
        _tell("handed_in", review, words, managers_of_review(review, at), by, at)
    if review.state == ReviewState.FINALISING:
        words = _("%(urn)s: the report waits for somebody who is not its lead to make it final")
        _tell("finalising_due", review, words % {"urn": review.service.urn}, managers_of_review(review, at), by, at)


def deadline_extended(extension: DeadlineExtension, deadline: Deadline, by: User, at: datetime) -> None:
    """Tell the hosts that they have more time."""
    words = _("There is more time for your review: “%(what)s” is due on %(day)s") % {
        "what": deadline.get_kind_display(),
        "day": date_format(extension.to_on, "j F Y"),
    }
    review = deadline.review
    key = f"extended:{extension.pk}"
    _tell("extended", review, words, hosts_of_review(review, at), by, at, key=key)


_HOST_WORDS = {
    ReviewState.SELF_REVIEW: lambda: _("Your self-review has begun"),
    ReviewState.SUBMITTED: lambda: _("The self-review of your service is handed in"),
    ReviewState.RETURNED: lambda: _("Your self-review was returned: read why, and what is asked for"),
    ReviewState.SCHEDULED: lambda: _("The visit to your service is arranged"),
    ReviewState.POSTPONED: lambda: _("The review of your service is postponed"),
    ReviewState.ACCURACY_CHECK: lambda: _("Read the draft report on your service, and say what is not accurate"),
    ReviewState.FINALISING: lambda: _("Your comments on the draft report are answered"),
    ReviewState.FINAL: lambda: _("The report on your service is final"),
    ReviewState.ACTION_PLAN: lambda: _("The action plan of your service is handed in"),
    ReviewState.CLOSED: lambda: _("The review of your service is closed: its progress was reviewed"),
    ReviewState.CANCELLED: lambda: _("The review of your service is cancelled"),
}


def _tell(
    event: str,
    review: Review,
    title: str,
    people: Iterable[int],
    by: User | None,
    at: datetime,
    *,
    key: str = "",
) -> None:
    # A review may be handed in and returned several times: the moment is part of the occasion.
    occasion = key or f"{event}:{review.pk}:{review.state_since:%Y%m%d%H%M%S%f}"
    tell_of_review(event, review, title, people, at, by=by, page="", key=occasion)
