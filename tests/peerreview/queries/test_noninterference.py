"""Invariant 21: two databases that differ only in reviews a person may not see give that person the same pages.

What is compared is what a person receives: lists, counts, filters, Today, notices, previews, searches, what the read
API and the files for spreadsheets and feed readers hold, the calendar, letters and the morning's digest.
"""

import io
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from openpyxl import load_workbook

from peerreview.announcements.preview import coming
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.enums.visits import DayState
from peerreview.models import HeldDay, Review, ReviewCycle, TeamSeat, Visit
from peerreview.queries import cycles as queries
from peerreview.queries.supply import supply
from portal.history.writing import save_with_history
from portal.notifications.actions.calendars import make_feed
from portal.notifications.actions.digests import send_digests
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
from tests.factories.reviewers import reviewers, with_team
from tests.factories.services import ServiceFactory
from tests.people import browser, person
from tests.thorough import some

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
    "/reviewing/",
    "/concerns/",
    "/accreditation/cases/",
    "/reports/",
    "/network-reports/",
    "/cycles/{label}/plans/",
    "/search/?q=SC",
    "/search/?q=review",
)
# What programs read: the lists of the API, the files for spreadsheets, the feed.
FILES = (
    *(f"/api/v1/{name}/" for name in ("decisions", "boards", "standards", "editions", "publications")),
    "/api/v1/editions/{edition}/",
    "/api/v1/standards/small/",
    "/services/directory.csv",
    "/decisions.csv",
    "/decisions/feed/",
    "/standards/small/1.json",
    "/standards/small/1.csv",
    "/standards/small/1.xlsx",
)
DAYS_HELD = ((date(2027, 2, 2), DayState.CONFIRMED), (date(2027, 2, 10), DayState.FREED))


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
        owners = (self.owner, self.sister, self.owner)
        self.hidden_services = [ServiceFactory(member=True, owner=one) for one in owners]
        self.hosts = [person() for _one in owners]
        # They are there in both databases: that they review is no secret.
        self.team = reviewers()

    def add_hidden(self, seated: User | None = None) -> list[Review]:
        """Add late, handed-in and arranged reviews that the people of this test must not know of.

        ``seated`` said yes to a seat before it was known what ties them to the service.
        """
        states = (ReviewState.SELF_REVIEW, ReviewState.SUBMITTED, ReviewState.SCHEDULED)
        rows = [
            ReviewFactory(cycle=self.cycle, service=service, state=state, lead=host, clock_from=LONG_LATE)
            for service, state, host in zip(self.hidden_services, states, self.hosts, strict=True)
        ]
        team = with_team(rows[-1], self.team, state=SeatState.CONFIRMED)
        if seated is not None:
            seat = TeamSeat.objects.get(team=team, number=2)
            seat.person = seated
            save_with_history(seat, by=None, reason="Made for a test", at=NOON)
        for day, state in DAYS_HELD:
            held = HeldDay(visit=Visit.objects.get(review=rows[-1]), day=day, state=state, changed_at=NOON)
            save_with_history(held, by=None, reason="Made for a test", at=NOON)
        return rows


def received(who: User, world: World, at: datetime) -> dict[str, Any]:
    """Gather everything ``who`` is given; the token against forged requests is another each time."""
    remind(at=at)
    client = browser(who)
    got: dict[str, Any] = {}
    for address in ADDRESSES:
        cache.clear()
        response = client.get(address.format(label=world.cycle.label))
        got[address] = (response.status_code, _words(response.content.decode()))
    for address in FILES:
        cache.clear()
        response = client.get(address.format(edition=world.open.edition_id))
        got[address] = (response.status_code, _file(response))
    got["calendar"] = browser().get(feed_of(who)).content.decode()
    mail.outbox.clear()
    send_digests(at=at + timedelta(days=1))
    own = [one for one in mail.outbox if who.email in one.to]
    got["letters"] = [(one.subject, _words(one.body), [str(part) for part in one.attachments]) for one in own]
    fresh = User.objects.get(pk=who.pk)
    got["counts"] = queries.stage_counts(fresh, world.cycle, at)
    got["cycles"] = [(row.count, row.late) for row in queries.cycles(fresh, at)]  # type: ignore[attr-defined]
    got["numbers"] = numbers = queries.numbers_of(fresh, world.cycle, at)
    got["supply"] = supply(queries.stage_counts(fresh, world.cycle, at), numbers)
    got["startable"] = [row.pk for row in queries.startable(fresh, world.cycle, at)]
    got["preview"] = coming(fresh, world.cycle, at, at)
    got["told"] = list(Notification.objects.filter(person=who).order_by("key").values_list("key", "title"))
    return got


def _file(response: Any) -> Any:
    """Return what a file says: a workbook is another file each time it is written, and its cells are the same."""
    content = b"".join(response) if response.streaming else response.content
    if "spreadsheet" not in response.get("Content-Type", ""):
        return content.decode()
    return [[cell.value for cell in row] for sheet in load_workbook(io.BytesIO(content)) for row in sheet]


def _words(page: str) -> list[str]:
    # PostgreSQL gives no number twice: what was undone in between still moves the keys of one's own notices.
    page = re.sub(r"/notifications/\d+/", "/notifications/own/", page)
    return [line.strip() for line in page.splitlines() if "csrf" not in line and "nonce" not in line and line.strip()]


def feed_of(who: User) -> str:
    return reverse("notifications:calendar", args=[make_feed(by=who, at=NOON)])


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


STRANGERS = (
    "manager who works for the owner",
    "manager who left a sister three years ago",
    "host of another service",
    "administrator",
    "reviewer",
    "nobody in particular",
)


@pytest.mark.parametrize("who", some(STRANGERS, 2))
def test_reviews_one_may_not_see_change_nothing_one_receives(who: str) -> None:
    with time_machine.travel(NOON, tick=False):
        world = World()
        reader = strangers(world)[who]
        with transaction.atomic():
            before = received(reader, world, NOON)
            transaction.set_rollback(True)
        hidden = world.add_hidden(reader if who.startswith("manager") else None)
        after = received(reader, world, NOON)
        for name, value in before.items():
            assert after[name] == value, name
        ours = browser(world.hosts[2]).get(feed_of(world.hosts[2])).content.decode()
        assert "20270202" in ours
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
    # A manager hosts nothing and is on no team, nothing more can be begun or is overdue, what has been told is in no
    # preview; what is published says nothing of a review before its report is.
    quiet = {"/our-services/", "/reviewing/", "/concerns/", "/accreditation/cases/", "/reports/", "/network-reports/"}
    assert same <= {*quiet, *FILES, "/search/?q=review", "startable", "numbers", "preview", "calendar"}, same


@pytest.mark.parametrize(("number", "noticed"), [(0, "letters"), (2, "calendar")])
def test_the_comparison_notices_a_day_and_a_letter_of_somebodys_own(number: int, noticed: str) -> None:
    """The host of the late review is written to, the host of the arranged one has a day."""
    with time_machine.travel(NOON, tick=False):
        world = World()
        host = world.hosts[number]
        with transaction.atomic():
            before = received(host, world, NOON)
            transaction.set_rollback(True)
        world.add_hidden()
        after = received(host, world, NOON)
    assert before[noticed] != after[noticed]
    assert before["/our-services/"] != after["/our-services/"]
