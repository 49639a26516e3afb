"""Two people type in one field, a third loses the session, a fourth closes the tab: no word is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Portal, Visit, Visitor

pytestmark = pytest.mark.browser


def own_review(portal: Portal) -> str:
    return portal.one(
        "SELECT r.id FROM peerreview_review r JOIN peerreview_hostrole h ON h.service_id = r.service_id"
        " JOIN people_user u ON u.id = h.person_id"
        " WHERE u.email = 'service-lead@hearth.example' AND r.state = 'self_review'"
    )


def staff_email(portal: Portal) -> str:
    return portal.one(
        "SELECT u.email FROM peerreview_hostrole h JOIN people_user u ON u.id = h.person_id"
        " JOIN peerreview_review r ON r.service_id = h.service_id"
        " WHERE h.kind = 'staff' AND h.ends_on IS NULL AND r.id = ?",
        own_review(portal),
    )


def standard(portal: Portal, code: str) -> str:
    return f"/reviews/{own_review(portal)}/self-assessment/standards/{code}/leadership/"


def unanswered(portal: Portal, nth: int) -> str:
    """Return a standard about which the leadership has said nothing."""
    rows = portal.ask(
        "SELECT s.code FROM peerreview_standard s JOIN peerreview_review r ON r.edition_id = s.edition_id"
        ' WHERE r.id = ? ORDER BY s."order" DESC',
        own_review(portal),
    )
    return str(rows[nth][0])


def stored(portal: Portal, text: str) -> int:
    """Count where a text stands: as an answer, in its history, or kept beside."""
    tables = ("standardresponse", "historicalstandardresponse", "keptanswer")
    return sum(
        len(portal.ask(f"SELECT 1 FROM peerreview_{table} WHERE commentary LIKE ?", f"%{text}%"))  # noqa: S608
        for table in tables
    )


def words(visitor: Visitor, text: str) -> None:
    visitor.page.locator("[name=commentary]").press_sequentially(text)


def state(page: Page, says: str) -> None:
    expect(page.locator("[data-workbook-state]")).to_contain_text(re.compile(says))


def test_two_people_type_in_one_field_and_both_are_kept_and_shown(portal: Portal, visit: Visit) -> None:
    path = standard(portal, unanswered(portal, 1))
    lead = visit("service-lead")
    staff = visit().sign_in_with_password(staff_email(portal))
    lead.go(path)
    staff.go(path)
    words(lead, "Priya writes about breakfast.")
    state(lead.page, r"^Saved \d\d:\d\d$")
    words(staff, "The night staff write about bedtime.")
    state(staff.page, "beside what somebody else wrote")
    expect(staff.page.locator("[data-workbook-theirs]")).to_have_text("Priya writes about breakfast.")
    assert stored(portal, "Priya writes about breakfast.")
    assert stored(portal, "The night staff write about bedtime.")

    staff.page.get_by_role("link", name="See both and put them together").click()
    kept = staff.page.locator("#kept")
    expect(kept).to_contain_text("Priya writes about breakfast.")
    expect(kept).to_contain_text("The night staff write about bedtime.")
    field = staff.page.locator("[name=commentary]")
    field.fill("Breakfast and bedtime, both of us.")
    staff.page.get_by_role("button", name="Save: this puts the texts together").click()
    expect(staff.page.locator("#kept")).to_have_count(0)
    expect(staff.page.locator("[name=commentary]")).to_have_value("Breakfast and bedtime, both of us.")


def test_a_lost_session_keeps_the_words_and_saves_after_signing_in_again(portal: Portal, visit: Visit) -> None:
    path = standard(portal, unanswered(portal, 2))
    lead = visit("service-lead")
    lead.go(path)
    words(lead, "Before.")
    state(lead.page, r"^Saved")
    lead.context.clear_cookies()
    lead.expected |= {403}
    words(lead, " After the session was lost.")
    state(lead.page, "Not saved: you are signed out")
    assert stored(portal, "After the session was lost") == 0
    expect(lead.page.locator("[name=commentary]")).to_have_value("Before. After the session was lost.")

    link = lead.page.get_by_role("link", name="Sign in again in a new tab")
    expect(link).to_have_attribute("target", "_blank")
    tab = lead.context.new_page()
    tab.goto(f"{portal.url}{link.get_attribute('href')}")
    tab.locator("button[name=key][value=service-lead]").click()
    tab.wait_for_url("**/self-assessment/**")
    tab.close()
    lead.page.bring_to_front()
    state(lead.page, r"^Saved \d\d:\d\d$")
    assert stored(portal, "Before. After the session was lost.")


def test_a_closed_tab_loses_no_word(portal: Portal, visit: Visit) -> None:
    path = standard(portal, unanswered(portal, 3))
    lead = visit("service-lead")
    lead.go(path)
    # Nothing reaches the server any more, and then the tab is closed.
    lead.context.set_offline(True)
    lead.expected |= {0}
    words(lead, "Typed on the train.")
    state(lead.page, "Not saved")
    lead.page.close()
    lead.complaints.clear()
    assert stored(portal, "Typed on the train.") == 0
    lead.context.set_offline(False)
    lead.page = lead.context.new_page()
    lead.go(path)
    expect(lead.page.locator("[name=commentary]")).to_have_value("Typed on the train.")
    state(lead.page, r"^Saved")
    assert stored(portal, "Typed on the train.")
    lead.page.reload()
    expect(lead.page.locator("[name=commentary]")).to_have_value("Typed on the train.")


def test_without_javascript_the_button_saves_and_both_texts_are_shown(portal: Portal, visit: Visit) -> None:
    path = standard(portal, unanswered(portal, 4))
    lead = visit("service-lead", scripts=False)
    other = visit("service-lead", scripts=False)
    lead.go(path)
    other.go(path)
    lead.page.locator("[name=commentary]").fill("First page.")
    lead.press("Save")
    other.page.locator("[name=commentary]").fill("Second page.")
    other.press("Save")
    kept = other.page.locator("#kept")
    expect(kept).to_contain_text("First page.")
    expect(kept).to_contain_text("Second page.")
