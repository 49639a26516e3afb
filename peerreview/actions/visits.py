"""The days a host offers for the visit."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.reviews import lock_review
from peerreview.announcements import teams as announce
from peerreview.domain.teams import DatesWrong, wrong_with_days
from peerreview.models import Review, Visit
from peerreview.permissions import teams as permissions
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused

_WORDS = {
    DatesWrong.COUNT: lambda: _("Offer three different days."),
    DatesWrong.WEEKDAYS: lambda: _("Choose days on at least two weekdays, so that more people can come."),
    DatesWrong.PAST: lambda: _("Each day has to be still to come."),
    DatesWrong.WEEKEND: lambda: _("Visits are on weekdays."),
}


@transaction.atomic
def offer_days(*, review: Review, days: Collection[date], by: User, at: datetime) -> Visit:
    """Offer three days, all of which the host holds free until one is fixed; until then they can be changed."""
    review = lock_review(review, by=by)
    if not permissions.can_offer_days(by, review, at):
        raise PermissionDenied
    if wrong := wrong_with_days(days, day_of(at)):
        raise Refused(" ".join(_WORDS[one]() for one in wrong))
    visit = Visit.objects.filter(review=review).first() or Visit(review=review)
    visit.first_on, visit.second_on, visit.third_on = sorted(days)
    visit.offered_by, visit.offered_at = by, at
    save_with_history(visit, by=by, reason=_("Days offered"), at=at)
    announce.days_offered(review, by, at)
    return visit
