"""Invariant 21: two databases that differ only in reviews a person may not see give that person the same pages.

What is compared is what a person receives: lists, counts, filters, Today, notices, previews, one review.
"""

import re
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from peerreview.announcements.preview import coming
from peerreview.enums.reviews import ReviewState
from peerreview.models import Review, ReviewCycle
from peerreview.queries import cycles as queries
from peerreview.queries.supply import supply
from portal.notifications.actions.reminders import remind
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import (
    ControlGroupFactory,
    ControlGroupMembershipFactory,
    HostRoleFactory,
    ReviewCycleFactory,
    ReviewFactory,
)
from tests.factories.people import AffiliationFactory, OrganisationFactory
from tests.factories.services import ServiceFactory
from tests.people import browser, person

pytestmark = pytest.mark.django_db
LONG_LATE = date(2026, 8, 24)
ADDRESSES = (
    "/reviews/",
    "/reviews/?stage=late",
    "/reviews/?stage=self_review&kind=full",
    "/reviews/?q=SC",
    "/cycles/",
    "/cycles/{label}/",
    "/cycles/{label}/?stage=late",
    "/cycles/{label}/?stage=submitted",
    "/cycles/{label}/reminders/",
    "/cycles/{label}/plan/",
    "/today/",
    "/notifications/",
    "/our-services/",
)


class World:
    """A cycle with one review everybody asked about may see, and owners from whom the hidden ones come."""

    def __init__(self) -> None:
        self.cycle: ReviewCycle = ReviewCycleFactory(label="2026-27")
        self.owner = OrganisationFactory()
        self.sister = OrganisationFactory()
        group = ControlGroupFactory()
        for one in (self.owner, self.sister):
            ControlGroupMembershipFactory(organisation=one, group=group)
        self.open = ReviewFactory(
            cycle=self.cycle, service=ServiceFactory(member=True), state=ReviewState.SELF_REVIEW, lead=person()
        )
        # Members all the same: that they are members is in the register, what is planned for them is not told.
        self.hidden_services = [ServiceFactory(member=True, owner=one) for one in (self.owner, self.sister)]

    def add_hidden(self) -> list[Review]:
        """Add late, handed-in and planned reviews that the people of this test must not know of."""
        states = (ReviewState.SELF_REVIEW, ReviewState.SUBMITTED)
        return [
            ReviewFactory(cycle=self.cycle, service=service, state=state, lead=person(), clock_from=LONG_LATE)
            for service, state in zip(self.hidden_services, states, strict=True)
        ]


def received(who: User, world: World, at: datetime) -> dict[str, Any]:
    """Gather everything ``who`` is given; the token against forged requests is another each time."""
    remind(at=at)
    client = browser(who)
    got: dict[str, Any] = {}
    for address in ADDRESSES:
        cache.clear()
        response = client.get(address.format(label=world.cycle.label))
        got[address] = (response.status_code, _words(response.content.decode()))
    fresh = User.objects.get(pk=who.pk)
    got["counts"] = queries.stage_counts(fresh, world.cycle, at)
    got["cycles"] = [(row.count, row.late) for row in queries.cycles(fresh, at)]  # type: ignore[attr-defined]
    got["supply"] = supply(queries.stage_counts(fresh, world.cycle, at))
    got["startable"] = [row.pk for row in queries.startable(fresh, world.cycle, at)]
    got["preview"] = coming(fresh, world.cycle, at, at)
    got["told"] = list(Notification.objects.filter(person=who).order_by("key").values_list("key", "title"))
    return got


def _words(page: str) -> list[str]:
    # PostgreSQL gives no number twice: what was undone in between still moves the keys of one's own notices.
    page = re.sub(r"/notifications/\d+/", "/notifications/own/", page)
    return [line.strip() for line in page.splitlines() if "csrf" not in line and "nonce" not in line and line.strip()]


def strangers(world: World) -> dict[str, User]:
    """Return everybody to whom the hidden reviews do not exist, by what they are."""
    worked = person("programme_manager")
    AffiliationFactory(person=worked, organisation=world.owner)
    left = person("programme_manager")
    AffiliationFactory(person=left, organisation=world.sister, ends_on=date(2023, 1, 1))
    host = person()
    HostRoleFactory(person=host, service=world.open.service)
    return {
        "manager who works for the owner": worked,
        "manager who left a sister three years ago": left,
        "host of another service": host,
        "administrator": person("administrator"),
        "reviewer": person("reviewer"),
        "nobody in particular": person(),
    }


@pytest.mark.parametrize(
    "who",
    [
        "manager who works for the owner",
        "manager who left a sister three years ago",
        "host of another service",
        "administrator",
        "reviewer",
        "nobody in particular",
    ],
)
def test_reviews_one_may_not_see_change_nothing_one_receives(who: str) -> None:
    with time_machine.travel(NOON, tick=False):
        world = World()
        reader = strangers(world)[who]
        with transaction.atomic():
            before = received(reader, world, NOON)
            transaction.set_rollback(True)
        hidden = world.add_hidden()
        after = received(reader, world, NOON)
        for name, value in before.items():
            assert after[name] == value, name
        client = browser(reader)
        for review in hidden:
            for part in ("", "history/", "cancel/", "return/", "postpone/", "submit/", "extend/self_review/"):
                assert client.get(f"/reviews/{review.pk}/{part}").status_code == 404, part
            assert client.post(f"/reviews/{review.pk}/start/").status_code == 404


def test_the_comparison_notices_a_difference_where_there_is_one() -> None:
    with time_machine.travel(NOON, tick=False):
        world = World()
        reader = person("programme_manager")
        with transaction.atomic():
            before = received(reader, world, NOON)
            transaction.set_rollback(True)
        world.add_hidden()
        after = received(reader, world, NOON)
    same = {name for name in before if before[name] == after[name]}
    # A manager hosts nothing, nothing more can be begun, and what has been told is in no preview.
    assert same <= {"/our-services/", "startable", "preview"}
