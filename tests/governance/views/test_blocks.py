"""The pages of blocks, fallback steps and referrals: what they say, what they refuse, what they cost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.actions.blocks import add_block_step
from governance.actions.decisions import adopt
from governance.actions.fallbacks import Plan, fall_back, start_step
from governance.actions.referrals import refer, refer_to_national
from governance.enums.blocks import BlockStepKind
from governance.enums.fallbacks import FallbackKind
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, Stance
from governance.models import Block, FallbackStep, Proposal, Referral
from tests.factories.blocks import find, objector
from tests.factories.governance import SmallBoard, board_with_trustees, national_group
from tests.factories.proposals import next_version
from tests.factories.rounds import agreed, published, reasoned
from tests.people import browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGE = 12


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


@pytest.fixture(scope="module")
def at() -> datetime:
    """Return a moment ten days ago; its round has closed three days ago."""
    return timezone.now() - 10 * DAY


def blocked(board: SmallBoard, at: datetime) -> Block:
    """Return the block of a proposal that is blocked."""
    agreed(board, at, stances={objector(board): Stance.BLOCK})
    return Block.objects.get()


def upheld(board: SmallBoard, at: datetime) -> Block:
    """Return a block whose clock runs."""
    return find(blocked(board, at), board.everyone[0], holds=True, at=at + 8 * DAY)


def falling(board: SmallBoard, at: datetime) -> Proposal:
    """Return a proposal in the fallback steps."""
    round = agreed(board, at, stances=dict.fromkeys(board.trustees["staff"], Stance.STAND_ASIDE))
    return fall_back(proposal=round.proposal, reason="In circles.", by=board.chair, at=at + 8 * DAY)


def page(person: Any, number: str) -> str:
    """Return the words of a proposal's page."""
    return " ".join(browser(person).get(f"/proposals/{number}/").content.decode().split())


def way(person: Any, number: str) -> str:
    """Return the words of the page with the whole way on."""
    return " ".join(browser(person).get(f"/proposals/{number}/way/").content.decode().split())


def url(name: str, number: str, *more: Any) -> str:
    """Return an address."""
    return reverse(f"governance:{name}", args=[number, *more])


def numbered(block: Block) -> str:
    """Return the number of a block's proposal."""
    return str(block.position.entitlement.round.proposal.number)


def test_page_says_until_when_there_is_time_and_whether_the_objector_takes_part(
    board: SmallBoard, at: datetime
) -> None:
    block = upheld(board, at)
    number = numbered(block)
    words = page(board.everyone[0], number)
    assert "Why this is not yet a decision" in words
    assert "or the third meeting, whichever is first: 0 of 3 meetings held." in words
    assert "The objector has not taken part yet" in words
    assert "You have not taken part yet" in page(objector(board), number)
    answer = {"kind": "answer", "text": "We tried it in two homes."}
    client = browser(objector(board))
    assert client.get(url("add_block_step", number, block.pk)).status_code == 200
    assert client.post(url("add_block_step", number, block.pk), {"kind": "answer"}).status_code == 422
    assert client.post(url("add_block_step", number, block.pk), answer).status_code == 302
    assert "The objector takes part." in page(board.everyone[0], number)
    log = browser(board.everyone[0]).get(url("block", number, block.pk)).content.decode()
    assert "We tried it in two homes." in log
    assert "I read the guidance." in log


def test_observers_read_why_and_no_names(board: SmallBoard, at: datetime) -> None:
    from tests.factories.governance import BoardRoleFactory  # noqa: PLC0415

    number = numbered(upheld(board, at))
    words = page(BoardRoleFactory(board=board.board, role="observer").person, number)
    assert "Why this is not yet a decision" in words
    assert objector(board).name not in words


def test_objector_restates_on_a_page_of_its_own(board: SmallBoard, at: datetime) -> None:
    block = blocked(board, at)
    for person in (*board.trustees["staff"], board.trustees["young-people"][0]):
        block = find(block, person, holds=False, at=at + 8 * DAY)
    number = numbered(block)
    address = url("restate_block", number, block.pk)
    assert "Say in what words it goes on record" in page(objector(board), number)
    assert browser(board.chair).get(address).status_code == 403
    client = browser(objector(board))
    assert "without them it is recorded as dissent" in client.get(address).content.decode()
    refused = client.post(address, {"as_": "dissent", "reason": ""})
    assert (refused.status_code, "Say it in your own words" in refused.content.decode()) == (422, True)
    assert client.post(address, {"as_": "dissent", "reason": "I miss the check."}).status_code == 302
    assert Block.objects.get().state == BlockState.DISSENT
    proposal = Proposal.objects.get()
    reasoned(proposal, board.chair, timezone.now())
    decision = adopt(proposal=proposal, by=board.chair, at=timezone.now())
    record = browser(board.everyone[0]).get(f"/decisions/{decision.number}/").content.decode()
    public = Client().get(f"/decisions/{decision.number}/").content.decode()
    assert "I miss the check." in record
    assert objector(board).name in record
    assert "I miss the check." in public
    assert objector(board).name not in public


def test_objector_says_that_the_new_version_resolves_it(board: SmallBoard, at: datetime) -> None:
    block = upheld(board, at)
    number = numbered(block)
    next_version(block.position.entitlement.round.proposal, "Changed.", at=at + 9 * DAY)
    assert "An earlier version was blocked." in page(board.everyone[0], number)
    assert "blocked version 1" in way(board.everyone[0], number)
    assert "Version 2 resolves my block" in way(objector(board), number)
    assert "Version 2 resolves my block" not in way(board.chair, number)
    client = browser(objector(board))
    assert client.get(url("resolve_block", number, block.pk)).status_code == 200
    done = client.post(url("resolve_block", number, block.pk), {"reason": "There is a check."})
    assert (done.status_code, Block.objects.get().state) == (302, BlockState.RESOLVED)
    assert browser(board_with_trustees("NE", seats=1).chair).get(url("resolve_block", number, 1)).status_code == 404


def test_chair_leads_through_the_steps(board: SmallBoard, at: datetime) -> None:
    round = agreed(board, at, stances=dict.fromkeys(board.trustees["staff"], Stance.STAND_ASIDE))
    number, client = round.proposal.number, browser(board.chair)
    assert "If discussing leads nowhere" in page(board.chair, number)
    assert "go to the fallback steps" in way(board.chair, number)
    assert client.get(url("fall_back", number)).status_code == 200
    assert client.post(url("fall_back", number), {"reason": "In circles."}).status_code == 302
    assert client.get(url("fall_back", number)).status_code == 302
    words = page(board.everyone[0], number)
    assert "There is no vote in any of them." in words
    assert "Choose the next step." in way(board.chair, number)
    assert "Choose the next step." not in way(board.everyone[0], number)
    for kind in FallbackKind:
        shown = client.get(url("start_fallback_step", number, kind.value)).content.decode()
        assert ("passed over" in shown) == (kind is not FallbackKind.TRIAL)
    assert client.get(url("start_fallback_step", number, "vote")).status_code == 404
    trial = {
        "what": "In two homes.",
        "due_on-day": "1",
        "due_on-month": "2",
        "due_on-year": "2099",
        "measure": "Fewer moves.",
        "reason": "Let us see.",
    }
    address = url("start_fallback_step", number, "trial")
    refused = client.post(address, {**trial, "measure": ""})
    assert (refused.status_code, "In two homes." in refused.content.decode()) == (422, True)
    assert client.post(address, trial).status_code == 302
    step = FallbackStep.objects.get()
    assert "Under way: A trial for a limited time, until 1 February 2099." in page(board.everyone[0], number)
    assert browser(board.everyone[0]).get(url("put_trial", number, step.n)).status_code == 403
    assert client.get(url("put_trial", number, step.n)).status_code == 200
    assert client.get(url("end_fallback_step", number, 9)).status_code == 404
    assert client.post(url("put_trial", number, step.n)).status_code == 302
    assert "We will know whether it worked by this: Fewer moves." in page(board.everyone[0], number)


def test_step_ends_and_the_board_ends_without_agreement(board: SmallBoard, at: datetime) -> None:
    proposal = falling(board, at)
    number, client = proposal.number, browser(board.chair)
    group = {
        "what": "A text all can live with.",
        "due_on-day": "1",
        "due_on-month": "2",
        "due_on-year": "2099",
        "members": [board.trustees["providers"][0].pk, board.trustees["directors"][0].pk],
        "reason": "They know each other.",
        "why_skipped": "A trial of what?",
    }
    address = url("start_fallback_step", number, "small_group")
    refused = client.post(address, group)
    assert "Name somebody as well who did not agree." in refused.content.decode()
    group["members"] = [board.trustees["providers"][0].pk, board.trustees["staff"][1].pk]
    assert client.post(address, group).status_code == 302
    assert "In the group:" in way(board.everyone[0], number)
    end = url("end_fallback_step", number, 2)
    assert client.get(end).status_code == 200
    assert client.post(end, {"outcome": "nothing", "result": "We differ."}).status_code == 302
    last = url("not_agreed", number)
    assert client.get(last).status_code == 200
    refused = client.post(last, {"reason": "We differ on cost."})
    assert (refused.status_code, "We differ on cost." in refused.content.decode()) == (422, True)
    done = client.post(last, {"reason": "We differ on cost.", "why_skipped": "No use."})
    assert (done.status_code, client.get(last).status_code) == (302, 302)
    words = page(board.everyone[0], number)
    assert "Why this did not become a decision" in words
    assert "We differ on cost." in words


def test_referral_is_shown_on_both_pages_to_those_who_may_read(board: SmallBoard, at: datetime) -> None:
    other = board_with_trustees("NE", seats=1)
    proposal = published(board, at)
    client, address = browser(board.chair), url("refer", proposal.number)
    assert client.get(address).status_code == 200
    assert client.post(address, {"to_board": "", "reason": "Theirs."}).status_code == 422
    assert client.post(address, {"to_board": other.board.pk, "reason": "It is theirs."}).status_code == 302
    referral = Referral.objects.get()
    assert "Referred to the North East board. No answer yet" in page(board.everyone[0], proposal.number)
    here, there = way(board.everyone[0], proposal.number), way(other.chair, referral.received.number)
    assert "Referred to the North East board" in here
    assert "No answer yet." in here
    assert f'href="/proposals/{referral.received.number}/"' not in here
    assert "The North West board referred this to us" in there
    assert f'href="/proposals/{proposal.number}/"' not in there


def test_national_step_refers(board: SmallBoard, at: datetime) -> None:
    national_group([board.board, board_with_trustees("NE", seats=1).board])
    proposal = falling(board, at)
    data = {
        "what": "May one region do this?",
        "due_on-day": "1",
        "due_on-month": "2",
        "due_on-year": "2099",
        "reason": "Beyond us.",
        "why_skipped": "No use here.",
    }
    done = browser(board.chair).post(url("start_fallback_step", proposal.number, "national"), data)
    assert (done.status_code, Referral.objects.get().to_board.short) == (302, "NSG")
    assert "Referred to the National Steering Group" in page(board.everyone[0], proposal.number)


def test_today_asks_objector_and_chair(board: SmallBoard, at: datetime) -> None:
    block = upheld(board, at)
    when = timezone.now() - timedelta(hours=1)
    add_block_step(block=block, kind=BlockStepKind.REQUEST, text="When?", by=board.chair, at=when)
    proposal = falling(board, at)
    today = browser(objector(board)).get("/today/").content.decode()
    assert f"Answer about your block on {numbered(block)}" in today
    assert f"Choose the next step for {proposal.number}" in browser(board.chair).get("/today/").content.decode()
    start_step(
        proposal=proposal,
        kind=FallbackKind.FACILITATED,
        plan=Plan("Meet.", timezone.localdate() + 3 * DAY, facilitator_name="A mediator"),
        reason="Talk.",
        why_skipped="No.",
        by=board.chair,
        at=when,
    )
    assert "Write down what came of it: a facilitated session" in browser(board.chair).get("/today/").content.decode()
    add_block_step(block=block, kind=BlockStepKind.ANSWER, text="Now.", by=objector(board), at=timezone.now())
    assert "Answer about your block" not in browser(objector(board)).get("/today/").content.decode()


def test_today_asks_for_words_and_shows_the_answer(board: SmallBoard, at: datetime) -> None:
    block = blocked(board, at)
    for person in (*board.trustees["staff"], board.trustees["young-people"][0]):
        find(block, person, holds=False, at=at + 8 * DAY)
    assert "Say in what words your block on" in browser(objector(board)).get("/today/").content.decode()
    from governance.actions.proposals import withdraw_proposal  # noqa: PLC0415

    national_group([board.board, board_with_trustees("NE", seats=1).board])
    proposal = falling(board, at)
    when = timezone.now() - timedelta(hours=1)
    one = refer_to_national(
        proposal=proposal,
        what="May we?",
        due_on=timezone.localdate() + 9 * DAY,
        reason="Beyond us.",
        why_skipped="No.",
        by=board.chair,
        at=when,
    )
    withdraw_proposal(proposal=one.received, reason="Each region decides.", by=board.chair, at=when)
    assert "Take up the answer about" in browser(board.chair).get("/today/").content.decode()
    assert "Each region decides." in way(board.everyone[0], proposal.number)


@pytest.mark.parametrize("make", ["upheld", "falling", "referred", "amended"])
def test_pages_keep_their_budget(board: SmallBoard, at: datetime, make: str) -> None:
    if make == "falling":
        proposal = falling(board, at)
        start_step(
            proposal=proposal,
            kind=FallbackKind.SMALL_GROUP,
            plan=Plan("Meet.", timezone.localdate() + 3 * DAY, members=[one.pk for one in board.everyone]),
            reason="Talk.",
            why_skipped="No.",
            by=board.chair,
            at=at + 9 * DAY,
        )
    elif make == "referred":
        proposal = published(board, at)
        refer(
            proposal=proposal,
            to_board=board_with_trustees("NE", seats=1).board,
            reason="So",
            by=board.chair,
            at=at + 9 * DAY,
        )
    else:
        block = upheld(board, at)
        proposal = block.position.entitlement.round.proposal
        if make == "amended":
            next_version(proposal, at=at + 9 * DAY)
    for reader in (board.everyone[0], objector(board), board.chair, board.secretary):
        client = browser(reader)
        client.get(f"/proposals/{proposal.number}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/proposals/{proposal.number}/")
        assert len(asked) <= PAGE, reader


def test_way_is_fetched_alone_by_a_page_that_follows_it(board: SmallBoard, at: datetime) -> None:
    proposal = falling(board, at)
    client, address = browser(board.everyone[0]), url("proposal_way", proposal.number)
    assert client.get(address).status_code == 200
    part = client.get(address, headers={"X-Live-Fragment": "1"}).content.decode()
    assert "Why this is not yet a decision" in part
    assert proposal.state == ProposalState.FALLBACK
