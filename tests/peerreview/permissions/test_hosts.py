"""Who hosts a service as what, and who names hosts."""

from datetime import timedelta

import pytest

from peerreview.enums.hosts import HostKind
from peerreview.permissions import hosts
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewcasts import HOSTS, YESTERDAY, cast_of
from tests.rights import hold

pytestmark = pytest.mark.django_db
MANAGERS = "manager tied_manager host_manager"


def test_hosts_and_who_names_them() -> None:
    review = ReviewFactory()
    service, cast = review.service, cast_of(review)
    hold(
        cast,
        {
            "host": (HOSTS, lambda one: hosts.is_host(one, service, NOON)),
            "host, asked by its key": (HOSTS, lambda one: hosts.is_host(one, service.pk, NOON)),
            "lead": ("lead", lambda one: hosts.is_host_lead(one, service, NOON)),
            "host until the day before yesterday": (
                f"{HOSTS} former_lead",
                lambda one: hosts.is_host(one, service, YESTERDAY - timedelta(days=1)),
            ),
            "name hosts": (f"{MANAGERS} lead", lambda one: hosts.can_name_hosts(one, service, NOON)),
            "name a lead": (MANAGERS, lambda one: hosts.can_name_host_as(one, service, HostKind.LEAD, NOON)),
            "name staff": (f"{MANAGERS} lead", lambda one: hosts.can_name_host_as(one, service, HostKind.STAFF, NOON)),
        },
    )
    assert {name: hosts.host_kind(one, service, NOON) for name, one in cast.items() if name in HOSTS.split()} == {
        "lead": HostKind.LEAD,
        "staff": HostKind.STAFF,
        "host_manager": HostKind.STAFF,
    }
