"""Standards as the public reads them."""

import csv
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content import public_cache
from peerreview.actions.standards import open_consultation
from peerreview.domain.standards import digest
from peerreview.domain.standards_layout import harmless
from peerreview.queries.standards import search_standards
from tests.conftest import NOON
from tests.factories.standards import draft_edition, published_edition, standard
from tests.people import browser, person

pytestmark = pytest.mark.django_db
SECRET = "Nobody reads this yet"


@pytest.fixture
def editions() -> Any:
    first = published_edition(
        standard("1.1", text="Adults don't give up.", type=1, core=True),
        standard("1.2", applies_to=["school"], values=[{"value": "process", "strength": "primary"}]),
        standard("1.3", sources=["Children Act 1989, s. 22"]),
    )
    second = published_edition(
        standard("1.1", text="Adults never give up.", type=1, core=True), standard("1.2"), number=2
    )
    return first, second


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_set_shows_the_edition_in_force(client: Client, editions: Any) -> None:
    html = words(client, "/standards/small/")
    assert "Adults never give up." in html
    assert "has taken the place" not in html


def test_a_superseded_edition_keeps_its_address_and_says_so(client: Client, editions: Any) -> None:
    html = words(client, "/standards/small/1/")
    assert "Adults don&#x27;t give up." in html
    assert "&amp;#x27;" not in html
    assert "has taken the place" in html
    assert "noindex" in html


def test_one_standard_says_everything_in_words(client: Client, editions: Any) -> None:
    html = words(client, "/standards/small/1/1.3/")
    for said in ("Grown-ups keep promise 1.3.", "Listen at breakfast.", "Children Act 1989", "Respect", "Cite this"):
        assert said in html
    assert 'rel="prev"' in html
    assert 'rel="next"' not in html


def test_a_standard_names_its_words_in_other_editions(client: Client, editions: Any) -> None:
    html = words(client, "/standards/small/1/1.1/")
    assert "/standards/small/2/1.1/" in html
    assert "other words" in html
    assert "reworded" in html


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?type=1", "1.1", "1.2"),
        ("?kind=school", "1.2", "1.1"),
        ("?value=process", "1.2", "1.3"),
        ("?type=9", "1.1", ""),
    ],
)
def test_the_list_is_narrowed(client: Client, editions: Any, query: str, shown: str, hidden: str) -> None:
    html = words(client, f"/standards/small/1/{query}")
    assert f'id="standard-{shown}"' in html
    assert not hidden or f'id="standard-{hidden}"' not in html


def test_plain_words_take_the_place_of_the_text(client: Client, editions: Any) -> None:
    html = words(client, "/standards/small/1/?words=plain")
    assert "Grown-ups keep promise 1.1." in html
    assert "Adults don&#x27;t give up." not in html


@pytest.mark.parametrize(
    "address",
    [
        "/standards/none/",
        "/standards/small/9/",
        "/standards/small/1/7.7/",
        "/standards/small/9.csv",
        "/standards/none/1.json",
    ],
)
def test_what_never_was_is_not_found(client: Client, editions: Any, address: str) -> None:
    assert client.get(f"/standards/{address}").status_code == 404


def test_a_draft_edition_reaches_nobody_but_its_manager(client: Client, editions: Any) -> None:
    draft_edition(standard("1.1", text=SECRET, lineage="line-1-1"), number=3)
    addresses = (
        "/standards/",
        "/standards/small/",
        "/standards/small/2/1.1/",
        "/standards/small/2.json",
        "/sitemap.xml",
    )
    for address in addresses:
        html = words(client, address)
        assert SECRET not in html
        assert "/standards/small/3/" not in html
    for tail in ("3/", "3/1.1/", "3.json", "3.csv"):
        assert client.get(f"/standards/small/{tail}").status_code == 404
        assert browser(person("editor")).get(f"/standards/small/{tail}").status_code == 404
    assert search_standards("Nobody reads") == []
    assert SECRET in words(browser(person("programme_manager")), "/standards/small/3/")


def test_a_set_of_which_nothing_is_public_does_not_exist(client: Client) -> None:
    draft_edition()
    assert client.get("/standards/small/").status_code == 404
    assert "Small Standards" not in words(client, "/standards/")


def test_a_consultation_draft_is_public_and_says_what_it_is(client: Client) -> None:
    open_consultation(edition=draft_edition(), by=person("programme_manager"), at=NOON)
    assert "open for consultation" in words(client, "/standards/small/1/")


def test_the_data_carries_the_hash_that_can_be_checked(client: Client, editions: Any) -> None:
    data = json.loads(words(client, "/standards/small/1.json"))
    published = data.pop("published")
    assert digest(data) == published["sha256"] == editions[0].sha256


def test_the_spreadsheet_holds_every_standard(client: Client, editions: Any) -> None:
    rows = list(csv.DictReader(words(client, "/standards/small/1.csv").lstrip("\ufeff").splitlines()))
    assert [row["code"] for row in rows] == ["1.1", "1.2", "1.3"]
    assert rows[0]["text"] == "Adults don't give up."


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-x", "@name", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("Adults") == "Adults"


def count(client: Client, address: str) -> int:
    public_cache.forget()
    with CaptureQueriesContext(connection) as seen:
        words(client, address)
    return len(seen)


@pytest.mark.parametrize("address", ["/standards/", "/standards/small/", "/standards/small/1/1.1/"])
def test_pages_cost_the_same_with_one_and_three(client: Client, address: str) -> None:
    published_edition(standard("1.1"))
    words(client, address)
    one = count(client, address)
    published_edition(standard("1.1"), standard("1.2"), standard("1.3"), number=1, code="other")
    if address != "/standards/":
        address = address.replace("small", "other")
    assert count(client, address) == one <= 10


def test_seventy_two_standards_cost_ten_queries_at_most(client: Client) -> None:
    published_edition(*(standard(f"1.{n}") for n in range(1, 73)))
    assert count(client, "/standards/small/") <= 10


def test_search_finds_words_with_apostrophes(editions: Any) -> None:
    assert [one.code for one in search_standards("never give")] == ["1.1"]
    assert search_standards("don't") == []
    assert search_standards(" ") == []
