"""The style guide and the scripts in a real browser: narrow and wide, with and without script, checked by axe."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from playwright.sync_api import Browser, Page, WebSocketRoute, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.portal.ui import browser_urls

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.portal.ui.browser_urls")]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(autouse=True)
def _shown() -> Iterator[None]:
    with override_settings(DEMONSTRATION=True):
        yield


@pytest.mark.parametrize("path", ["/ui/", "/ui/?errors=1", "/ui/young/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_component_is_accessible_and_fits(page: Page, live_server: LiveServer, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + path)
    expect(page.locator("body.govuk-frontend-supported")).to_be_attached()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["impact"]) for one in found if one["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_radio_that_reveals_something_is_never_marked_as_expanded(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/ui/")
    page.get_by_label("Block", exact=True).check()
    expect(page.get_by_label("What would have to change?")).to_be_visible()
    assert page.locator("input[type=radio][aria-expanded]").count() == 0


def test_error_in_the_summary_leads_to_its_field(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/ui/?errors=1")
    page.get_by_role("link", name="The date must include a month").click()
    expect(page.locator("#id_review_date-month")).to_be_focused()


def test_everything_is_there_without_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/ui/")
    expect(page.get_by_label("What would have to change?")).to_be_visible()
    expect(page.get_by_text("What is on its way.")).to_be_visible()
    expect(page.get_by_text("The seats of the board, by consensus.")).to_be_visible()
    context.close()


def test_typed_text_is_offered_back_after_the_session_ended(page: Page, live_server: LiveServer) -> None:
    browser_urls.expired["session"] = True
    page.goto(live_server.url + "/write/")
    page.get_by_label("Words").fill("A long and careful text")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    browser_urls.expired["session"] = False
    page.goto(live_server.url + "/write/")
    page.get_by_role("button", name="Put my text back").click()
    expect(page.get_by_label("Words")).to_have_value("A long and careful text")


def test_text_that_arrived_is_not_offered_again(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/write/")
    page.get_by_label("Words").fill("Done")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    page.goto(live_server.url + "/write/")
    assert page.get_by_role("button", name="Put my text back").count() == 0


def test_fragment_follows_the_socket_without_moving_focus(page: Page, live_server: LiveServer) -> None:
    sockets: list[WebSocketRoute] = []
    page.route_web_socket("**/ws/live/**", lambda socket: sockets.append(socket))
    page.goto(live_server.url + "/live/")
    page.locator("#more").focus()
    page.wait_for_timeout(300)
    assert sockets[0].url.endswith("/ws/live/?room=proposal%3A5")
    sockets[0].send('{"joined": "proposal:5"}')
    sockets[0].send('{"event": "paper.changed", "id": 1, "room": "proposal:5"}')
    page.wait_for_timeout(700)
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    sockets[0].send('{"event": "round.changed", "id": 5, "room": "proposal:5"}')
    expect(page.locator(".app-live").get_by_text("Look")).to_be_visible()
    expect(page.locator("#more")).to_be_focused()
    expect(page.locator("[aria-live=polite]")).to_contain_text("Look")


def test_fragment_is_read_again_when_the_socket_comes_back(page: Page, live_server: LiveServer) -> None:
    sockets: list[WebSocketRoute] = []
    page.route_web_socket("**/ws/live/**", lambda socket: sockets.append(socket))
    page.goto(live_server.url + "/live/")
    page.wait_for_timeout(300)
    sockets[0].close(code=1012)
    expect(page.locator(".app-live").get_by_text("Look")).to_be_visible(timeout=6000)
    assert len(sockets) == 2


def test_reader_is_warned_before_the_session_ends_and_can_stay(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/ending/")
    expect(page.get_by_text("you will be signed out at")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_text("you will be signed out at")).to_be_hidden()
