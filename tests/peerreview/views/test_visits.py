"""The pages of a visit: fixing the day, planning it, printing it, saying who was there, and what they cost."""

import json
import uuid
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.actions.reviews import postpone
from peerreview.actions.visits import offer_days
from peerreview.enums.reviews import ReviewState
from peerreview.models import ObservationText, Review, Timetable, TimetableSession, Visit
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.visits import VISITED, answered, arranged, planned, seated
from tests.people import browser, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
LATER = (date(2027, 3, 9), date(2027, 3, 17), date(2027, 3, 25))


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


def test_lead_begins_changes_and_shows_the_day_and_the_host_agrees(review: Review, host: User) -> None:
    lead, address = browser(seated(review, 1)), f"/reviews/{review.pk}/timetable/"
    # Planning is for before the day.
    with time_machine.travel(NOON, tick=False):
        assert "Begin with the default day" in text(lead.get(address))
        assert browser(host).get(address).status_code == 404
        assert lead.post(f"{address}begin/").status_code == 302
        page = text(lead.get(address))
        assert "9:30am – 10am" in page
        assert page.count("at the same time as another") == 4
        young = TimetableSession.objects.get(kind="young_people")
        sent = {"kind": "young_people", "starts": "13:15", "ends": "2:15pm", "place": "Garden room", "seats": ["5"]}
        refused = lead.post(f"{address}{young.pk}/", sent)
        assert refused.status_code == 422
        assert "Nobody is alone with a child" in unescape(refused.content.decode())
        assert lead.post(f"{address}{young.pk}/", {**sent, "seats": ["4", "5"]}).status_code == 302
        assert "Garden room" in text(lead.get(address))
        assert lead.post(f"{address}show/").status_code == 302
        page = text(browser(host).get(address))
        assert "Agree to this day" in page
        assert "Take out" not in page
        assert browser(host).post(f"{address}agree/").status_code == 302
    assert Timetable.objects.get().agreed_by == host


def test_day_is_fixed_from_those_held_after_a_postponement(review: Review, host: User) -> None:
    manager = person("programme_manager")
    with time_machine.travel(NOON, tick=False):
        postpone(review=review, reason="Flood.", until=date(2027, 3, 1), by=manager, at=NOON)
        assert "The days were given back" in text(browser(host).get(f"/reviews/{review.pk}/team/"))
        offer_days(review=review, days=LATER, by=host, at=NOON)
        client = browser(seated(review, 1))
        assert "Fix one of these days" in text(client.get(f"/reviews/{review.pk}/team/"))
        address = f"/reviews/{review.pk}/visit/day/"
        assert browser(seated(review, 2)).get(address).status_code == 404
        assert client.post(address, {"day": "2027-03-10"}).status_code == 422
        refused = client.post(address, {"day": "2027-03-17"})
        assert "Not everybody has said whether they can come" in unescape(refused.content.decode())
        answered(review)
        assert client.post(address, {"day": "2027-03-17"}).status_code == 302
    assert Visit.objects.get(review=review).confirmed_on == LATER[1]


def test_attendance_asks_for_a_reason_and_opens_the_notes_to_the_team(review: Review) -> None:
    planned(review)
    lead = browser(seated(review, 1))
    assert "Record who was there" in text(lead.get(f"/reviews/{review.pk}/"))
    address = f"/reviews/{review.pk}/visit/attendance/"
    sent = {f"seat_{n}": "there" for n in range(1, 6)}
    refused = lead.post(address, {**sent, "seat_3": "missing"})
    assert refused.status_code == 422
    assert f"Say why {seated(review, 3).name} was not there" in unescape(refused.content.decode())
    assert browser(seated(review, 2)).get(address).status_code == 404
    assert lead.post(address, {**sent, "seat_3": "missing", "why_3": "Ill."}).status_code == 302
    review.refresh_from_db()
    assert review.state == ReviewState.DRAFTING


def note(review: Review, words: str, **more: object) -> dict[str, object]:
    session = TimetableSession.objects.filter(timetable__visit__review=review)[0].pk
    names = {"note": str(uuid.uuid4()), "act": str(uuid.uuid4()), "session": session, "standard": "", "base": 0}
    return {**names, "text": words, **more}


def send(client: Client, review: Review, person_key: int, *notes: object) -> Any:
    body = json.dumps({"person": person_key, "notes": notes})
    return client.post(f"/reviews/{review.pk}/notebook/sync/", body, content_type="application/json")


def test_outbox_is_taken_act_by_act_and_twice_is_once(review: Review, host: User) -> None:
    planned(review)
    peer = seated(review, 2)
    client, good, bad = browser(peer), note(review, "Seen."), note(review, "X", standard="99.9")
    for _ in range(2):
        results = send(client, review, peer.pk, good, bad).json()["results"]
        assert [one["state"] for one in results] == ["kept", "refused"]
        assert results[0]["n"] == 1
    assert ObservationText.objects.count() == 1
    assert send(Client(), review, peer.pk, good).status_code == 401
    assert send(client, review, seated(review, 3).pk, good).json() == {"state": "somebody_else"}
    assert send(browser(host), review, host.pk, good).status_code == 404
    assert client.post(f"/reviews/{review.pk}/notebook/sync/", "nonsense", content_type="text/plain").status_code == 422
    assert send(client, review, peer.pk, "not a note").json()["results"][0]["state"] == "refused"


def test_a_plain_form_keeps_notes_too_and_shows_texts_written_apart(review: Review) -> None:
    planned(review)
    peer = seated(review, 2)
    client, address = browser(peer), f"/reviews/{review.pk}/notebook/"
    first = note(review, "At the table.\r\nAll of them.")
    assert client.post(address, {**first, "person": peer.pk}).status_code == 302
    assert ObservationText.objects.get().text == "At the table.\nAll of them."
    again = note(review, "On the phone.", note=first["note"])
    assert client.post(address, {**again, "person": peer.pk}).status_code == 302
    page = text(client.get(address))
    assert "Written apart from it" in page
    assert "At the table." in page
    assert "On the phone." in page
    other = client.post(address, {**note(review, "Not mine."), "person": seated(review, 3).pk})
    assert other.status_code == 422
    assert "Somebody else opened this page" in unescape(other.content.decode())


def test_kept_page_names_no_service_and_nobody_of_the_portal(review: Review) -> None:
    planned(review)
    page = text(browser(seated(review, 2)).get(f"/reviews/{review.pk}/notebook/"))
    assert review.service.name not in page
    assert str(review.service) not in page
    assert not [n for n in (1, 3, 4, 5) if seated(review, n).name in page]
    assert "app-header" not in page


def test_notebook_is_installable_within_its_own_folder(review: Review) -> None:
    planned(review)
    client, address = browser(seated(review, 2)), f"/reviews/{review.pk}/notebook/"
    manifest = client.get(f"{address}manifest.json")
    assert manifest["Content-Type"] == "application/manifest+json"
    content = json.loads(manifest.content)
    assert (content["scope"], content["start_url"], content["display"]) == (address, address, "standalone")
    worker = client.get(f"{address}worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert f'const PAGE = "{address}"'.encode() in worker.content.replace(b"\\u002D", b"-")
    assert "Service-Worker-Allowed" not in worker


def test_paper_is_of_the_same_edition(review: Review) -> None:
    planned(review)
    page = text(browser(seated(review, 2)).get(f"/reviews/{review.pk}/notebook/paper/"))
    assert all(standard.text in page for standard in review.edition.standards.all())
    assert str(review.edition) in page


@pytest.mark.parametrize(
    ("path", "most"), [("timetable/", 12), ("notebook/", 12), ("notes/", 12), ("", 12), ("team/", 12)]
)
def test_pages_cost_the_same_however_much_is_noted(review: Review, path: str, most: int) -> None:
    planned(review)
    peer = seated(review, 2)
    client, address = browser(peer), f"/reviews/{review.pk}/{path}"
    send(client, review, peer.pk, note(review, "One."))
    one = queries(client, address)
    send(client, review, peer.pk, note(review, "Two."), note(review, "Three."))
    assert queries(client, address) == one
    assert one <= most
