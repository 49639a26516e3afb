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
