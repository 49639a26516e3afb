"""Members of the network, and the questions that wait for an answer."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from peerreview.models import Membership, MembershipQuestion, Service

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def questions(person: "User | AnonymousUser", at: datetime, *, waiting: bool = True) -> QuerySet[MembershipQuestion]:
    """Return the questions about services ``person`` may see, those that wait first."""
    rows = MembershipQuestion.objects.filter(service__in=Service.objects.visible_to(person, at))
    rows = rows.select_related("service__region", "from_owner", "to_owner", "answered_by")
    return rows.filter(answered_at__isnull=True) if waiting else rows


def memberships_of(service: Service) -> list[Membership]:
    """Return every membership of a service, the latest first."""
    return list(service.memberships.all())
