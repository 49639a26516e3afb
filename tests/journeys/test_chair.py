"""Somebody takes a term on a phone; a chair leaves in the middle of an open round and the national seat follows."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit
from tests.journeys.test_every_page import faults

pytestmark = pytest.mark.browser
CHAIR = (
    "SELECT u.email, t.id FROM governance_chairterm t JOIN governance_board b ON b.id = t.board_id"
    " JOIN governance_appointment a ON a.id = t.appointment_id JOIN people_user u ON u.id = a.person_id"
    " WHERE b.slug = ? AND t.starts_on <= date('now') AND t.ends_on > date('now')"
)


def test_whoever_is_asked_takes_the_chair_on_a_phone(portal: Portal, visit: Visit) -> None:
    asked = portal.one(
        "SELECT u.email FROM governance_chairturn t JOIN governance_board b ON b.id = t.board_id"
        " JOIN governance_appointment a ON a.id = t.appointment_id JOIN people_user u ON u.id = a.person_id"
        " WHERE b.slug = 'north-west' AND t.state = 'asked'"
    )
    trustee = visit(screen=PHONE)
    trustee.sign_in_as(asked)
    trustee.page.locator("main a[href*='/chairs/turns/']").first.click()
    expect(trustee.page.get_by_role("heading", name="It is your turn in the chair")).to_be_visible()
    assert faults(trustee, "turn") == []
    trustee.page.get_by_label("I cannot this time").check()
    trustee.press("Send my answer")
    expect(trustee.page.get_by_role("link", name="Say why, so that the board understands.")).to_be_visible()
    trustee.page.get_by_label("Yes, I take it").check()
    trustee.press("Send my answer")
    expect(trustee.page.get_by_text("You take the chair. Thank you.")).to_be_visible()
    expect(trustee.page.locator("main")).to_contain_text("Next")
    assert faults(trustee, "rota") == []


def test_a_chair_leaves_in_an_open_round_and_the_national_seat_follows(portal: Portal, visit: Visit) -> None:
    number = portal.one(
        "SELECT p.number FROM governance_proposal p JOIN governance_board b ON b.id = p.board_id"
        " WHERE b.slug = 'national' AND p.state = 'discussion' AND p.confidentiality = 'open'"
    )
    (national, _term), (leaving, term) = portal.ask(CHAIR, "national")[0], portal.ask(CHAIR, "north-west")[0]
    chair = visit()
    chair.sign_in_as(str(national))
    chair.go(f"/proposals/{number}/rounds/open/")
    chair.page.get_by_label("Test for consensus").check()
    chair.press("Open the round")
    expect(chair.page.get_by_text("The round is open.")).to_be_visible()

    niamh = visit(screen=PHONE)
    niamh.sign_in_as(str(leaving))
    assert niamh.go("/boards/national/proposals/").status == 200

    secretary = visit("secretary-nw", scripts=False)
    secretary.go(f"/boards/north-west/chairs/{term}/end/")
    secretary.page.locator("[name=reason]").fill("Moves to another region.")
    secretary.press("End the term")
    expect(secretary.page.locator("main")).to_contain_text("Acting chair")

    # The voice in the open round outlasts the chair; nothing else of the national group does.
    niamh.expected.add(404)
    assert niamh.go("/boards/national/proposals/").status == 404
    niamh.go(f"/proposals/{number}/position/")
    niamh.page.locator("[name=stance][value=agree]").check()
    niamh.press("Record my position")
    expect(niamh.page.get_by_text("Your position is recorded.")).to_be_visible()

    public = visit()
    public.go("/boards/national/")
    seat = public.page.get_by_role("row", name=re.compile("North West board"))
    expect(seat).not_to_contain_text("Niamh")
    expect(seat).not_to_contain_text("Vacant")
    public.go("/boards/north-west/chairs/")
    expect(public.page.locator("main")).to_contain_text("The chair was empty: an acting chair fills it at once")
    expect(public.page.locator("main")).not_to_contain_text("Moves to another region")
    portal.manage("verify_ledger")
