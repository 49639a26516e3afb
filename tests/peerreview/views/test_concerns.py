"""The pages of immediate concerns, and that nobody of the service learns of one anywhere."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.actions.concerns import raise_concern, refer_concern
from peerreview.enums.concerns import Referral
from peerreview.models import ImmediateConcern, Review
from portal.notifications import ics
from portal.notifications.actions.digests import send_digests
from portal.notifications.actions.reminders import remind
from portal.notifications.actions.sending import send_waiting
from portal.notifications.models import Notification
from portal.notifications.queries.calendars import entries
from portal.people.models import User
from portal.search.filling import rebuild
from tests.factories.peerreviews import HostRoleFactory
from tests.factories.visits import AFTER, VISITED, arranged, planned, seated
from tests.people import browser, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
SEEN = "A boy said that he is locked in at night."


@pytest.fixture(autouse=True)
def _day_of_the_visit() -> Iterator[None]:
    with time_machine.travel(VISITED, tick=False):
        yield


@pytest.fixture
def host() -> User:
    return person(name="Host lead")


@pytest.fixture
@remembered
def review(host: User) -> Review:
    return arranged(lead=host)


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_concern_is_raised_read_and_referred_on_its_own_pages(review: Review) -> None:
    guard = browser(person("safeguarding_lead"))
    peer = browser(seated(review, 2))
    assert "ring 999 first" in text(peer.get(f"/reviews/{review.pk}/concerns/raise/"))
    assert peer.post(f"/reviews/{review.pk}/concerns/raise/", {"text": " "}).status_code == 422
    assert peer.post(f"/reviews/{review.pk}/concerns/raise/", {"text": SEEN}).status_code == 302
    row = ImmediateConcern.objects.get()
    assert f"Concern {row.pk}" in text(peer.get(f"/reviews/{review.pk}/concerns/"))
    assert f"Concern {row.pk}" in text(guard.get("/concerns/"))
    assert SEEN in text(guard.get(f"/concerns/{row.pk}/"))
    assert "Settle 1 immediate concern" in text(guard.get("/today/"))
    assert guard.post(f"/concerns/{row.pk}/refer/", {"reason": "No desk."}).status_code == 422
    assert guard.post(f"/concerns/{row.pk}/refer/", {"to": "authority", "reason": "Duty desk."}).status_code == 302
    assert "Children’s services" in text(guard.get(f"/concerns/{row.pk}/"))
    assert guard.get(f"/concerns/{row.pk}/reason/").status_code == 404
    for stranger in (seated(review, 3), person("administrator"), person("reviewer"), person()):
        assert browser(stranger).get(f"/concerns/{row.pk}/").status_code == 404


def seen_by_hosts(hosts: list[User], review: Review) -> dict[str, object]:
    """Return everything that reaches those who host: pages, search, feed, notices, mail."""
    paths = (
        "/today/",
        "/reviews/",
        f"/reviews/{review.pk}/",
        f"/reviews/{review.pk}/history/",
        f"/reviews/{review.pk}/team/",
        f"/reviews/{review.pk}/timetable/",
        f"/reviews/{review.pk}/concerns/",
        f"/reviews/{review.pk}/notes/",
        f"/our-services/{review.service.urn}/",
        "/search/?q=locked",
        "/search/?q=concern",
        "/notifications/",
        "/notifications/preferences/",
        "/concerns/",
    )
    found: dict[str, object] = {}
    for one in hosts:
        client = browser(one)
        for path in paths:
            response = client.get(path)
            body = response.content.decode()
            tokens = [line for line in body.splitlines() if "csrf" not in line.lower()]
            found[f"{one.pk} {path}"] = (response.status_code, tokens)
        found[f"{one.pk} feed"] = ics.calendar(entries(one, VISITED), name="Feed")
        found[f"{one.pk} notices"] = list(Notification.objects.filter(person=one).values_list("key", "title"))
        found[f"{one.pk} mail"] = [letter.body for letter in mail.outbox if one.email in letter.to]
    return found


def test_nothing_of_a_concern_reaches_anybody_who_hosts(review: Review, host: User) -> None:
    table = planned(review)
    table.shown_at = VISITED
    table.save()
    staff = HostRoleFactory(service=review.service, kind="staff").person
    both = HostRoleFactory(service=review.service, person=person("safeguarding_lead", "programme_manager")).person
    hosts = [host, staff, both]
    tell_all()
    before = seen_by_hosts(hosts, review)
    assert before[f"{host.pk} /reviews/{review.pk}/"][0] == 200  # type: ignore[index]
    concern = raise_concern(review=review, text=SEEN, by=seated(review, 2), at=VISITED)
    remind(at=AFTER)
    refer_concern(concern=concern, to=Referral.AUTHORITY, reason="Duty desk.", by=seated(review, 1), at=VISITED)
    tell_all()
    assert seen_by_hosts(hosts, review) == before
    for one in hosts:
        for path in (f"/concerns/{concern.pk}/", f"/concerns/{concern.pk}/refer/"):
            assert browser(one).get(path).status_code == 404


def tell_all() -> None:
    rebuild()
    send_waiting(at=AFTER)
    send_digests(at=AFTER)


def test_list_costs_the_same_for_one_and_for_three(review: Review) -> None:
    client = browser(person("safeguarding_lead"))
    raise_concern(review=review, text=SEEN, by=seated(review, 2), at=VISITED)
    one = queries(client, "/concerns/")
    for _ in range(2):
        raise_concern(review=review, text=SEEN, by=seated(review, 2), at=VISITED)
    assert queries(client, "/concerns/") == one
    assert one <= 12
