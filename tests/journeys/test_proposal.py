"""One proposal's whole life: five people of a board, two who were away, and a reader of the public register."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Portal, Visit, Visitor

pytestmark = pytest.mark.browser

TITLE = "Keep one bed free in every region for the night"
WORRY = "A free bed that is never used is a bed a child nearby did not get."
RESERVATION = "I agree, if the homes are paid for the nights the bed stays empty."
BOARD = "/boards/north-west/"


def write(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)


def take_position(visitor: Visitor, number: str, stance: str, reason: str = "") -> None:
    visitor.go(f"/proposals/{number}/position/")
    visitor.page.locator(f"input[name=stance][value={stance}]").check()
    visitor.page.locator("[name=reason]").fill(reason)
    visitor.press("Record my position")
    expect(visitor.page.get_by_text("Your position is recorded.")).to_be_visible()


def draft(author: Visitor) -> str:
    """Write and publish the first version on a phone; return the number it was given."""
    page = author.page
    author.go(BOARD)
    page.get_by_role("link", name=re.compile("proposals", re.IGNORECASE)).first.click()
    page.get_by_role("button", name="Start a proposal").first.click()
    write(page, title=TITLE, summary="Twice this winter a child waited in an office until midnight.")
    write(page, heading_0="One bed", text_0="Every region keeps one bed free from six in the evening.")
    page.get_by_role("button", name="Add a clause").click()
    write(page, heading_1="Who pays", text_1="The authorities of the region share the cost.")
    author.press("Save the draft")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.get_by_role("link", name=re.compile("Publish")).first.click()
    author.press("Publish")
    expect(page.get_by_role("heading", name="The text, version 1")).to_be_visible()
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def discuss(author: Visitor, asker: Visitor, worried: Visitor, number: str) -> None:
    """A question and its reply, a concern, and the version that meets it."""
    asker.go(f"/proposals/{number}/questions/new/")
    write(asker.page, text="Does a bed kept free count as occupied in the yearly figures?")
    asker.press("Ask")
    expect(asker.page.get_by_text("count as occupied")).to_be_visible()

    worried.go(f"/proposals/{number}/concerns/new/")
    worried.page.locator("[name=clause]").select_option(index=1)
    write(worried.page, text=WORRY, wish="Say when the bed may be used after all.")
    worried.press("Raise the concern")
    expect(worried.page.get_by_text(WORRY)).to_be_visible()

    author.go(f"/proposals/{number}/")
    author.page.get_by_role("link", name=re.compile("^Reply")).first.click()
    write(author.page, text="No. It is shown in a column of its own.")
    author.press("Save the reply")
    author.page.get_by_role("link", name="Write the next version").click()
    write(author.page, text_0="Every region keeps one bed free from six in the evening until ten at night.")
    author.press("Save the draft")
    author.go(f"/proposals/{number}/publish/")
    write(author.page, change_note="The bed is free to use after ten, as the concern asked.")
    author.press("Publish")
    expect(author.page.get_by_role("heading", name="The text, version 2")).to_be_visible()

    author.go(f"/proposals/{number}/versions/compare/")
    expect(author.page.locator("main ins").filter(has_text="until ten").first).to_be_visible()

    worried.go(f"/proposals/{number}/")
    worried.page.get_by_role("link", name=re.compile("^Resolve")).first.click()
    write(worried.page, how="The bed can be used after ten.")
    worried.page.locator("[name=resolved_in]").select_option(label="Version 2")
    worried.press("Mark as resolved")


def test_proposal_becomes_a_decision_that_anybody_can_check(portal: Portal, visit: Visit) -> None:
    author = visit("trustee-staff", screen=PHONE)
    number = draft(author)
    asker, worried = visit("trustee-providers"), visit("trustee-young-people", screen=PHONE)
    discuss(author, asker, worried, number)

    chair = visit("chair-nw")
    chair.go(f"/proposals/{number}/")
    chair.press("Open a round")
    chair.page.get_by_label("Test for consensus").check()
    chair.press("Open the round")
    expect(chair.page.get_by_text("The round is open.")).to_be_visible()

    voices = portal.ask(
        "SELECT u.email FROM governance_entitlement e JOIN people_user u ON u.id = e.person_id"
        " JOIN governance_round r ON r.id = e.round_id JOIN governance_proposal p ON p.id = r.proposal_id"
        " WHERE p.number = ? ORDER BY u.email",
        number,
    )
    cast = {"chair-nw", "trustee-staff", "trustee-providers", "trustee-young-people", "trustee-authorities"}
    others = [str(email) for (email,) in voices if str(email).split("@")[0] not in cast]
    assert len(others) >= 3
    *present, away, also_away = others

    # Two who have spoken watch: one with a socket, one whose network lets no socket through.
    watcher = visit("trustee-authorities")
    take_position(watcher, number, "agree")
    listening = re.compile(r"/ws/live/")
    with watcher.page.expect_websocket(lambda socket: bool(listening.search(socket.url))):
        watcher.go(f"/proposals/{number}/")
    polling = visit()
    polling.context.add_init_script("delete window.WebSocket")
    polling.page.clock.install()
    polling.sign_in("trustee-staff")
    take_position(polling, number, "agree")
    polling.go(f"/proposals/{number}/")
    everything = polling.page.locator("main")
    expect(everything).not_to_contain_text(RESERVATION)

    take_position(asker, number, "reservations", RESERVATION)
    expect(watcher.page.locator("main")).to_contain_text(RESERVATION)
    polling.page.clock.fast_forward(31_000)
    expect(everything).to_contain_text(RESERVATION)

    take_position(worried, number, "agree")
    take_position(chair, number, "agree")
    for email in present:
        visitor = visit()
        visitor.sign_in_as(email)
        take_position(visitor, number, "agree")
        visitor.context.close()
    chair.go(f"/proposals/{number}/")
    expect(chair.page.locator("main")).to_contain_text("2 positions are still awaited.")

    for visitor in (author, asker, worried, chair, watcher, polling):
        visitor.context.close()

    # The week passes: the timer closes the test, and those who were away have two weeks of their own.
    closes = datetime.now(UTC) + timedelta(days=8)
    assert f"{number}: round 1 closes" in portal.manage("run_due", "--at", closes.isoformat())
    portal.at_a_later_time(timedelta(days=8, hours=1))
    back = visit()
    back.sign_in_as(away)
    take_position(back, number, "stand_aside", "I was away and would rather have waited for the figures.")

    back.context.close()

    # They pass as well, and nothing has run: the chair records the decision all the same.
    portal.at_a_later_time(timedelta(days=23))
    chair = visit("chair-nw")
    chair.go(f"/proposals/{number}/rationale/")
    write(
        chair.page,
        reasons="No child should wait in an office. One bed in each region is what we can pay for.",
        success="No child waits in an office after ten at night in the next twelve months.",
    )
    chair.page.locator("[name=owner]").select_option(label="Kwame Asante")
    chair.press("Save the reasons")
    expect(chair.page.get_by_text("The reasons are saved.")).to_be_visible()
    chair.press("Record the decision")
    chair.press("Record the decision")
    expect(chair.page.get_by_text(re.compile(r"^Decision D-NW-\d{4}-\d{3}"))).to_be_visible()
    decision = chair.page.url.rstrip("/").rsplit("/", 1)[-1]

    read_as_the_public(visit(screen=PHONE), decision)
    assert also_away not in chair.page.content()
    portal.manage("verify_ledger")


def read_as_the_public(reader: Visitor, decision: str) -> None:
    """Find the decision in the register, read it, check it, subscribe; names of trustees stay with the board."""
    page = reader.page
    reader.go("/decisions/?q=bed+free")
    page.get_by_role("link", name=re.compile(TITLE)).click()
    main = page.locator("main")
    expect(main).to_contain_text("until ten")
    expect(main).to_contain_text(RESERVATION)
    for name in ("Harriet Fairclough", "Kwame Asante", "Niamh O"):
        expect(main).not_to_contain_text(name)
    page.get_by_role("link", name="Verify it now").click()
    expect(page.get_by_role("heading", name="This record is as it was made")).to_be_visible()
    fetch = partial(reader.context.request.get, timeout=20_000)
    entry = fetch(f"{reader.portal.url}/decisions/{decision}/verify/?format=json").json()
    assert len(entry["hash"]) == 64
    assert TITLE in fetch(f"{reader.portal.url}/decisions/feed/").text()
    assert decision in fetch(f"{reader.portal.url}/decisions.csv").text()
    assert decision in fetch(f"{reader.portal.url}/decisions/?format=json").text()
