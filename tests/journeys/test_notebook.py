"""A visit on a phone: no network, a killed tab, a lost session; in the end every note is on the server once."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, Portal, Visit
from tests.journeys.notebooks import (
    KEPT,
    arrives,
    becomes_true,
    notes_survive_a_killed_tab,
    outbox,
    ready,
    stored,
    write,
)

pytestmark = pytest.mark.browser
LEAD = "lead-reviewer"
# Types one more letter into a note at the moment the page asks its store for the nth time from now on.
TYPES_BETWEEN = """() => {
    window.typeOn = () => {
        const area = document.querySelectorAll("[data-session]")[1].querySelector("form[data-note] textarea");
        area.value += "x";
        area.dispatchEvent(new Event("input", { bubbles: true }));
    };
    for (const name of ["get", "getAll"]) {
        const real = IDBObjectStore.prototype[name];
        IDBObjectStore.prototype[name] = function (...about) {
            const answer = real.apply(this, about);
            if (window.after && --window.after === 0) window.typeOn();
            return answer;
        };
    }
}"""


def todays(portal: Portal) -> str:
    """Return the visit that is led by the lead reviewer of the cast."""
    return portal.one(
        "SELECT t.review_id FROM peerreview_teamseat s JOIN peerreview_team t ON t.id = s.team_id"
        " JOIN peerreview_review r ON r.id = t.review_id JOIN people_user u ON u.id = s.person_id"
        " WHERE u.email = 'lead-reviewer@hearth.example' AND s.role = 'lead' AND r.state = 'scheduled'"
    )


def notebook(portal: Portal) -> str:
    return f"/reviews/{todays(portal)}/notebook/"


def test_notes_survive_a_day_without_network_and_a_killed_tab(portal: Portal, visit: Visit) -> None:
    notes_survive_a_killed_tab(visit(LEAD, screen=PHONE), notebook(portal))


def test_an_answer_that_was_lost_on_the_way_makes_no_second_note(portal: Portal, visit: Visit) -> None:
    phone = visit(LEAD, screen=PHONE)
    ready(phone, notebook(portal))
    lost = []

    def lose(route: object) -> None:
        if not lost:
            route.fetch()  # type: ignore[attr-defined]
            lost.append(1)
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    phone.context.route("**/notebook/sync/", lose)
    phone.complaints.clear()
    write(phone.page, 5, "Lunch was loud and friendly.")
    arrives(phone, "Lunch was loud and friendly.")
    assert lost
    phone.complaints.clear()


def test_a_letter_typed_at_any_moment_of_sending_is_not_lost(portal: Portal, visit: Visit) -> None:
    phone = visit(LEAD, screen=PHONE)
    ready(phone, notebook(portal))
    phone.page.evaluate(TYPES_BETWEEN)
    area = phone.page.locator("[data-session]").nth(1).locator("form[data-note] textarea").first
    begun = area.input_value()
    for moment in range(1, 13):
        phone.page.evaluate("(after) => { window.typeOn(); window.after = after; }", moment)
        becomes_true(phone.page, "() => window.after === 0")
        text = begun + "x" * (2 * moment)
        expect(area).to_have_value(text)
        arrives(phone, text)
        assert text in phone.page.evaluate(KEPT), f"what the phone holds is older, typed at moment {moment}"
        newest = portal.ask("SELECT text FROM peerreview_observationtext ORDER BY id DESC LIMIT 1")
        assert newest[0][0] == text
        expect(phone.page.locator("main")).not_to_contain_text("Another text of this note stands beside it")


def test_two_phones_in_one_note_keep_both_texts(portal: Portal, visit: Visit) -> None:
    path = notebook(portal)
    first = visit(LEAD, screen=PHONE)
    ready(first, path)
    write(first.page, 6, "Begun.")
    arrives(first, "Begun.")
    second = visit(LEAD, screen=DESK)
    ready(second, path)
    here, there = (
        one.page.locator("form[data-note]").filter(has=one.page.locator("textarea")).locator("textarea")
        for one in (first, second)
    )
    mine = next(area for area in here.all() if area.input_value() == "Begun.")
    theirs = next(area for area in there.all() if area.input_value() == "Begun.")
    first.context.set_offline(True)
    first.expected |= {0}
    mine.fill("Begun. On the phone.")
    theirs.fill("Begun. At the desk.")
    arrives(second, "Begun. At the desk.")
    first.context.set_offline(False)
    arrives(first, "Begun. On the phone.")
    # What the browser said of the network it did not have.
    first.complaints.clear()
    expect(first.page.locator("main")).to_contain_text("Another text of this note stands beside it")
    second.page.reload()
    expect(second.page.locator("main")).to_contain_text("Begun. At the desk.")
    second.page.get_by_label("This puts the texts together").check()
    note = second.page.locator("form[data-note]").filter(has=second.page.get_by_label("This puts the texts together"))
    note.locator("textarea").fill("Begun. On the phone and at the desk.")
    note.get_by_role("button").click()
    expect(second.page.get_by_label("This puts the texts together")).to_have_count(0)
    assert stored(portal, "Begun. On the phone and at the desk.") == 1


def test_a_lost_session_keeps_the_words_and_sends_them_after_signing_in_again(portal: Portal, visit: Visit) -> None:
    path = notebook(portal)
    phone = visit(LEAD, screen=PHONE)
    ready(phone, path)
    phone.context.clear_cookies()
    phone.expected |= {401, 403}
    write(phone.page, 1, "After the session was lost.")
    outbox(phone.page, "1 not sent yet: you are signed out")
    # Also the page itself opens again, though the portal would only show the way to sign in.
    phone.go(path)
    outbox(phone.page, "1 not sent yet: you are signed out")
    link = phone.page.get_by_role("link", name="Sign in again in a new tab")
    tab = phone.context.new_page()
    tab.goto(f"{portal.url}{link.get_attribute('href')}")
    tab.locator(f"button[name=key][value={LEAD}]").click()
    tab.wait_for_url("**/notebook/")
    tab.close()
    phone.page.bring_to_front()
    arrives(phone, "After the session was lost.")


def test_signing_out_takes_the_page_off_the_phone_and_keeps_what_was_never_sent(portal: Portal, visit: Visit) -> None:
    path = notebook(portal)
    phone = visit(LEAD, screen=PHONE)
    ready(phone, path)
    write(phone.page, 7, "This was sent.")
    arrives(phone, "This was sent.")
    phone.context.route("**/notebook/sync/", lambda route: route.abort())
    write(phone.page, 8, "This was not.")
    outbox(phone.page, "1 not sent yet")
    phone.page.get_by_role("button", name="Sign out").click()
    phone.page.wait_for_url(portal.url + "/")
    becomes_true(phone.page, "async () => (await caches.keys()).length === 0")
    kept = phone.page.evaluate(KEPT)
    assert kept == ["This was not."]
    phone.context.unroute("**/notebook/sync/")
    phone.complaints.clear()
    phone.sign_in(LEAD)
    phone.go(path)
    arrives(phone, "This was not.")


def test_without_javascript_each_note_has_its_button(portal: Portal, visit: Visit) -> None:
    path = notebook(portal)
    reviewer = visit(LEAD, screen=PHONE, scripts=False)
    reviewer.go(path)
    blank = reviewer.page.locator("[data-session]").nth(0).locator("form[data-note]").last
    blank.locator("textarea").fill("Written with a plain form.")
    blank.get_by_label("About standard").fill("1.1")
    blank.get_by_role("button").click()
    expect(reviewer.page.locator("[data-outbox]")).to_contain_text("Saved.")
    assert stored(portal, "Written with a plain form.") == 1


def test_a_final_report_takes_the_notebook_off_the_phone(portal: Portal, visit: Visit) -> None:
    """Runs last: the visit of this portal is over afterwards."""
    path = notebook(portal)
    phone = visit(LEAD, screen=PHONE)
    ready(phone, path)
    write(phone.page, 9, "In time.")
    arrives(phone, "In time.")
    with sqlite3.connect(portal.database) as raw:
        # What the table's own rules ask with.
        raw.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, text or "")))
        raw.execute("UPDATE peerreview_review SET state = 'final' WHERE id = ?", [todays(portal)])
    phone.expected |= {404}
    write(phone.page, 10, "Too late.")
    outbox(phone.page, "This notebook is closed")
    becomes_true(phone.page, "async () => (await caches.keys()).length === 0")
    kept = phone.page.evaluate(KEPT)
    assert kept == ["Too late."]
    expect(phone.page.locator("[data-session]").nth(10).locator("textarea").first).to_have_value("Too late.")
    assert phone.go(path).status == 404
    assert stored(portal, "Too late.") == 0
