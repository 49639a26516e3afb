"""A year of reviews begins: a cycle is opened and planned, a host begins, more time is given; strangers see nothing."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit
from tests.journeys.steps import fill_day

pytestmark = pytest.mark.browser


def test_a_cycle_is_opened_previewed_planned_and_a_host_begins(portal: Portal, visit: Visit) -> None:
    year = int(portal.one("SELECT substr(max(closes_on), 1, 4) FROM peerreview_reviewcycle"))
    manager = visit("programme-manager", screen=PHONE, scripts=False)
    manager.go("/cycles/")
    manager.page.get_by_role("link", name="Open a cycle").click()
    manager.page.locator("[name=title]").fill("Reviews of the pilot")
    manager.page.locator("[name=label]").fill("pilot")
    fill_day(manager.page, "opens_on", date(year - 1, 1, 1))
    fill_day(manager.page, "closes_on", date(year - 2, 12, 31))
    manager.press("Open the cycle")
    expect(manager.page.locator(".govuk-error-summary")).to_contain_text("must close after it opens")
    expect(manager.page.locator("[name=title]")).to_have_value("Reviews of the pilot")
    fill_day(manager.page, "closes_on", date(year, 12, 31))
    manager.press("Open the cycle")
    manager.page.get_by_role("link", name="Reviews of the pilot").click()
    manager.page.get_by_role("link", name="Plan the members’ reviews").click()
    preview = manager.page.locator("main")
    expect(preview).to_contain_text("Nothing is written yet.")
    expect(preview).to_contain_text("Associates are not reviewed.")
    found = re.search(r"(\d+) reviews would be planned", preview.inner_text())
    assert found is not None
    assert portal.one(
        "SELECT count(*) FROM peerreview_review r JOIN peerreview_reviewcycle c ON c.id = r.cycle_id"
        " WHERE c.label = 'pilot'"
    ) in (0, "0")
    manager.press(f"Plan these {found[1]} reviews")
    expect(manager.page.locator("main")).to_contain_text(f"{found[1]} reviews")

    lead = visit("service-lead", screen=PHONE, scripts=False)
    lead.page.get_by_role("main").get_by_role("button", name=re.compile("Prepare the review of your service")).click()
    lead.press("Begin the self-review")
    expect(lead.page.locator("main")).to_contain_text("What stands between this review and “Handed in”")
    address = lead.page.url.removeprefix(portal.url)

    manager.go(address)
    manager.page.get_by_role("link", name=re.compile("Give more time")).first.click()
    fill_day(manager.page, "to_on", date(year, 12, 1))
    manager.page.locator("[name=reason]").fill("Half of the adults have flu.")
    manager.press("Give more time")
    expect(manager.page.locator("main")).to_contain_text("Half of the adults have flu.")
    lead.page.reload()
    expect(lead.page.locator("main")).to_contain_text("Half of the adults have flu.")
    lead.go("/notifications/")
    expect(lead.page.locator("main")).to_contain_text("There is more time for your review")

    # Nobody else learns that the review exists.
    observer = visit("observer")
    observer.expected |= {404}
    assert observer.go(address).status == 404
    observer.go("/reviews/")
    expect(observer.page.locator("main")).to_contain_text("No reviews yet")


def test_a_host_writes_a_profile_that_the_public_reads_only_by_its_wish(portal: Portal, visit: Visit) -> None:
    lead = visit("service-lead")
    lead.go("/our-services/")
    lead.page.get_by_role("link", name="Read the profile").click()
    lead.page.get_by_role("link", name="Write another version").click()
    lead.page.locator("[name=practice_model]").fill("We eat together, and the same adults stay for years.")
    lead.press("Save this version")
    expect(lead.page.locator("main")).to_contain_text("It is not public.")
    expect(lead.page.locator("main")).to_contain_text("the same adults stay for years")
    named = portal.one(
        "SELECT s.public_slug FROM peerreview_practiceprofile p JOIN peerreview_service s ON s.id = p.service_id"
        " WHERE p.published_at IS NOT NULL"
    )
    reader = visit(screen=PHONE)
    reader.go(f"/services/{named}/")
    expect(reader.page.locator("main")).to_contain_text("How this service works")
    expect(reader.page.locator("main")).not_to_contain_text("Size of the group")
