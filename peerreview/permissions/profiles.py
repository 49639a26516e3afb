"""Who writes and reads what a service says of its practice; what is public is ``PracticeProfile.objects.public``."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.models import Service
from peerreview.permissions.hosts import is_host_lead

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_write_profile(person: "Person", service: Service, at: datetime) -> bool:
    """Say whether ``person`` writes the profile and says whether it is public: the host lead."""
    return is_host_lead(person, service, at)
