"""An amendment: for a concern, taken in, published, the concern resolved; another is outdated and renewed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit
from tests.journeys.test_every_page import faults

pytestmark = pytest.mark.browser

WORRY = "An animal could be taken away as a punishment."


def test_a_trustees_amendment_becomes_the_text_and_an_outdated_one_is_renewed(portal: Portal, visit: Visit) -> None:
    number = portal.one("SELECT p.number FROM governance_proposal p WHERE p.title = ? ORDER BY p.id", "Pets in homes")
    here = f"/proposals/{number}/"
    author = visit("trustee-young-people", screen=PHONE)
    page = author.page

    # A concern, and with it other words for the clause it is about.
    author.go(f"{here}concerns/new/")
    page.locator("[name=clause]").select_option(index=2)
    page.locator("[name=text]").fill(WORRY)
    page.get_by_label("I want to propose an amendment").check()
    author.press("Raise the concern")
    expect(page.get_by_role("heading", name="Change clause 2")).to_be_visible()
    page.locator("[name=text]").fill(
        "Each animal has an adult who looks after it when the child cannot. It is never taken away as a punishment."
    )
    page.locator("[name=rationale]").fill("A friend’s rabbit was gone after an argument.")
    author.press("Propose it")
    expect(page.locator("main ins").filter(has_text="never taken away")).to_be_visible()
    assert faults(author, page.url) == []
    mine = page.url.rstrip("/").rsplit("/", 1)[-1]

    # And a second, about a clause that the proposer is going to change by hand.
    author.go(f"{here}amendments/new/")
    page.get_by_label("Change a clause").check()
    page.locator("[name=clause]").select_option(index=0)
    author.press("Continue")
    page.locator("[name=text]").fill("No member home forbids pets.")
    page.locator("[name=rationale]").fill("Shorter is clearer.")
    author.press("Propose it")
    other = page.url.rstrip("/").rsplit("/", 1)[-1]

    # The proposer is asked, takes the first one in, changes clause 1, and publishes both.
    secretary = visit("secretary-nw")
    secretary.go(here)
    secretary.page.locator(f"#amendment-{mine}").get_by_role("link", name=re.compile("^Take it in")).click()
    assert faults(secretary, secretary.page.url) == []
    secretary.press("Take it into the next version")
    expect(secretary.page.get_by_text("It counts once that version is published.")).to_be_visible()
    secretary.go(f"{here}edit/")
    secretary.page.locator("[name=text_0]").fill(
        "No member home forbids pets as such; it says yes or no to each wish with a reason, in writing."
    )
    secretary.press("Save the draft")
    secretary.go(f"{here}publish/")
    expect(secretary.page.locator("[name=change_note]")).to_have_value(re.compile(f"Takes in amendment {mine} by"))
    secretary.press("Publish")
    expect(secretary.page.get_by_role("heading", name="The text, version 2")).to_be_visible()

    # Whoever raised the concern is asked whether it is met.
    author.go(here)
    card = page.locator("article").filter(has_text=WORRY)
    expect(card).to_contain_text("Does it resolve the concern?")
    card.get_by_role("link", name=re.compile("^Resolve")).click()
    expect(page.locator("[name=how]")).to_have_value(re.compile(f"Amendment {mine}"))
    author.press("Mark as resolved")
    expect(page.locator("article").filter(has_text=WORRY)).to_contain_text(
        f"Resolved by amendment {mine} in version 2."
    )

    # The other one no longer fits: both texts are shown, and its author writes it again.
    author.go(f"{here}amendments/{other}/")
    expect(page.locator("main")).to_contain_text("It is never taken in as it is")
    author.press("Renew it")
    expect(page.locator("main ins").filter(has_text="in writing")).to_be_visible()
    assert faults(author, page.url) == []
    page.locator("[name=text]").fill("No member home forbids pets. It answers each wish in writing.")
    author.press("Renew the amendment")
    expect(page.locator("main")).to_contain_text("about version 2")
    author.go(f"{here}amendments/?state=proposed")
    expect(page.locator(f"#amendment-{other}")).to_be_visible()
    assert faults(author, page.url) == []
    portal.manage("verify_ledger")
