"""The pages of network reports: who meets them, what they say, and what they cost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerreview.models import AggregateReport, NetworkActionPoint
from portal.people.models import User
from portal.ui import pieces
from tests.conftest import NOON
from tests.factories.aggregates import computed, cycle_of, edition_of, manager, many_judged, published
from tests.people import browser, person

pytestmark = pytest.mark.django_db
PUBLIC = "/network-reports/2026/small/1/"
MAKING = "/cycles/2026/network-report/small/1/"


@pytest.fixture(autouse=True)
def _at_noon() -> None:
    cache.clear()


def test_a_manager_makes_one_from_the_cycle_to_the_public_page() -> None:
    cycle, edition = cycle_of(), edition_of(2, 1)
    many_judged(cycle, edition, [(12, 5, 3), (7, 7, 6), (18, 1, 1)])
    with time_machine.travel(NOON, tick=False):
        client = browser(manager())
        assert "/cycles/2026/network-report/" in client.get("/cycles/2026/").content.decode()
        assert "not begun" in client.get("/cycles/2026/network-report/").content.decode()
        assert "Nothing is computed yet" in client.get(MAKING).content.decode()
        few = client.post(f"{MAKING}compute/", {"fewest": "4"})
        assert few.status_code == 422
        assert client.post(f"{MAKING}compute/", {"fewest": "5"}).status_code == 302
        page = client.get(MAKING).content.decode()
        assert "still missing" in page
        assert "60% (12)" in page
        assert browser().get(PUBLIC).status_code == 404
        due = {"due_on-day": "1", "due_on-month": "3", "due_on-year": "2027"}
        assert client.post(f"{MAKING}points/add/", {"text": "Train forty leads.", **due}).status_code == 302
        assert "What is still missing" in client.get(f"{MAKING}publish/").content.decode()
        words = {"summary": "A good year.", "plain_summary": "Most went well.", "base": "0"}
        assert client.post(f"{MAKING}words/", words).status_code == 302
        kept = client.post(f"{MAKING}words/", {**words, "summary": "Typed while somebody else did."})
        assert kept.status_code == 422
        assert "Typed while somebody else did." in kept.content.decode()
        assert client.post(f"{MAKING}publish/", {"base": "1"}).status_code == 302
        public = browser().get(PUBLIC).content.decode()
        for said in ("A good year.", "Most went well.", "Train forty leads.", "60% (12)", "40% (8)", "withheld"):
            assert said in public
        assert client.post(f"{MAKING}points/1/update/", {"status": "done", "text": "All forty."}).status_code == 302
    assert NetworkActionPoint.objects.get().updates.get().text == "All forty."


def test_updates_after_publication_stand_on_the_public_page() -> None:
    cycle, edition, by = cycle_of(), edition_of(1), manager()
    many_judged(cycle, edition, [(12, 5, 3)])
    published(cycle, edition, by)
    report = AggregateReport.objects.get()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        client = browser(by)
        client.post(f"{MAKING}compute/", {"reason": "A point was forgotten"})
        due = {"due_on-day": "1", "due_on-month": "3", "due_on-year": "2027"}
        client.post(f"{MAKING}points/add/", {"text": "Train forty leads.", **due})
        client.post(f"{MAKING}publish/", {"base": "3"})
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        said = {"status": "done", "text": "All forty are trained."}
        assert browser(by).post(f"{MAKING}points/1/update/", said).status_code == 302
    page = browser().get(PUBLIC).content.decode()
    assert "Since it was published" in page
    assert "All forty are trained." in page
    assert report.versions.count() == 4
    first = browser().get(f"{PUBLIC}2/").content.decode()
    assert "A newer version was published" in first
    assert "Train forty leads." not in first


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "csv", "json"])
def test_files_are_handed_out_under_names_that_say_nothing_of_services(kind: str) -> None:
    cycle, edition = cycle_of(), edition_of(1)
    many_judged(cycle, edition, [(12, 5, 3)])
    version = published(cycle, edition)
    answer = browser().get(f"{PUBLIC}{version.n}/report.{kind}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="network-report-2026-small-1-2.{kind}"'
    assert browser().get(f"{PUBLIC}1/report.{kind}").status_code == 404


def test_whoever_makes_none_learns_nothing_of_a_draft() -> None:
    """Invariant 21: two databases that differ only in a draft look the same to everybody else."""
    cycle, edition = cycle_of(), edition_of(1)
    many_judged(cycle, edition, [(12, 5, 3)])
    people: list[User | None] = [None, person(), person("administrator"), person("reviewer")]
    asked = ("/network-reports/", "/standards/", PUBLIC, "/reports/", MAKING, "/cycles/2026/", "/search/?q=network")

    def seen() -> list[tuple[int, str]]:
        cache.clear()
        answers = [browser(one).get(path) for one in people for path in asked]
        hide = re.compile(r'csrf\w*" value="[^"]+"|nonce="[^"]+"|data-session[^ >]*')
        return [(one.status_code, hide.sub("", one.content.decode())) for one in answers]

    with time_machine.travel(NOON, tick=False):
        before = seen()
        computed(cycle, edition)
        assert seen() == before


def test_it_costs_the_same_with_one_and_with_three_sections() -> None:
    counts, by = [], manager()
    edition = edition_of(1)
    cycle = cycle_of()
    many_judged(cycle, edition, [(12, 5, 3)])
    published(cycle, edition, by)
    larger = edition_of(3, 3, 3, number=2)
    many_judged(cycle, larger, [(12, 5, 3)] * 9)
    published(cycle, larger, by)
    client, maker = browser(), browser(by)
    for number in (1, 2):
        for asking, path in ((client, PUBLIC), (maker, MAKING)):
            address = path.replace("/small/1/", f"/small/{number}/")
            asking.get(address)
            pieces._DRAWN.clear()
            with CaptureQueriesContext(connection) as queries:
                assert asking.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert counts[0] <= 4
    assert counts[1] <= 12


def test_computing_costs_the_same_for_one_and_for_three_standards() -> None:
    counts = []
    for year, sizes in ((2025, (1,)), (2026, (3, 3, 3))):
        edition, cycle = edition_of(*sizes, number=year - 2024), cycle_of(year)
        many_judged(cycle, edition, [(12, 5, 3)] * sum(sizes))
        by = manager()
        with CaptureQueriesContext(connection) as queries:
            computed(cycle, edition, by)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_costs_the_same_with_one_and_with_three_reports() -> None:
    counts, by, edition = [], manager(), edition_of(1)
    for year in (2024, 2025, 2026):
        cycle = cycle_of(year)
        many_judged(cycle, edition, [(12, 5, 3)])
        published(cycle, edition, by)
        with CaptureQueriesContext(connection) as queries:
            page = browser().get("/network-reports/").content.decode()
        assert f"Reviews {year}" in page
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
