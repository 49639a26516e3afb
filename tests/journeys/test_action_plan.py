"""A plan from the recommendations of a final report to the closed review: written, done, seen by another, closed."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit
from tests.journeys.steps import accessible, email_of_host, fill_day

pytestmark = pytest.mark.browser


def test_plan_is_written_done_verified_and_the_review_closed(portal: Portal, visit: Visit) -> None:
    review = portal.one(
        "SELECT r.id FROM peerreview_review r JOIN peerreview_reviewcycle c ON c.id = r.cycle_id"
        " WHERE r.state = 'final' AND c.state = 'open'"
    )
    base, soon = f"/reviews/{review}/plan/", date.today() + timedelta(days=20)  # noqa: DTZ011
    host = visit(screen=PHONE)
    host.sign_in_as(email_of_host(portal, review))
    host.page.get_by_role("main").get_by_role("button", name="Open the plan").first.click()
    page = host.page
    expect(page.locator("main")).to_contain_text("without an action or a reason: 1")
    assert accessible(page) == []

    # A day that does not exist: the words are kept in the plan and on the page.
    page.get_by_role("link", name="Plan an action for it").first.click()
    page.locator("[name=what]").fill("Supervision for everybody stands in the rota.")
    page.locator("[name=owner]").select_option(index=1)
    for part, value in (("day", "31"), ("month", "2"), ("year", str(soon.year + 1))):
        page.locator(f"[name=due_on-{part}]").fill(value)
    host.press("Save")
    expect(page.locator("main")).to_contain_text("What you wrote is saved in the plan.")
    expect(page.locator("[name=what]")).to_have_value("Supervision for everybody stands in the rota.")
    expect(page.locator("[name=due_on-day]")).to_have_value("31")
    assert accessible(page) == []
    fill_day(page, "due_on", soon)
    host.press("Save")
    expect(page.locator("main")).to_contain_text("It is saved in the plan.")
    count = (
        "SELECT count(*) FROM peerreview_planaction a JOIN peerreview_actionplan p ON p.id = a.plan_id"
        " WHERE p.review_id = ?"
    )
    assert portal.one(count, review) == "1"

    page.get_by_role("link", name="Say why nothing is planned").first.click()
    page.locator("[name=reason]").fill("The form changes with the new manager in spring.")
    host.press("Save")
    expect(page.locator("main")).to_contain_text("The form changes with the new manager in spring.")
    host.press("Hand the plan in")
    host.press("Hand it in")
    expect(page.locator("main")).to_contain_text("The action plan is handed in.")

    # The owner says that it is done, without any script; nobody offers them to verify it.
    owner = visit(screen=PHONE, scripts=False)
    owner.sign_in_as(email_of_host(portal, review))
    owner.go(base)
    owner.page.get_by_role("link", name="Action 1").first.click()
    owner.press("Tell how far it is")
    owner.press("Save")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    owner.page.locator("[name=text]").fill("It hangs in the office, nights included.")
    owner.page.locator("[name=is_done][value=yes]").check()
    owner.press("Save")
    expect(owner.page.locator("main")).to_contain_text("Done, not verified yet")
    expect(owner.page.get_by_role("button", name="Verify that it is done")).to_have_count(0)
    owner.expected |= {404}
    assert owner.go(f"{base}1/verify/").status == 404

    manager = visit("programme-manager")
    assert manager.go(f"{base}1/").status == 200
    assert accessible(manager.page) == []
    manager.press("Verify that it is done")
    manager.page.locator("[name=text]").fill("Read the rota of six weeks with the deputy.")
    manager.press("It is done")
    expect(manager.page.locator("main")).to_contain_text("Verified")
    manager.go(base)
    expect(manager.page.locator("main")).to_contain_text("Nothing stands in the way.")
    manager.press("Review the progress and close")
    manager.page.locator("[name=text]").fill("What had to be done is done.")
    manager.page.locator("[name=better]").fill("Two of them say that meetings are shorter.")
    manager.press("Close the review")
    expect(manager.page.locator("main")).to_contain_text("What had to be done is done.")
    assert portal.one("SELECT state FROM peerreview_review WHERE id = ?", review) == "closed"
    host.go(base)
    expect(page.locator("main")).to_contain_text("What had to be done is done.")
    expect(page.locator("main")).to_contain_text("Two of them say that meetings are shorter.")
    assert accessible(page) == []

    observer = visit("observer")
    observer.expected |= {404}
    assert observer.go(base).status == 404
