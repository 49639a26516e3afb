"""The read API: the public pages' words, in pages, with tags and limits, and nothing else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.governance import board_with_trustees
from tests.factories.people import LocalAuthorityFactory
from tests.people import browser

pytestmark = pytest.mark.django_db
LISTS = ("decisions", "boards", "standards", "editions", "publications", "regions", "authorities")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_answers_anybody_and_can_only_be_read(client: Client, name: str) -> None:
    response = client.get(f"/api/v1/{name}/")
    assert response.status_code == 200
    assert set(response.json()) == {"count", "next", "previous", "results"}
    assert client.post(f"/api/v1/{name}/", {}).status_code in (403, 405)


def test_an_unchanged_answer_is_not_sent_again(client: Client) -> None:
    tag = client.get("/api/v1/regions/").headers["ETag"]
    again = client.get("/api/v1/regions/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_board_shows_who_sits_and_who_chairs_now(client: Client) -> None:
    board = board_with_trustees(seats=1)
    found = client.get(f"/api/v1/boards/{board.board.slug}/").json()
    young = board.trustees["young-people"]
    # Young people's representatives are not named to the public, here as on the board's page.
    assert {seat["name"] for seat in found["seats"]} == {"", *(it.name for it in board.everyone if it not in young)}
    assert found["chair"]["name"] == board.chair.name
    assert "@" not in str(found)


def test_a_list_costs_as_many_queries_for_three_rows_as_for_one(client: Client) -> None:
    LocalAuthorityFactory()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/authorities/")
        counts.append(len(queries))
        LocalAuthorityFactory()
        LocalAuthorityFactory()
    assert counts[0] == counts[1] <= 5


def test_a_page_is_never_longer_than_a_hundred(client: Client) -> None:
    for _ in range(105):
        LocalAuthorityFactory()
    assert len(client.get("/api/v1/authorities/?limit=100000").json()["results"]) == 100


def test_the_schema_describes_version_one_and_nothing_else(client: Client) -> None:
    schema = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    assert schema["paths"]
    assert all(path.startswith("/api/v1/") for path in schema["paths"])
    assert all(set(methods) == {"get"} for methods in schema["paths"].values())


def test_the_description_runs_no_script_of_its_own(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert "/api/v1/decisions/{number}/" in page
    assert "cdn" not in page.lower()
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_too_many_requests_are_turned_away_whatever_their_headers_say(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("portal.api.base.Throttle.rate", "3/min")
    answers = [
        client.get("/api/v1/regions/", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(5)
    ]
    assert answers == [200, 200, 200, 429, 429]


def test_a_signed_in_readers_answer_is_not_kept(client: Client) -> None:
    board = board_with_trustees(seats=1)
    response = browser(board.chair).get("/api/v1/decisions/")
    assert "no-store" in response.headers["Cache-Control"]
