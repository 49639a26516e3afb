"""A child on a phone, without script: says something, comes back, reads the answer, says that it was not right.

Then every page of the side, as it must be for everybody: axe, 320 px, keyboard, light, from nowhere else, kept nowhere.
"""

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect
from pytest_django.live_server_helper import LiveServer

from portal.people.enums import RoleKind
from portal.voices.actions import moderation, releases, themes
from portal.voices.enums.moderation import Audience
from portal.voices.enums.themes import AnswerKind, Right
from portal.voices.models import Campaign, Case, RightOrNot, Statement, Words
from tests.factories.statements import lead, moderator, place
from tests.factories.voices import cards, opened
from tests.people import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUDGET = 100_000  # bytes of a first load, styles and scripts compressed as production serves them
SIDE = "/have-your-say/"
PHONE, NARROW, DESK = (375, 812), (320, 720), (1280, 900)
OPEN_PAGES = ("", "staff/", "promises/", "card/", "back/", "unsafe/", "heard/")


# What is pressed, is to be seen, and is lower than 44 px.
LOWER_THAN_A_THUMB = """
() => [...document.querySelectorAll("main .govuk-button, main button, main .govuk-radios__item, .app-tile")]
  .map((one) => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
  .filter(([words, box]) => box.width > 1 && box.height > 1 && box.height < 44)
  .map(([words]) => words)
"""


class Child:
    """A browser of its own, and everything it asked for and complained of."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.referrers: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda request: self._asked(request.url, request.headers.get("referer", "")))

    def _asked(self, url: str, referrer: str) -> None:
        self.asked.append(url)
        if referrer and not url.startswith(self.address):
            self.referrers.append(referrer)

    def go(self, path: str) -> Response:
        answer = self.page.goto(self.address + SIDE + path)
        assert answer is not None
        return answer

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def faults(self, name: str) -> list[str]:
        """Say what is wrong with the page that is open, at every width; a picture of each is kept where one asks."""
        wrong = []
        folder = os.environ.get("YOUNG_PICTURES")
        for width, height in (DESK, PHONE, NARROW):
            self.page.set_viewport_size({"width": width, "height": height})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                wrong.append(f"{name}: {wide} wide on a screen of {width}")
            if folder:
                file = Path(folder, f"{name.replace('/', '_') or 'front'}-{width}.png")
                self.page.screenshot(path=file, full_page=True)
        wrong += [
            f"{name}: {found['id']} ({found['impact']}) {found['nodes'][0]['target']}"
            for found in Axe().run(self.page).response["violations"]
            if found["impact"] in {"serious", "critical"}
        ]
        small = self.page.evaluate(LOWER_THAN_A_THUMB)
        wrong += [f"{name}: lower than 44 px: {words}" for words in small]
        return wrong


Come = Callable[..., Child]


@pytest.fixture(autouse=True, scope="module")
def _patience() -> Iterator[None]:
    """A machine busy with the tests of somebody else is slow, not broken."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def come(chromium: Browser, live_server: LiveServer) -> Iterator[Come]:
    children: list[Child] = []

    def open_browser(*, scripts: bool = True, size: tuple[int, int] = PHONE) -> Child:
        width, height = size
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, locale="en-GB"
        )
        context.set_default_timeout(20_000)
        children.append(Child(context, live_server.url))
        return children[-1]

    yield open_browser
    for child in children:
        child.context.close()
    complaints = [said for child in children for said in child.complaints if "422" not in said]
    assert complaints == []
    strangers = {
        url for child in children for url in child.asked if urlsplit(url).netloc != urlsplit(live_server.url).netloc
    }
    assert {url for url in strangers if not url.startswith(("data:", "blob:"))} == set()
    assert [referrer for child in children for referrer in child.referrers] == []


@pytest.fixture
def asked() -> Campaign:
    return opened(at=timezone.now())


def say_something(child: Child, words: str, privacy: str, said: str) -> str:
    """Go from the front door to the page that says where it is; return the code."""
    page = child.page
    child.go("")
    page.get_by_role("link", name="I have a card").click()
    page.get_by_label("Your words").fill(words.upper())
    child.press("Go on")
    page.get_by_label("12 to 15").check()
    child.press("Next")
    page.get_by_label(privacy, exact=True).check()
    child.press("Next")
    child.press("Next")
    child.heading("This is your code")
    code = page.locator("#code").inner_text()
    child.press("I have written it down")
    number = 0
    while page.locator("input[name=n]").count():
        number += 1
        assert number < 20
        expect(page.locator(".app-steps")).to_contain_text(f"Question {number} of")
        if page.locator("textarea[name=text]").count():
            page.locator("textarea[name=text]").fill(f"{said} {number}")
        elif number == 2:
            page.locator("input[type=radio]").nth(1).check()
        child.press("Next")
    child.heading("Is this what you want to say?")
    return code


def answered(statement: Statement) -> None:
    """Let others do their part: read, release, gather, publish, answer."""
    at = timezone.now()
    one, two = moderator(), moderator()
    writer, publisher = person(RoleKind.PARTICIPATION_LEAD), person(RoleKind.PARTICIPATION_LEAD)
    moderation.take(statement=statement, by=one, at=at)
    moderation.clear(statement=statement, by=one, at=at)
    found = releases.propose_release(statement=statement, audience=Audience.MEMBERS, by=one, at=at)
    releases.release(release=found, by=two, at=at)
    theme = themes.write_theme(
        campaign=statement.campaign,
        title="Furniture is old",
        text="Chairs and sofas are old.",
        easy="The chairs are old.",
        topic="home",
        statements=[statement],
        by=writer,
        at=at,
    )
    themes.publish_theme(theme=theme, by=publisher, at=at)
    themes.give_answer(
        theme=theme,
        kind=AnswerKind.DID,
        text="Every home has a furniture budget now.",
        easy="There is money for chairs now.",
        role="The board",
        by=writer,
        at=at,
    )


def send(child: Child) -> None:
    child.press("Send it")
    child.heading("Thank you. It has arrived.")


def test_a_child_says_something_reads_the_answer_and_says_it_was_not_right(come: Come, asked: Campaign) -> None:
    child = come(scripts=False)
    code = say_something(child, cards(asked, where=place(), at=timezone.now())[0], "Private", "The sofa is broken")
    send(child)
    assert code not in child.page.content()
    child.context.clear_cookies()
    answered(Statement.objects.get())
    later = come(scripts=False)
    later.go("")
    later.page.get_by_role("link", name="I have my code").click()
    later.page.get_by_label("Your words").fill(code)
    later.press("Go on")
    expect(later.page.get_by_text("There is money for chairs now.")).to_be_visible()
    expect(later.page.get_by_text("The sofa is broken 9")).to_be_visible()
    later.press("No")
    expect(later.page.get_by_text("You told us whether it is right")).to_be_visible()
    assert RightOrNot.objects.get().right == Right.NO
    later.page.get_by_role("button", name="Take it back").click()
    later.press("Yes, delete it")
    later.heading("It is gone")
    assert not Statement.objects.exists()


def test_of_whom_nobody_can_find_out_nothing_is_stored_until_it_is_sent(come: Come, asked: Campaign) -> None:
    child = come(scripts=False)
    say_something(child, cards(asked, at=timezone.now())[0], "Nobody can find out", "Quiet words")
    assert not Words.objects.exists()
    child.page.get_by_role("button", name="Change").last.click()
    child.heading("What should change")
    expect(child.page.locator("textarea[name=text]")).to_have_value("Quiet words 9")
    child.press("Back")
    child.press("Next")
    child.press("Next")
    send(child)
    assert [words.text for words in Words.objects.all()][-1] == "Quiet words 9"


def test_a_card_held_to_the_camera_fills_itself_in_and_leaves_the_address_bar(come: Come, asked: Campaign) -> None:
    words = cards(asked, at=timezone.now())[0]
    child = come()
    child.go("card/#" + words.replace(" ", "-"))
    expect(child.page.get_by_label("Your words")).to_have_value(words)
    assert child.page.url.endswith("/have-your-say/card/")
    assert not any(words.split()[0] in url for url in child.asked)


def test_telling_that_one_is_not_safe_by_keyboard_alone(come: Come) -> None:
    lead()
    child = come()
    child.go("")
    page = child.page
    for _n in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "I don’t feel safe":
            break
    page.keyboard.press("Enter")
    child.heading("You don’t feel safe?")
    for _n in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "told":
            break
    page.keyboard.type("Help")
    for _n in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Tell them":
            break
    page.keyboard.press("Enter")
    child.heading("We have your message")
    assert Case.objects.get().told == "Help"


@pytest.mark.parametrize("way", ["button", "keys", "no script"])
def test_leaving_forgets_the_code_and_goes_somewhere_harmless(come: Come, asked: Campaign, way: str) -> None:
    child = come(scripts=way != "no script")
    went: list[str] = []

    def stay(route: Route) -> None:
        """Ask the portal, and stay here instead of going where it says."""
        answer = route.fetch(max_redirects=0)
        went.append(answer.headers["location"])
        forgotten = {"set-cookie": answer.headers["set-cookie"], "content-type": "text/html"}
        route.fulfill(status=200, headers=forgotten, body="<h1>The weather</h1>")

    child.context.route("**/have-your-say/leave/", stay)
    say_something(child, cards(asked, at=timezone.now())[0], "Private", "A word")
    assert any(cookie["name"] == "hys" for cookie in child.context.cookies())
    if way == "keys":
        for _n in range(3):
            child.page.keyboard.press("Shift")
    else:
        child.page.get_by_role("button", name="Exit this page").click()
    expect(child.page.get_by_role("heading", name="The weather")).to_be_visible()
    assert went == ["https://www.bbc.co.uk/weather"]
    assert not any(cookie["name"] == "hys" for cookie in child.context.cookies())


def test_every_page_of_the_way_is_as_it_must_be(come: Come, asked: Campaign) -> None:
    child = come()
    page, wrong = child.page, []
    words = cards(asked, where=place(), at=timezone.now())[0]
    for path in OPEN_PAGES:
        answer = child.go(path)
        assert answer.status == 200
        if path != "heard/":
            assert "no-store" in (answer.header_value("cache-control") or ""), path
        wrong += child.faults(f"open-{path.strip('/')}")
    child.go("card/")
    child.press("Go on")
    wrong += child.faults("card-with-errors")
    page.get_by_label("Your words").fill(words)
    child.press("Go on")
    wrong += child.faults("step-1")
    page.get_by_label("12 to 15").check()
    child.press("Next")
    page.get_by_label("With my name", exact=True).check()
    wrong += child.faults("step-2")
    child.press("Next")
    wrong += child.faults("step-2-with-errors")
    page.get_by_label("Private", exact=True).check()
    child.press("Next")
    wrong += child.faults("step-3")
    child.press("Next")
    wrong += child.faults("code")
    child.press("I have written it down")
    while page.locator("input[name=n]").count():
        number = page.locator("input[name=n]").get_attribute("value")
        wrong += child.faults(f"question-{number}")
        if page.locator("textarea[name=text]").count():
            page.locator("textarea[name=text]").fill("The sofa is broken")
        child.press("Next")
    wrong += child.faults("check")
    send(child)
    wrong += child.faults("mine-received")
    answered(Statement.objects.get())
    child.go("mine/")
    wrong += child.faults("mine-answered")
    for path in ("mine/add/", "mine/take-back/", "unsafe/"):
        child.go(path)
        wrong += child.faults(f"inside-{path.strip('/')}")
    page.get_by_label("What is wrong?").fill("Help")
    child.press("Tell them")
    wrong += child.faults("told")
    child.context.clear_cookies()
    child.go("mine/")
    wrong += child.faults("code-again")
    assert wrong == []


def test_a_screen_reader_hears_the_question_and_its_answers_as_one(come: Come, asked: Campaign) -> None:
    child = come()
    child.go("card/")
    child.page.get_by_label("Your words").fill(cards(asked, at=timezone.now())[0])
    child.press("Go on")
    child.page.get_by_label("12 to 15").check()
    for _step in range(3):
        child.press("Next")
    child.press("I have written it down")
    tree = child.page.get_by_role("main").aria_snapshot()
    assert "- heading" in tree
    assert "[level=1]" in tree
    assert '- radio "Really good"' in tree
    assert tree.count("radio") == 5
    child.page.get_by_role("radio", name="Really good").focus()
    child.page.keyboard.press("ArrowDown")
    expect(child.page.get_by_role("radio", name="Good", exact=True)).to_be_checked()


@pytest.mark.parametrize("path", ["", "card/", "unsafe/"])
def test_a_first_visit_is_light(come: Come, path: str) -> None:
    child = come()
    weights: list[int] = []

    def weigh(answer: Response) -> None:
        body = answer.body()
        weights.append(len(gzip.compress(body)) if "/static/" in answer.url else len(body))

    child.page.on("response", weigh)
    child.go(path)
    child.page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) <= BUDGET
