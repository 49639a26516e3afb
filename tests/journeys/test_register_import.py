"""The regulator's real register, brought in by an administrator on screen; the second time nothing changes."""

import os
import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Portal, Visit, Visitor
from tests.processes import ROOT, Running

pytestmark = pytest.mark.browser
DATA = Path(os.environ.get("PUBLISHED_DATA") or ROOT.parent / "shared" / "data")
REGISTER = DATA / "ofsted_childrens_social_care_2023.ods"
MINUTE = 60_000


def check(administrator: Visitor) -> Page:
    """Send the register to be checked, and return the page that says what it would change."""
    page = administrator.page
    administrator.go("/imports/")
    page.get_by_role("link", name=re.compile("register", re.IGNORECASE)).first.click()
    page.locator("input[type=file]").set_input_files(REGISTER)
    page.get_by_role("button", name="Check the file").click(timeout=2 * MINUTE)
    page.wait_for_url("**/imports/runs/**", timeout=2 * MINUTE)
    return page


@pytest.mark.skipif(not REGISTER.is_file(), reason="the published register does not lie beside the project")
def test_register_is_imported_and_the_second_time_changes_nothing(portal: Portal, visit: Visit) -> None:
    administrator = visit("administrator")
    page = check(administrator)
    expect(page.get_by_role("heading", name="What this file would change")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(r"(3,?[0-9]{3}) changes"))
    with Running(
        *(sys.executable, "manage.py", "db_worker", "--backend", "bg", "--queue-name", "*", "--interval", "0.5"),
        "--no-reload",
        env=portal.env,
    ):
        administrator.press("Apply these changes")
        # The page looks again by itself.
        expect(page.get_by_text("Applied", exact=True).first).to_be_visible(timeout=3 * MINUTE)
    services = int(portal.one("SELECT count(*) FROM peerreview_service WHERE urn NOT LIKE 'DEMO%'"))
    assert services >= 3_000

    page = check(administrator)
    expect(page.locator("main")).to_contain_text("Everything in this file is here already", timeout=2 * MINUTE)
    expect(page.get_by_role("button", name="Apply these changes")).to_have_count(0)
    assert services == int(portal.one("SELECT count(*) FROM peerreview_service WHERE urn NOT LIKE 'DEMO%'"))
    portal.manage("check_portal")
