"""Campaigns that belong to a review: what the review is called, who may know of it, and the home they are about."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from peerreview.models import Review
from peerreview.queries.reviews import find_review
from portal.people.enums import Nation
from portal.voices.models.subjects import Subject

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User

    Person = User | AnonymousUser


REDACTED = "REDACTED"


def shown(key: int, person: "Person", at: datetime) -> Subject | None:
    """Return how a review is named to ``person``, who may know of it."""
    review = find_review(person, key, at)
    return Subject(str(review), reverse("peerreview:review", args=[key])) if review else None


def plan_shown(key: int, person: "Person", at: datetime) -> Subject | None:
    """Return how the plan of a review is named to ``person``, who may know of the review."""
    review = find_review(person, key, at)
    return Subject(str(review), reverse("peerreview:plan", args=[key])) if review else None


def known(person: "Person", at: datetime) -> "QuerySet[Any, int]":
    """Return which reviews ``person`` may know of."""
    if not person.is_authenticated:
        return Review.objects.none().values_list("pk", flat=True)
    return Review.objects.visible_to(person, at).values_list("pk", flat=True)


def home(key: int) -> dict[str, Any] | None:
    """Return the service of a review, as a home that is given cards."""
    review = Review.objects.select_related("service__owner", "service__region").filter(pk=key).first()
    if review is None:
        return None
    service = review.service
    in_wales = service.region is not None and service.region.short == "WAL"
    return {
        "service_key": service.pk,
        # The register publishes homes without their names: then the number says which it is.
        "name": service.name if service.name != REDACTED else f"{service.get_kind_display()}, {service.urn}",
        "organisation": service.owner,
        "region": service.region,
        "nation": Nation.WALES if in_wales else Nation.ENGLAND,
    }
