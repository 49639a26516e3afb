"""Three ways on when somebody blocks or a board is stuck: resolved by a new version, recorded as dissent, referred."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit, Visitor

pytestmark = pytest.mark.browser

# What the other trustees do meanwhile: the portal's own acts, without ten browsers.
PLAY = """
from datetime import timedelta
from django.utils import timezone
from governance.actions.positions import take_position
from governance.actions.rounds import close_round, open_round
from governance.actions.decisions import adopt, write_rationale
from governance.domain.chairs import months_later
from governance.enums.rounds import RoundKind, Stance
from governance.models import Block, Entitlement, Proposal, Round
from governance.queries.seats import chair_of
at = timezone.now()
proposal = Proposal.objects.select_related("board").get(number={number!r})
chair = chair_of(proposal.board, at).appointment.person
"""
BEGIN = """
from django.utils import timezone
from governance.actions.proposals import start_proposal
from governance.actions.versions import publish_version
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.models import Board
from portal.people.models import User
at, by = timezone.now(), User.objects.get(email="trustee-providers@hearth.example")
proposal = start_proposal(
    board=Board.objects.get(slug="north-west"), title={title!r}, summary="Why now.",
    clauses=[ClauseInput("How", "Everybody does it alike.")], kind=ProposalKind.ORDINARY,
    confidentiality=Confidentiality.OPEN, affects_children=True, by=by, at=at,
)
publish_version(proposal=proposal, change_note="", by=by, at=at)
print(proposal.number)
"""
AGREE = """
round = open_round(
    proposal=proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=at + timedelta(days=1), by=chair, at=at
)
for voice in round.entitlements.select_related("person"):
    take_position(round=round, by=voice.person, stance=Stance.AGREE, reason="", at=at)
close_round(round=round, by=chair, at=at)
"""
ADOPT = """
words = {"reasons": "Agreed.", "success": "It is used.", "childrens_views": "Young people wrote it."}
review = months_later(at.date(), 12)
write_rationale(proposal=proposal, owner=chair, review_on=review, by=chair, at=at, **words)
print(adopt(proposal=proposal, by=chair, at=at).number)
"""
NOT_UPHELD = """
from governance.actions.blocks import find_on_block
block = Block.objects.get(position__entitlement__round__proposal=proposal, position__superseded_by=None)
others = Entitlement.objects.filter(round=block.position.entitlement.round).exclude(pk=block.position.entitlement_id)
for voice in list(others.select_related("person"))[:4]:
    block.refresh_from_db()
    if block.state == "untested":
        find_on_block(block=block, holds=False, reason="It is about money.", by=voice.person, at=at)
"""
BLOCKED = """
round = open_round(
    proposal=proposal, kind=RoundKind.CONSENSUS_TEST, closes_at=at + timedelta(days=1), by=chair, at=at
)
for voice in round.entitlements.select_related("person"):
    objects = voice.person.email.startswith("trustee-young-people")
    block = {"ground": "harm", "removal_condition": "A choice.", "objector_part": "I will write it."}
    stance = Stance.BLOCK if objects else Stance.AGREE
    more = block if objects else {}
    take_position(round=round, by=voice.person, stance=stance, reason="So." if objects else "", at=at, **more)
close_round(round=round, by=chair, at=at)
"""


def play(portal: Portal, number: str, *acts: str) -> str:
    """Let everybody else do their part."""
    return portal.manage("shell", "-c", PLAY.format(number=number) + "".join(acts))


def in_discussion(portal: Portal, title: str) -> str:
    """Put a proposal of a trustee to the North West board, and return its number."""
    return portal.manage("shell", "-c", BEGIN.format(title=title)).split()[-1]


def open_block(visitor: Visitor, number: str) -> None:
    visitor.go(f"/proposals/{number}/")
    expect(visitor.page.get_by_role("heading", name="Why this is not yet a decision")).to_be_visible()


def test_upheld_block_is_resolved_by_a_new_version_and_adopted(portal: Portal, visit: Visit) -> None:
    number = in_discussion(portal, "Breakfast at the weekend")
    play(portal, number, BLOCKED)
    finder, objector = visit("trustee-staff"), visit("trustee-young-people", screen=PHONE)
    open_block(finder, number)
    finder.press("Say what you find of this block")
    finder.page.locator("input[name=holds][value=yes]").check()
    finder.page.locator("[name=reason]").fill("It is about the children’s own say.")
    finder.press("Record what I find")
    expect(finder.page.locator("main")).to_contain_text("0 of 3 meetings held")

    open_block(objector, number)
    objector.press("Take part: answer, offer, meet")
    objector.page.locator("input[name=kind][value=answer]").check()
    objector.page.locator("[name=text]").fill("Six of us wrote a sentence.")
    objector.press("Write it down")
    expect(objector.page.locator("main")).to_contain_text("The objector takes part.")
    assert objector.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    chair = visit("chair-nw")
    chair.go(f"/proposals/{number}/edit/")
    chair.page.locator("[name=text_0]").fill("Each young person chooses.")
    chair.press("Save the draft")
    chair.go(f"/proposals/{number}/publish/")
    chair.page.locator("[name=change_note]").fill("As the block asked.")
    chair.press("Publish")
    expect(chair.page.locator("main")).to_contain_text("An earlier version was blocked.")

    objector.go(f"/proposals/{number}/way/")
    objector.page.get_by_role("button", name=re.compile("resolves my block")).click()
    objector.page.locator("[name=reason]").fill("We can choose.")
    objector.press("Record it as resolved")
    expect(objector.page.get_by_text("Your block is recorded as resolved.")).to_be_visible()
    decision = play(portal, number, AGREE, ADOPT).split()[-1]
    objector.go(f"/decisions/{decision}/")
    expect(objector.page.locator("main")).to_contain_text("Each young person chooses.")


def test_block_that_was_not_upheld_is_recorded_as_dissent(portal: Portal, visit: Visit) -> None:
    number = in_discussion(portal, "One form for outings")
    play(portal, number, BLOCKED, NOT_UPHELD)
    objector = visit("trustee-young-people", screen=PHONE, scripts=False)
    open_block(objector, number)
    objector.press("Say in what words it goes on record")
    objector.press("Put it on record")
    expect(objector.page.get_by_role("alert")).to_contain_text("Choose how it goes on record")
    objector.page.locator("input[name=as_][value=dissent]").check()
    objector.page.locator("[name=reason]").fill("I still miss the choice.")
    objector.press("Put it on record")
    expect(objector.page.locator("main")).to_contain_text("I still miss the choice.")
    decision = play(portal, number, ADOPT).split()[-1]
    reader = visit()
    reader.go(f"/decisions/{decision}/")
    expect(reader.page.locator("main")).to_contain_text("I still miss the choice.")
    expect(reader.page.locator("main")).not_to_contain_text("Niamh")


def test_region_refers_a_text_to_the_national_group_and_has_its_answer(portal: Portal, visit: Visit) -> None:
    number = in_discussion(portal, "A shared holiday fund")
    chair = visit("chair-nw")
    chair.go(f"/proposals/{number}/way/")
    chair.page.get_by_role("link", name="It belongs to another board: refer it").click()
    chair.page.locator("[name=to_board]").select_option(label="National Steering Group")
    chair.page.locator("[name=reason]").fill("All regions have to do it alike.")
    chair.press("Refer it")
    main = chair.page.locator("main")
    expect(main).to_contain_text("Referred to the National Steering Group")
    received = chair.page.get_by_role("link", name=re.compile(r"^NSG-\d{4}-\d{3}$")).inner_text()
    play(portal, received, AGREE, ADOPT)
    chair.page.reload()
    expect(main).to_contain_text("answered on")
    expect(main.get_by_role("link", name=re.compile(r"^Decision D-NSG-"))).to_be_visible()
    trustee = visit("trustee-staff", screen=PHONE)
    trustee.go(f"/proposals/{number}/")
    expect(trustee.page.locator("main")).to_contain_text("which has answered: adopted.")
