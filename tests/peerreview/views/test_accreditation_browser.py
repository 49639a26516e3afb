"""Accreditation in a real browser: a panel decides on a phone without script; every page is checked by axe."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from peerreview.actions import panels
from peerreview.enums.accreditation import Outcome
from peerreview.models import AwardCondition, PanelSeat
from portal.people.models import User
from tests.conftest import CHROMIUM
from tests.factories import accreditation as make
from tests.factories.selfassessments import lead_of
from tests.factories.services import ServiceFactory
from tests.people import browser as signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
Open = Callable[..., Page]
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Open a page as somebody, on a phone unless a width is said."""
    contexts, complaints = [], []

    def open_(person: User | None, path: str, *, width: int = 375, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=script, base_url=live_server.url
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        if person is not None:
            cookie = signed_in(person).cookies["sessionid"]
            context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    # The database is copied anew after each test: no request may still hold the old one.
    for _ in range(200):
        if not any("process_request_thread" in thread.name for thread in threading.enumerate()):
            break
        time.sleep(0.05)
    assert complaints == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_three_with_one_recused_decide_on_a_phone_and_everybody_sees_the_badge(opened: Open) -> None:
    case = make.before_panel(service=ServiceFactory(named="Rowan House"))
    path = f"/accreditation/cases/{case.pk}/panel/"
    first, second, third = (opened(one, path, script=False) for one in make.panel_of(case))
    first.get_by_role("button", name="Propose a decision").click()
    first.get_by_label("Accredited", exact=True).check()
    first.get_by_label("Reasons").fill("Every threshold is reached.")
    press(first, "Propose it")
    expect(first.locator("main")).to_contain_text("Panel 3 has not spoken yet")
    third.get_by_role("link", name="take no part").click()
    third.get_by_label("Why?").fill("I taught somebody who works there.")
    press(third, "Take no part")
    expect(third.locator("main")).to_contain_text("No cases")
    assert third.goto(path).status == 404  # type: ignore[union-attr]
    second.reload()
    expect(second.locator("main")).to_contain_text("Panel 2 has not spoken yet")
    second.get_by_role("button", name="Say what you think of the proposal").click()
    second.get_by_label("I agree").check()
    press(second, "Say it")
    expect(second.locator("main")).to_contain_text("everybody who decides agrees")
    second.get_by_role("button", name="Record the decision").click()
    press(second, "Record the decision")
    expect(second.locator("main")).to_contain_text("by consensus of 2 members")
    public = opened(None, "/services/rowan-house/", script=False)
    expect(public.locator("main")).to_contain_text("Accredited")
    public.get_by_role("link", name="What this means").click()
    expect(public.locator("main")).to_contain_text("Rowan House")


@pytest.mark.parametrize("width", [375, 1280])
def test_every_page_of_accreditation_is_accessible_and_fits(opened: Open, width: int) -> None:
    at = timezone.now()
    due = at.date() + timedelta(days=60)
    manager = make.manager()
    case = make.before_panel(make.SAFE, service=ServiceFactory(named="Rowan House"))
    one, two, three = make.panel_of(case)
    base = f"/accreditation/cases/{case.pk}/"
    wrong = broken(opened, one, f"{base}panel/propose/", width)
    row = make.proposed(case, Outcome.CONDITIONS, at=at, conditions=[("Plan supervision for everybody.", due)])
    make.said(row, two, "objects", "The nights are not in it.", at=at)
    panels.recuse(case=make.fresh(case), person=three, reason="A tie.", by=manager, at=at)
    for path in ("", "panel/", "report/", "evidence/", "history/", f"panel/recuse/{one.pk}/"):
        wrong += broken(opened, one, base + path, width)
    for path in ("panel/", "meeting/"):
        wrong += broken(opened, manager, base + path, width)
    row = make.proposed(case, Outcome.CONDITIONS, at=at, conditions=[("Plan nights as well.", due)])
    wrong += broken(opened, two, f"{base}panel/2/say/", width)
    make.said(row, two, at=at)
    wrong += broken(opened, one, f"{base}panel/2/decide/", width)
    panels.decide(proposal=row, by=one, at=at)
    wrong += broken(opened, manager, f"{base}conditions/{AwardCondition.objects.last().pk}/", width)  # type: ignore[union-attr]
    for path in ("regulator/", ""):
        wrong += broken(opened, manager, base + path, width)
    for path in ("", "appeal/"):
        wrong += broken(opened, lead_of(case.review), base + path, width)
    deferred = make.before_panel(make.UNSAFE)
    make.decided(deferred, Outcome.DEFERRED, at=at, days=100)
    wrong += broken(opened, manager, f"/accreditation/cases/{deferred.pk}/bring-back/", width)
    review = make.final_review()
    seat = PanelSeat.objects.all()[0]
    for path in (
        "/accreditation/cases/",
        "/accreditation/panel/",
        "/accreditation/panel/seat/",
        f"/accreditation/panel/{seat.pk}/end/",
        "/accreditation/panel/meetings/call/",
        f"/cycles/{review.cycle.label}/thresholds/",
        f"/reviews/{review.pk}/accreditation/",
        "/today/",
    ):
        wrong += broken(opened, manager, path, width)
    for path in ("/accreditation/", "/services/", "/services/rowan-house/"):
        wrong += broken(opened, None, path, width)
    assert wrong == []


def broken(opened: Open, person: User | None, path: str, width: int) -> list[str]:
    page = opened(person, path, width=width)
    expect(page.locator("body.govuk-frontend-supported")).to_be_attached()
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{path.strip('/').replace('/', '-')}-{width}.png", full_page=True)
    found = Axe().run(page).response["violations"]
    wrong = [f"{path} at {width}: {one['id']} {one['nodes'][0]['target']}" for one in found if one["impact"] in GRAVE]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    return [*wrong, *([f"{path}: {wide} wide at {width}"] if wide > width else [])]
