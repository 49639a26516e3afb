"""Who makes a network report: a programme manager who is a stranger to none of the services it may count."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from peerreview.models import Membership, ReviewCycle
from peerreview.models.strangers import strange_keys, strange_services
from peerreview.permissions.reviews import can_run_cycles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_make_aggregates(person: "Person", cycle: ReviewCycle, at: datetime) -> bool:
    """Say whether ``person`` computes, writes and publishes the network reports of a cycle.

    Drafts can be made as often as one likes, and between two of them one report may have become final: their
    difference is that service's scores. So nobody makes them who is in conflict with any member of that year. The
    question is about members, not about reviews: its answer must not tell a stranger that there is a review.
    """
    if not person.is_authenticated or not can_run_cycles(person, at):
        return False
    if not any(strange_keys(person, at)):
        return True
    of_the_year = Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=cycle.opens_on))
    members = of_the_year.filter(starts_on__lt=cycle.closes_on).values("service")
    return not strange_services(person, at).filter(pk__in=members).exists()
