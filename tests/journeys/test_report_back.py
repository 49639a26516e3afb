"""What was decided goes back to those it concerns, and what they say comes back to the board."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit
from tests.journeys.test_every_page import faults

pytestmark = pytest.mark.browser
PLACE = "/boards/north-west/constituencies/staff/"
TOLD = "We can take children to the garden in working time."
PUT_RIGHT = "It begins in April, not in March."
SAID = "Who waters it while we are on holiday?"
AHEAD = timedelta(days=16)


def test_decision_is_reported_back_on_a_phone_and_the_answer_reaches_the_board(portal: Portal, visit: Visit) -> None:
    number = portal.one(
        "SELECT p.number FROM governance_proposal p JOIN governance_board b ON b.id = p.board_id"
        " WHERE b.slug = 'north-west' AND p.state = 'provisionally_agreed'"
    )
    # The window of the absent members passes, and the timer records the decision.
    later = (datetime.now(UTC) + AHEAD).isoformat()
    previewed = portal.manage("run_due", "--at", later, "--preview").splitlines()
    done = portal.manage("run_due", "--at", later).splitlines()
    assert f"governance: {number}: the decision is recorded" in done
    told = ("reminders", "letters")
    assert [line for line in previewed if line.startswith(told)] == [line for line in done if line.startswith(told)]
    portal.at_a_later_time(AHEAD)

    trustee = visit("trustee-staff", screen=PHONE)
    page = trustee.page
    expect(page.locator("main")).to_contain_text("Report back on")
    decision = portal.one(
        "SELECT d.number FROM governance_decision d JOIN governance_proposal p ON p.id = d.proposal_id"
        " WHERE p.number = ?",
        number,
    )
    trustee.go(f"/decisions/{decision}/report-backs/staff/")
    trustee.press("Write the report-back")
    box = page.locator("[name=text]")
    expect(box).to_have_value(re.compile("Our seat’s position: "))
    box.fill(f"{box.input_value()}{TOLD}")
    assert faults(trustee, "writing") == []
    trustee.press("Send it")
    expect(page.get_by_text("Your report-back is sent.")).to_be_visible()
    expect(page.locator("#told")).to_contain_text(TOLD)
    page.get_by_role("link", name="Put something right").click()
    page.locator("[name=text]").fill(PUT_RIGHT)
    trustee.press("Add the correction")

    # Without a script, as on an old computer in the office.
    member = visit("constituency-member", scripts=False)
    member.go(PLACE)
    member.page.get_by_role("link", name=f"What your seat told you about {decision}").click()
    main = member.page.locator("main")
    expect(main).to_contain_text(TOLD)
    expect(main).to_contain_text(PUT_RIGHT)
    member.press("Respond")
    member.page.locator("[name=text]").fill(SAID)
    member.press("Send your response")
    expect(member.page.locator("#responses ~ .app-card")).to_contain_text(SAID)

    trustee.go(f"/decisions/{decision}/report-backs/staff/")
    expect(page.locator("main")).to_contain_text(SAID)
    chair = visit("chair-nw")
    chair.go(f"/decisions/{decision}/")
    expect(chair.page.locator("main")).to_contain_text(SAID)
    public = visit()
    public.go(PLACE)
    expect(public.page.locator("main")).to_contain_text("Reported back on")
    for words in (TOLD, SAID):
        expect(public.page.locator("main")).not_to_contain_text(words)
    assert faults(public, PLACE) == []
    portal.manage("verify_ledger")
    portal.manage("check_portal")
