"""An urgent decision that lapses because the board does not answer, and a decision reviewed and replaced."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils.dateparse import parse_datetime
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit

pytestmark = pytest.mark.browser

# Everybody entitled agrees, and the reasons are written: what the other journey does by hand, page by page.
AGREE = """
from django.utils import timezone
from governance.actions.decisions import write_rationale
from governance.actions.positions import take_position
from governance.enums.rounds import Stance
from governance.models import Proposal, Round
proposal, at = Proposal.objects.get(number="{number}"), timezone.now()
round = Round.objects.get(proposal=proposal, state="open")
for voice in round.entitlements.all():
    take_position(round=round, by=voice.person, stance=Stance.AGREE, reason="", at=at)
again = at.date().replace(day=1, year=at.year + 2)
write_rationale(
    proposal=proposal, by=proposal.proposer, at=at, owner=proposal.proposer, review_on=again,
    reasons="Two hours were too few.", success="It is kept.", childrens_views="They asked for it.",
)
"""


def moment(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None
    return found


def test_urgent_decision_holds_and_lapses_when_the_board_does_not_answer(portal: Portal, visit: Visit) -> None:
    number = portal.one(
        "SELECT p.number FROM governance_urgentdecision u JOIN governance_proposal p ON p.id = u.proposal_id"
        " WHERE u.state = 'asked' AND p.number LIKE 'NW-%'"
    )
    trustee = visit("trustee-staff", screen=PHONE)
    trustee.go(f"/proposals/{number}/")
    expect(trustee.page.locator("main")).to_contain_text("Nothing holds yet.")
    trustee.press("Confirm it")
    trustee.page.locator("[name=reason]").fill("Nobody else can drive them tomorrow.")
    trustee.press("Confirm it")
    expect(trustee.page.get_by_text("It holds from now on.")).to_be_visible()

    reader = visit(screen=PHONE)
    reader.go("/decisions/")
    reader.page.get_by_role("link", name=re.compile("minibus")).click()
    main = reader.page.locator("main")
    expect(main).to_contain_text("This holds for the time being.")
    expect(main).to_contain_text("Nobody else can drive them tomorrow.")

    ratify_by = portal.one(
        "SELECT u.ratify_by FROM governance_urgentdecision u JOIN governance_proposal p ON p.id = u.proposal_id"
        " WHERE p.number = ?",
        number,
    )
    late = moment(f"{ratify_by}+00:00") + timedelta(days=2)
    said = portal.manage("run_due", "--at", late.isoformat())
    assert "the urgent decision lapses" in said
    reader.page.reload()
    expect(main).to_contain_text("the board did not ratify it")
    assert "the urgent decision lapses" not in portal.manage("run_due", "--at", late.isoformat())


def test_decision_under_review_is_replaced_by_another(portal: Portal, visit: Visit) -> None:
    earlier = portal.one(
        "SELECT d.number FROM governance_decision d JOIN governance_board b ON b.id = d.board_id"
        " WHERE d.state = 'under_review' AND b.slug = 'north-west'"
    )
    chair = visit("chair-nw")
    chair.go(f"/decisions/{earlier}/")
    chair.page.get_by_role("link", name="The review").click()
    expect(chair.page.locator("main")).to_contain_text("With one night post empty for months")
    chair.press("Propose what becomes of it")
    chair.page.get_by_label("Put another decision in its place").check()
    chair.page.locator("[name=reason]").fill("The hours are lost whenever a night post is empty.")
    chair.press("Begin the draft")
    expect(chair.page.locator("main")).to_contain_text(f"this takes the place of decision {earlier}")
    number = chair.page.url.rstrip("/").rsplit("/", 1)[-1]
    chair.go(f"/proposals/{number}/publish/")
    chair.press("Publish")
    chair.press("Open a round")
    chair.page.get_by_label("Test for consensus").check()
    chair.press("Open the round")
    portal.manage("shell", "-c", AGREE.format(number=number))
    closes_at = portal.one("SELECT closes_at FROM governance_round ORDER BY id DESC LIMIT 1")
    closes = moment(f"{closes_at}+00:00")
    said = portal.manage("run_due", "--at", closes.isoformat())
    assert f"{number}: the decision is recorded" in said

    later = portal.one(
        "SELECT d.number FROM governance_decision d JOIN governance_proposal p ON p.id = d.proposal_id"
        " WHERE p.number = ?",
        number,
    )
    reader = visit()
    reader.go(f"/decisions/{earlier}/")
    expect(reader.page.locator("main")).to_contain_text("It holds no longer.")
    reader.page.get_by_role("link", name=re.compile(f"^{later}")).first.click()
    expect(reader.page.get_by_role("link", name=earlier)).to_be_visible()
    portal.manage("verify_ledger")
