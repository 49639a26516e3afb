"""Steps that several journeys take: days in boxes, who hosts, who sits where, what axe says."""

from datetime import date

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Portal


def fill_day(page: Page, name: str, day: date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name={name}-{part}]").fill(str(value))


def accessible(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']}" for one in found if one["impact"] in {"serious", "critical"}]


def email_of_host(portal: Portal, review: str) -> str:
    return portal.one(
        "SELECT u.email FROM peerreview_hostrole h JOIN people_user u ON u.id = h.person_id"
        " JOIN peerreview_review r ON r.service_id = h.service_id WHERE r.id = ? AND h.kind = 'lead'",
        review,
    )


def email_of_seat(portal: Portal, review: str, number: int) -> str:
    """Return who has a seat."""
    return portal.one(
        "SELECT u.email FROM peerreview_teamseat s JOIN peerreview_team t ON t.id = s.team_id"
        " JOIN people_user u ON u.id = s.person_id WHERE t.review_id = ? AND s.number = ?",
        review,
        number,
    )


def seat_of(portal: Portal, review: str, number: int) -> str:
    return portal.one(
        "SELECT s.id FROM peerreview_teamseat s JOIN peerreview_team t ON t.id = s.team_id"
        " WHERE t.review_id = ? AND s.number = ?",
        review,
        number,
    )
