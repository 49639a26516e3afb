"""Beginning the campaign of a review: for its home, in voices."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.models import Review
from peerreview.permissions.reviews import can_manage_review
from portal.people.enums import Nation
from portal.people.models import User
from portal.voices.actions.campaigns import create_campaign, keep_place
from portal.voices.enums.campaigns import CampaignKind
from portal.voices.models import Campaign


@transaction.atomic
def ask_before_visit(*, review: Review, by: User, at: datetime) -> Campaign:
    """Begin a campaign that belongs to the review and goes to its home alone."""
    if not can_manage_review(by, review, at):
        raise PermissionDenied
    service = review.service
    is_welsh = service.region is not None and service.region.short == "WAL"
    place = keep_place(
        name=service.name,
        service_key=service.pk,
        organisation=service.owner,
        region=service.region,
        nation=Nation.WALES if is_welsh else Nation.ENGLAND,
        by=by,
        at=at,
    )
    return create_campaign(
        title=_("Before the visit"),
        kind=CampaignKind.REVIEW,
        place=place,
        subject_kind="review",
        subject_key=review.pk,
        by=by,
        at=at,
    )
