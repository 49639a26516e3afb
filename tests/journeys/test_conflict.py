"""A provider who withdrew meets nothing of the matter; a chair with a conflict chairs everything but theirs."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit

pytestmark = pytest.mark.browser

KEPT_FROM = "Buy night cover from one agency"
CHAIRED = "Who trains our new managers"


def test_a_conflicted_provider_never_meets_the_paper_and_a_conflicted_chair_does_not_chair_it(
    portal: Portal, visit: Visit
) -> None:
    number = portal.one("SELECT number FROM governance_proposal WHERE title = ?", KEPT_FROM)
    chaired = portal.one("SELECT number FROM governance_proposal WHERE title = ?", CHAIRED)
    provider = visit("trustee-providers", screen=PHONE)
    for path in ("/today/", "/proposals/", f"/search/?q={number}", "/search/?q=agency", "/notifications/"):
        provider.go(path)
        main = provider.page.locator("main")
        expect(main.get_by_text(KEPT_FROM)).to_have_count(0)
        if "q=NW" not in path:
            expect(main.get_by_text(number)).to_have_count(0)
    answer = provider.page.request.get(f"{portal.url}/proposals/{number}/")
    assert answer.status == 404
    assert KEPT_FROM not in answer.text()

    colleague = visit("trustee-staff", screen=PHONE)
    colleague.go(f"/proposals/{number}/")
    expect(colleague.page.get_by_text("One member takes no part in this item")).to_be_visible()

    chair = visit("chair-nw", screen=PHONE)
    chair.go(f"/proposals/{chaired}/")
    expect(chair.page.get_by_text("without deciding").first).to_be_visible()
    assert chair.page.request.get(f"{portal.url}/proposals/{chaired}/rounds/open/").status == 403


def test_the_incoming_chair_stands_in_for_the_item_of_a_conflicted_chair(portal: Portal, visit: Visit) -> None:
    chaired = portal.one("SELECT number FROM governance_proposal WHERE title = ?", CHAIRED)
    asked = portal.one(
        "SELECT u.email FROM governance_chairturn t JOIN governance_board b ON b.id = t.board_id"
        " JOIN governance_appointment a ON a.id = t.appointment_id JOIN people_user u ON u.id = a.person_id"
        " WHERE b.slug = 'north-west' AND t.state IN ('asked', 'accepted') ORDER BY t.asked_at DESC"
    )
    incoming = visit(screen=PHONE)
    incoming.sign_in_as(asked)
    if incoming.page.locator("main a[href*='/chairs/turns/']").count():
        incoming.page.locator("main a[href*='/chairs/turns/']").first.click()
        incoming.page.get_by_label("Yes, I take it").check()
        incoming.press("Send my answer")
        expect(incoming.page.get_by_text("You take the chair. Thank you.")).to_be_visible()
    incoming.go(f"/proposals/{chaired}/conflicts/")
    expect(incoming.page.get_by_text("The incoming chair stands in for it.")).to_be_visible()
    incoming.go(f"/proposals/{chaired}/rounds/open/")
    incoming.page.get_by_label("Sense check").check()
    incoming.press("Open the round")
    expect(incoming.page.get_by_text("The round is open.")).to_be_visible()

    chair = visit("chair-nw", screen=PHONE)
    assert chair.page.request.get(f"{portal.url}/proposals/{chaired}/rounds/1/close/").status == 403
    # Everything else stays the chair's.
    chair.go("/boards/north-west/meetings/plan/")
    expect(chair.page.get_by_role("heading", name="Plan a meeting")).to_be_visible()
