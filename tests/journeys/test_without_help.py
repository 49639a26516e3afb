"""Without JavaScript, without a mouse, without a session that lasts: the main act still works."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW, PHONE, Portal, Visit

pytestmark = pytest.mark.browser


def being_tested(portal: Portal, key: str) -> str:
    """Return a proposal on which somebody of the cast has not yet taken a position."""
    return portal.one(
        "SELECT p.number FROM governance_proposal p"
        " JOIN governance_round r ON r.proposal_id = p.id AND r.state = 'open' AND r.kind = 'consensus_test'"
        " JOIN governance_entitlement e ON e.round_id = r.id AND NOT e.recused"
        " JOIN people_user u ON u.id = e.person_id"
        " LEFT JOIN governance_position x ON x.entitlement_id = e.id"
        " WHERE u.email = ? ORDER BY x.id IS NOT NULL, p.number",
        f"{key}@hearth.example",
    )


def test_position_is_taken_on_a_phone_without_javascript(portal: Portal, visit: Visit) -> None:
    number = being_tested(portal, "trustee-authorities")
    trustee = visit("trustee-authorities", screen=PHONE, scripts=False)
    page = trustee.page
    trustee.go(f"/proposals/{number}/")
    page.get_by_role("main").locator("a[href$='/position/']").first.click()

    trustee.press("Record my position")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("Choose where you stand|problem"))
    page.locator("input[name=stance][value=stand_aside]").check()
    page.locator("[name=reason]").fill("The figures come too late for me.")
    page.locator("input[name=will_help][value=yes]").check()
    trustee.press("Record my position")

    mine = page.locator("[aria-labelledby=your-position]")
    expect(mine).to_contain_text("Stand aside")
    expect(mine).to_contain_text("The figures come too late for me.")
    expect(page.get_by_role("heading", name="Where the others stand")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_block_is_explained_on_a_second_page_without_javascript(portal: Portal, visit: Visit) -> None:
    number = being_tested(portal, "trustee-providers")
    trustee = visit("trustee-providers", screen=NARROW, scripts=False)
    page = trustee.page
    trustee.go(f"/proposals/{number}/position/")
    page.locator("input[name=stance][value=block]").check()
    page.locator("[name=reason]").fill("It would put a child at risk.")
    trustee.press("Record my position")
    expect(page.locator("[name=reason]")).to_have_value("It would put a child at risk.")
    page.locator("input[name=ground]").first.check()
    page.locator("[name=removal_condition]").fill("A second adult in the house.")
    page.locator("[name=objector_part]").fill("I write the wording with the proposer.")
    page.locator("main form").locator("button[type=submit]").first.click()
    expect(page.locator("[aria-labelledby=your-position]")).to_contain_text("Block")


def focused(page: Page) -> str:
    return str(page.evaluate("(document.activeElement.innerText || document.activeElement.value || '').trim()"))


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does; the focus must be seen on the way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            style = "e => { const s = getComputedStyle(e); return s.outlineStyle + s.boxShadow + s.backgroundColor }"
            shown = page.evaluate(f"({style})(document.activeElement)")
            assert shown != "nonenonergba(0, 0, 0, 0)", f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{selector} is not reached with the Tab key; the last was {focused(page)!r}")


def test_position_is_taken_with_the_keyboard_alone(portal: Portal, visit: Visit) -> None:
    number = being_tested(portal, "trustee-staff")
    trustee = visit("trustee-staff")
    page = trustee.page
    trustee.go("/today/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()

    trustee.go("/today/")
    tab_to(page, "nav a[href='/decisions/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/decisions/")

    trustee.go(f"/proposals/{number}/")
    tab_to(page, "main a[href$='/position/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/position/")
    tab_to(page, "input[name=stance]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    if not page.locator("input[name=stance][value=agree]").is_checked():
        page.keyboard.press("Space")
    expect(page.locator("input[name=stance][value=agree]")).to_be_checked()
    tab_to(page, "textarea[name=reason]")
    page.keyboard.type("Typed without a mouse.")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-labelledby=your-position]")).to_contain_text("Typed without a mouse.")


def test_chair_is_answered_and_an_interest_entered_with_the_keyboard_alone(portal: Portal, visit: Visit) -> None:
    asked = portal.one(
        "SELECT u.email FROM governance_chairturn t JOIN governance_board b ON b.id = t.board_id"
        " JOIN governance_appointment a ON a.id = t.appointment_id JOIN people_user u ON u.id = a.person_id"
        " WHERE b.slug = 'north-west' AND t.state = 'asked'"
    )
    trustee = visit()
    page = trustee.page
    trustee.sign_in_as(asked)
    tab_to(page, "main a[href*='/chairs/turns/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It is your turn in the chair")).to_be_visible()
    tab_to(page, "input[name=answer]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=answer][value=excuse]")).to_be_checked()
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Say why, so that the board understands.")).to_be_visible()
    tab_to(page, "textarea[name=why]")
    page.keyboard.type("I am away until the summer.")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chairs/")

    trustee.go("/interests/")
    tab_to(page, "main a[href='/interests/new/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interests/new/")
    for choice in ("kind", "nature"):
        tab_to(page, f"input[name={choice}]")
        page.keyboard.press("Space")
    for name, words in (("[name=party]", "A school trust"), ("textarea[name=what]", "Unpaid governor")):
        tab_to(page, name)
        page.keyboard.type(words)
    tab_to(page, "input[name=starts_on-day]")
    for words in ("1", "9", "2025"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interests/")
    expect(page.get_by_role("main")).to_contain_text("A school trust")


def test_long_text_is_kept_when_the_session_ended_meanwhile(portal: Portal, visit: Visit) -> None:
    text = "A long and careful paragraph. " * 40
    trustee = visit("trustee-staff")
    page = trustee.page
    trustee.go("/boards/north-west/proposals/new/")
    page.locator("[name=title]").fill("Write down what we promise")
    page.locator("[name=summary]").fill(text)
    # Ended elsewhere: by its owner on another device, or by the clock.
    cookies = [cookie for cookie in trustee.context.cookies() if cookie["name"] == "sessionid"]
    assert cookies
    trustee.context.clear_cookies(name="sessionid")
    trustee.press("Save the draft")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    trustee.page.locator("button[name=key][value=trustee-staff]").click()
    if not page.url.endswith("/boards/north-west/proposals/new/"):
        trustee.go("/boards/north-west/proposals/new/")
    page.get_by_role("button", name="Put my text back").click()
    expect(page.locator("[name=summary]")).to_have_value(text)
    expect(page.locator("[name=title]")).to_have_value("Write down what we promise")
    trustee.press("Save the draft")
    expect(page.get_by_role("heading", name="Write down what we promise")).to_be_visible()
