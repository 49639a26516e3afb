"""Invariant 21 for reviewers and teams: what a conflicted person is given does not depend on what is kept from them.

The hidden review has days, a team of the very people the visible ones could have, somebody who left it, a team of last
year, conflicts and notices. A programme manager tied to its owner must not infer any of it from lists, counts, supply,
the problem the solver is given, or a letter.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from peerreview.actions.conflicts import declare_conflict
from peerreview.actions.matchruns import start_search
from peerreview.actions.teams import decline
from peerreview.enums.conflicts import ConflictKind, ConflictSource
from peerreview.enums.teams import SeatState
from peerreview.models import Review, ReviewCycle, ReviewerProfile, Service, TeamSeat
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewCycleFactory, ReviewFactory
from tests.factories.people import AffiliationFactory, OrganisationFactory
from tests.factories.reviewers import ReviewerConflictFactory, VisitFactory, reviewers, with_team
from tests.factories.services import ServiceFactory
from tests.people import browser, person

pytestmark = pytest.mark.django_db
VARIES = re.compile(r'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')
ADDRESSES = (
    "/today/",
    "/notifications/",
    "/reviewers/",
    "/reviewers/{reviewer}/",
    "/reviewers/conflicts/",
    "/reviewers/reciprocity/",
    "/cycles/{label}/",
    "/cycles/{label}/teams/",
    "/reviews/",
    "/reviews/{visible}/team/",
    "/reviews/{visible}/team/5/fill/",
    "/reviewing/",
    "/search/?q={urn}",
)
HIDDEN = ("/reviews/{hidden}/team/", "/reviews/{hidden}/team/days/", "/reviewers/conflicts/{tie}/")
# What people without an office in the network are given at all.
ORDINARY = ("/today/", "/notifications/", "/reviewing/", "/reviews/")


class World:
    """A visible review with a team that has an open seat, and a service of somebody's owner."""

    def __init__(self) -> None:
        self.cycle: ReviewCycle = ReviewCycleFactory(label="2026-27")
        self.last: ReviewCycle = ReviewCycleFactory(
            label="2025-26", opens_on=date(2025, 9, 1), closes_on=date(2026, 8, 1)
        )
        self.owner = OrganisationFactory()
        self.service: Service = ServiceFactory(member=True, owner=self.owner)
        self.people: list[ReviewerProfile] = reviewers()
        self.visible: Review = ReviewFactory(cycle=self.cycle)
        with_team(self.visible, self.people[:2], state=SeatState.ACCEPTED)
        VisitFactory(review=ReviewFactory(cycle=self.cycle))
        self.host = person()

    def add_hidden(self) -> dict[str, int]:
        """Add everything that must not be felt."""
        review = ReviewFactory(cycle=self.cycle, service=self.service, lead=self.host)
        team = with_team(review, self.people, state=SeatState.INVITED)
        gone = TeamSeat.objects.select_related("team__review", "person").get(team=team, number=3)
        assert gone.person is not None
        decline(seat=gone, reason="No", by=gone.person, at=NOON)
        with_team(ReviewFactory(cycle=self.last, service=self.service), self.people, state=SeatState.CONFIRMED)
        tie = declare_conflict(
            person=self.people[4].person,
            organisation=None,
            service=self.service,
            host_organisation=None,
            kind=ConflictKind.COMPETES,
            details="Hidden words",
            ended_on=None,
            source=ConflictSource.REVIEWER,
            by=self.people[4].person,
            at=NOON,
        )
        return {"hidden": review.pk, "tie": tie.pk}


def strangers(world: World) -> dict[str, User]:
    worked = person("programme_manager")
    AffiliationFactory(person=worked, organisation=world.owner)
    tied = person("programme_manager")
    ReviewerConflictFactory(person=tied, service=None, host_organisation=world.owner, kind=ConflictKind.FAMILY)
    return {
        "manager who works for the owner": worked,
        "manager with family there": tied,
        "administrator": person("administrator"),
        "reviewer elsewhere": person("reviewer"),
    }


def received(who: User, world: World) -> dict[str, Any]:
    client = browser(who)
    got: dict[str, Any] = {}
    words = {
        "label": world.cycle.label,
        "reviewer": world.people[4].pk,
        "visible": world.visible.pk,
        "urn": world.service.urn,
    }
    manages = who.role_grants.filter(role="programme_manager").exists()
    for address in ADDRESSES if manages else ORDINARY:
        cache.clear()
        response = client.get(address.format(**words))
        got[address] = (response.status_code, VARIES.sub("", response.content.decode()))
    got["told"] = list(Notification.objects.filter(person=who).order_by("key").values_list("key", "title"))
    fresh = User.objects.get(pk=who.pk)
    if manages:
        with transaction.atomic():
            try:
                got["problem"] = start_search(cycle=world.cycle, by=fresh, at=NOON).input_hash
            except Refused as refused:
                got["problem"] = str(refused)
            transaction.set_rollback(True)
    return got


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def test_what_is_kept_from_somebody_changes_nothing_they_are_given() -> None:
    world = World()
    people = strangers(world)
    without = {name: received(who, world) for name, who in people.items()}
    keys = world.add_hidden()
    for name, who in people.items():
        got = received(who, world)
        differing = [key for key in got if got[key] != without[name][key]]
        assert differing == [], f"{name} can tell from {differing}"
        client = browser(who)
        for address in HIDDEN:
            assert client.get(address.format(**keys)).status_code == 404, (name, address)


def test_the_comparison_notices_what_a_programme_manager_without_a_conflict_sees() -> None:
    """Were the pages blind to the hidden rows, the test above would prove nothing."""
    world = World()
    manager = person("programme_manager")
    without = received(manager, world)
    world.add_hidden()
    got = received(manager, world)
    differing = {key for key in got if got[key] != without[key]}
    assert {"/reviewers/", "/reviewers/conflicts/", "/reviewers/reciprocity/", "/cycles/{label}/teams/"} <= differing
    assert {"problem", "told", "/today/", "/cycles/{label}/"} <= differing
