"""What journeys do with the visit notebook: open it, write, wait for what arrives, lose the network and the tab."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Portal, Visitor

# The texts the phone still holds.
KEPT = """() => new Promise((resolve) => {
    const open = indexedDB.open("notebook");
    open.onsuccess = () => {
        const all = open.result.transaction("notes").objectStore("notes").getAll();
        all.onsuccess = () => { open.result.close(); resolve(all.result.map((one) => one.text)); };
    };
})"""


def stored(portal: Portal, text: str) -> int:
    return len(portal.ask("SELECT 1 FROM peerreview_observationtext WHERE text = ?", text))


def arrives(visitor: Visitor, text: str) -> None:
    """Wait until a text is on the server and the page says so; it is there once."""
    for _each in range(60):
        if stored(visitor.portal, text):
            break
        visitor.page.wait_for_timeout(250)
    assert stored(visitor.portal, text) == 1, text
    outbox(visitor.page, "All notes are with the portal")


def outbox(page: Page, says: str) -> None:
    expect(page.locator("[data-outbox]")).to_contain_text(re.compile(says))


def ready(visitor: Visitor, path: str) -> None:
    """Open the notebook and wait until the phone has kept it."""
    visitor.go(path)
    outbox(visitor.page, "All notes are with the portal")
    becomes_true(
        visitor.page,
        "async (path) => (await caches.keys()).length > 0"
        " && await caches.match(path, { ignoreVary: true }) !== undefined"
        " && (await (await caches.open((await caches.keys())[0])).keys()).length > 3",
        path,
    )


def becomes_true(page: Page, asked: str, about: str = "") -> None:
    """Ask until the answer is yes. Waiting for an asynchronous function takes its promise for a yes."""
    for _each in range(60):
        if page.evaluate(asked, about):
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"It never came true: {asked}")


def write(page: Page, session: int, text: str) -> None:
    """Write into the blank note of a session."""
    blank = page.locator("[data-session]").nth(session).locator("form[data-blank] textarea")
    blank.press_sequentially(text)


def notes_survive_a_killed_tab(phone: Visitor, path: str) -> None:
    """Write into the first sessions with a network, without one and across a killed tab; all arrives once."""
    portal = phone.portal
    ready(phone, path)
    write(phone.page, 2, "Written while there was a network.")
    arrives(phone, "Written while there was a network.")

    phone.context.set_offline(True)
    phone.expected |= {0}
    write(phone.page, 3, "Two adults sat down with them.")
    write(phone.page, 4, "The rota is thin at the weekend.")
    outbox(phone.page, "2 not sent yet: kept on this phone")
    assert stored(portal, "Two adults sat down with them.") == 0
    phone.complaints.clear()
    # The tab is killed, not left: nothing gets a chance to be sent on the way out.
    phone.page.close(run_before_unload=False)
    phone.page = phone.context.new_page()
    phone.page.goto(portal.url + path)
    outbox(phone.page, "2 not sent yet: kept on this phone")
    shown = phone.page.locator("[data-session]").nth(3).locator("form[data-note] textarea").first
    expect(shown).to_have_value("Two adults sat down with them.")
    shown.press_sequentially(" One of them told a joke.")
    outbox(phone.page, "2 not sent yet")
    expect(phone.page.locator("main")).to_contain_text("Visit notebook")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    phone.context.set_offline(False)
    arrives(phone, "Two adults sat down with them. One of them told a joke.")
    arrives(phone, "The rota is thin at the weekend.")
    phone.page.reload()
    outbox(phone.page, "All notes are with the portal")
    for text in (
        "Written while there was a network.",
        "Two adults sat down with them. One of them told a joke.",
        "The rota is thin at the weekend.",
    ):
        assert stored(portal, text) == 1, text
    # The note that was tried, went on and was sent in the end is one note: what was tried first is its earlier text.
    notes = portal.ask(
        "SELECT DISTINCT observation_id FROM peerreview_observationtext WHERE text LIKE ?", "Two adults sat down%"
    )
    assert len(notes) == 1
    shown = phone.page.locator("[data-session]").nth(3).locator("form[data-note] textarea").first
    expect(shown).to_have_value("Two adults sat down with them. One of them told a joke.")
