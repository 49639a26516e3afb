"""A team from the search to the last yes: each seat by hand, one says no by phone, it reopens, another comes."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit
from tests.journeys.steps import email_of_host, email_of_seat, seat_of

pytestmark = pytest.mark.browser


def test_team_is_found_chosen_shown_invited_and_confirmed(portal: Portal, visit: Visit) -> None:
    label = portal.one("SELECT label FROM peerreview_reviewcycle WHERE state = 'open' ORDER BY opens_on DESC")
    manager = visit("programme-manager")
    manager.go(f"/cycles/{label}/teams/")
    expect(manager.page.locator("main")).to_contain_text("Seats against people")
    manager.press("Look for teams")
    expect(manager.page.locator("main")).to_contain_text(re.compile("waits for the worker|seats so far|Laying out"))
    # No worker runs beside this server: what it would do is done here, in the same way.
    portal.manage("db_worker", "--backend", "bg", "--queue-name", "*", "--batch")
    manager.page.goto(manager.page.url)
    expect(manager.page.locator("h1")).to_have_text("Proposed teams")

    manager.page.get_by_role("link", name=re.compile("Choose seat by seat")).first.click()
    manager.page.locator("form[method=post] button[type=submit]").last.click()
    manager.page.locator(".govuk-error-summary").wait_for()
    for field in manager.page.locator("main fieldset").all():
        field.locator("input[type=radio]").first.check()
    manager.press("Take these people")
    expect(manager.page.locator("h1")).to_have_text("Visit and team")
    review = re.search(r"/reviews/(\d+)/team/", manager.page.url)[1]  # type: ignore[index]

    manager.page.get_by_role("link", name="Show the team to the service").click()
    manager.press("Show the names")
    lead = visit()
    lead.sign_in_as(email_of_host(portal, review))
    lead.go(f"/reviews/{review}/team/")
    lead.press("There is no objection")
    lead.press("There is no objection")
    manager.go(f"/reviews/{review}/team/")
    manager.page.get_by_role("link", name="Invite the team").click()
    manager.press("Invite them")

    expert = visit(screen=PHONE)
    expert.sign_in_as(email_of_seat(portal, review, 5))
    expert.go("/reviewing/")
    expert.page.locator("main .app-card a").first.click()
    expert.go(f"/reviewing/invitations/{seat_of(portal, review, 5)}/")
    expert.press("No, I cannot")
    expert.press("Say no")
    expect(expert.page.get_by_text("Somebody else will be asked.")).to_be_visible()

    manager.go(f"/reviews/{review}/team/")
    expect(manager.page.locator("main")).to_contain_text("declined")
    manager.page.get_by_role("link", name=re.compile("Fill this seat")).last.click()
    manager.page.locator("input[type=radio]").first.check()
    manager.press("Take this person")
    manager.page.get_by_role("link", name="The service told us it has no objection").click()
    manager.press("There is no objection")
    manager.page.get_by_role("link", name="Invite the team").click()
    manager.press("Invite them")

    another = visit(screen=PHONE)
    another.sign_in_as(email_of_seat(portal, review, 5))
    another.go(f"/reviewing/invitations/{seat_of(portal, review, 5)}/")
    another.press("Yes, I will come")
    expect(another.page.get_by_text("You are on the team.")).to_be_visible()
    manager.go(f"/reviews/{review}/team/")
    expect(manager.page.locator("main")).to_contain_text("Accepted")
