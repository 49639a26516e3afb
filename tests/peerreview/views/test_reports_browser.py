"""The report in a real browser: two people in one judgement, with and without script, checked by axe."""

import os
import re
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

from peerreview.actions import publications
from peerreview.actions.deadlines import extend_deadline
from peerreview.models import Deadline, KeptJudgement, PeerJudgement
from portal.people.models import User
from tests.conftest import CHROMIUM, NOON
from tests.factories import reports as make
from tests.factories.selfassessments import lead_of
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

    def open_(person: User | None, path: str, *, width: int = 390, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=script, base_url=live_server.url
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        if person is not None:
            cookie = signed_in(person).cookies["sessionid"]
            context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
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


def state(page: Page, says: str) -> None:
    expect(page.locator("[data-workbook-state]")).to_contain_text(re.compile(says))


def test_two_people_type_in_one_judgement_and_both_texts_are_kept(opened: Open) -> None:
    review = make.visited(1)
    lead, peer = make.team_of(review)[:2]
    path = f"/reviews/{review.pk}/report/standards/1.1/"
    one, other = opened(lead, path), opened(peer, path)
    one.locator("[name=difference]").press_sequentially("The lead saw it at night.")
    state(one, r"^Saved \d\d:\d\d$")
    other.locator("[name=difference]").press_sequentially("The peer saw it at breakfast.")
    state(other, "beside what somebody else wrote")
    expect(other.locator("[data-workbook-clash]")).to_contain_text("The lead saw it at night.")
    assert PeerJudgement.objects.get().difference == "The lead saw it at night."
    assert KeptJudgement.objects.get().difference == "The peer saw it at breakfast."


def test_an_expired_session_keeps_the_words(opened: Open) -> None:
    review = make.visited(1)
    lead = make.team_of(review)[0]
    page = opened(lead, f"/reviews/{review.pk}/report/standards/1.1/")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=commentary]").press_sequentially("Still here.")
    state(page, "signed out")
    expect(page.locator("[name=commentary]")).to_have_value("Still here.")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    state(page, r"^Saved \d\d:\d\d$")
    assert PeerJudgement.objects.get().commentary == "Still here."


def test_a_judgement_is_saved_without_script(opened: Open) -> None:
    review = make.visited(1)
    page = opened(make.team_of(review)[0], f"/reviews/{review.pk}/report/standards/1.1/", script=False)
    page.get_by_label("Partly met").check()
    page.locator("[name=difference]").fill("We saw it once.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert PeerJudgement.objects.get().difference == "We saw it once."
    assert "We saw it once." in page.content()


def test_a_comment_is_written_with_the_keyboard_alone(opened: Open) -> None:
    review = make.checked(make.agreed(make.drafted(1)))
    due = Deadline.objects.get(review=review, kind="accuracy")
    later = timezone.localdate() + timedelta(days=5)
    extend_deadline(deadline=due, to_on=later, reason="A browser has today's date.", by=make.manager(), at=NOON)
    page = opened(lead_of(review), f"/reviews/{review.pk}/report/versions/2/")
    page.locator("#p1 a").focus()
    page.keyboard.press("Enter")
    page.locator("[name=statement]").focus()
    page.keyboard.type("It has five rooms.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("It has five rooms.")


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_of_a_report_is_accessible_and_fits(opened: Open, width: int) -> None:
    review = make.agreed()
    lead, host, manager = make.team_of(review)[0], lead_of(review), make.manager()
    base = f"/reviews/{review.pk}/report/"
    writing = ["", "standards/", "words/", "standards/1.1/", "standards/1.1/earlier/", "summaries/", "send/"]
    writing += ["recommendations/add/", "recommendations/1/", "achievements/1/remove/"]
    wrong = [one for path in writing for one in broken(opened, lead, base + path, width)]
    make.corrected(make.checked(review))
    wrong += broken(opened, manager, f"{base}final/", width)
    make.final(review)
    publications.look_at_words(review=make.fresh(review), stay=[], by=manager, at=NOON)
    wrong += broken(opened, manager, f"{base}publication/", width)
    publications.offer_publication(review=make.fresh(review), by=manager, at=NOON)
    for path in ("", "versions/3/", "publication/consent/"):
        wrong += broken(opened, host, base + path, width)
    publications.consent(review=make.fresh(review), named=False, by=host, at=NOON)
    for path in ("/reports/", f"/reports/{make.fresh(review).report.public_code}/"):
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
    return [*wrong, *([f"{path}: {wide} wide at {width}"] if wide > width else [])]
