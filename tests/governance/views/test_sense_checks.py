"""Sense checks from opening to the result on the page; and how the chair chooses when others' positions are seen."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from time_machine import travel

from governance.actions.rounds import open_round
from governance.domain.refusals import NotAllowed
from governance.domain.rounds import REVEAL_ORDER, reveals_allowed, sees_others
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RevealPolicy, RoundKind, RoundState, Stance
from governance.models import Block, GoverningRules, Proposal, Round
from portal.people.models import User
from portal.today import today
from tests.conftest import NOON
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.proposals import next_version
from tests.factories.rounds import WEEK, all_agree, closed, opened, published, take
from tests.people import browser

pytestmark = pytest.mark.django_db
SENSE = RoundKind.SENSE_CHECK


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    """Let the views' clock stand at the moment the tests happen."""
    with travel(NOON + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def page(person: User, round: Round, part: str = "") -> str:
    answer = browser(person).get(f"/proposals/{round.proposal.number}/{part}")
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_sense_check_is_explained_wherever_somebody_meets_it(board: SmallBoard) -> None:
    round, person = opened(board, kind=SENSE), board.everyone[0]
    assert "This is not the test." in page(person, round)
    assert "This is a sense check, not the test" in page(person, round, "position/")
    (card,) = today(User.objects.get(pk=person.pk), NOON).cards
    assert str(card.title).startswith("Say where you stand on")
    assert "Nothing is decided by it" in str(card.why)


def test_block_in_a_sense_check_stops_nothing_and_says_so(board: SmallBoard) -> None:
    round, person = opened(board, kind=SENSE), board.everyone[0]
    client, address = browser(person), f"/proposals/{round.proposal.number}/position/"
    second = client.post(address, {"stance": "block", "reason": "Alone at night.", "will_help": ""})
    assert "nothing is stopped by it" in second.content.decode()
    assert "Say that I would block" in second.content.decode()
    take(round, person, Stance.BLOCK)
    all_agree(round, board.everyone[1:])
    done = closed(round)
    assert (done.state, Proposal.objects.get().state) == (RoundState.CLOSED, ProposalState.DISCUSSION)
    assert Block.objects.get().state == BlockState.UNTESTED
    shown = page(board.chair, round)
    assert f"{person} would block this text" in shown
    assert "if this were the test, the proposal would be blocked" in shown
    assert f"blocks/{Block.objects.get().pk}/test/" not in shown


@pytest.mark.parametrize("everybody", [True, False])
def test_closed_sense_check_leaves_the_proposal_in_discussion_and_its_result_on_the_page(
    board: SmallBoard, everybody: bool
) -> None:
    round = opened(board, kind=SENSE)
    take(round, board.everyone[0], Stance.RESERVATIONS)
    if everybody:
        all_agree(round, board.everyone[1:])
    round = closed(round, NOON + timedelta(minutes=30) if everybody else None, board.chair if everybody else None)
    assert (round.state, round.void_reason) == (RoundState.CLOSED, "")
    assert Proposal.objects.get().state == ProposalState.DISCUSSION
    near = ConstituencyMembershipFactory(board=board.board).person
    words = (
        "Agree: 9 · Agree with reservations: 1 · Stand aside: 0 · Block: 0 · 0 did not say."
        if everybody
        else "Agree: 0 · Agree with reservations: 1 · Stand aside: 0 · Block: 0 · 9 did not say."
    )
    verdict = "there would be consensus" if everybody else "too few would have taken part"
    with travel(NOON + 2 * WEEK, tick=False):
        for reader in (board.everyone[2], board.secretary, near):
            shown = page(reader, round)
            assert words in shown
            assert verdict in shown
            assert "Nothing was decided by it" in shown
        # The next text and its test do not take the result away: it says of which version it was.
        proposal = Proposal.objects.get()
        next_version(proposal, at=NOON + WEEK + timedelta(hours=1))
        opened(board, NOON + 2 * WEEK, proposal=proposal)
        shown = page(near, round)
        assert "Sense check of version 1" in shown
        assert words in shown
    if not everybody:
        assert "The night cover worries me." not in page(near, round)


def test_result_of_a_sense_check_is_not_shown_before_it_closes(board: SmallBoard) -> None:
    round = opened(board, kind=SENSE)
    take(round, board.everyone[0], Stance.RESERVATIONS)
    for reader in (board.everyone[1], board.chair, board.secretary):
        assert "data-sense" not in page(reader, round)
        assert "Agree with reservations: 1" not in page(reader, round)


# When others' positions are seen


@pytest.mark.parametrize("rules", RevealPolicy)
def test_what_may_be_chosen_is_never_more_open_than_the_rules(rules: RevealPolicy) -> None:
    allowed = reveals_allowed(rules)
    assert allowed[0] is rules
    for policy in REVEAL_ORDER:
        for taken in (True, False):
            if policy in allowed:
                assert sees_others(rules, taken=taken, closed=False) or not sees_others(
                    policy, taken=taken, closed=False
                )


@pytest.mark.parametrize(
    ("rules", "chosen", "kept"),
    [
        (RevealPolicy.AFTER_OWN, None, RevealPolicy.AFTER_OWN),
        (RevealPolicy.AFTER_OWN, RevealPolicy.AFTER_CLOSE, RevealPolicy.AFTER_CLOSE),
        (RevealPolicy.ALWAYS, RevealPolicy.AFTER_OWN, RevealPolicy.AFTER_OWN),
        (RevealPolicy.AFTER_CLOSE, RevealPolicy.AFTER_OWN, None),
        (RevealPolicy.AFTER_OWN, RevealPolicy.ALWAYS, None),
    ],
)
def test_chair_chooses_what_is_stricter_than_the_rules_and_nothing_else(
    board: SmallBoard, rules: RevealPolicy, chosen: RevealPolicy | None, kept: RevealPolicy | None
) -> None:
    row = GoverningRules.objects.get()
    row.reveal = rules
    row.save_without_historical_record()
    proposal = published(board)
    act: dict[str, Any] = {"kind": SENSE, "closes_at": NOON + WEEK, "by": board.chair, "at": NOON, "reveal": chosen}
    if kept is None:
        with pytest.raises(NotAllowed):
            open_round(proposal=proposal, **act)
        return
    assert open_round(proposal=proposal, **act).reveal == kept


def test_stricter_choice_hides_the_others_and_holds_for_the_absent_members_too(board: SmallBoard) -> None:
    proposal = published(board)
    chair = browser(board.chair)
    address = f"/proposals/{proposal.number}/rounds/open/"
    shown = " ".join(chair.get(address).content.decode().split())
    assert "For this round you can choose a stricter way." in shown
    assert 'value="after_own"' in shown
    assert 'value="after_close"' in shown
    assert 'value="always"' not in shown
    typed = {"kind": "consensus_test", "reveal": "after_close", "closes_time": "18:00"}
    day = {"closes_on-day": "9", "closes_on-month": "11", "closes_on-year": "2026"}
    assert chair.post(address, {**typed, **day, "reveal": "always"}).status_code == 422
    assert chair.post(address, {**typed, **day}).status_code == 302
    round = Round.objects.select_related("proposal").get()
    assert round.reveal == RevealPolicy.AFTER_CLOSE
    # Three of them say nothing in time.
    for person in board.everyone[:7]:
        take(round, person, Stance.RESERVATIONS, at=NOON + timedelta(hours=1))
    assert "The night cover worries me." not in page(board.everyone[0], round, "round/others/")
    take(round, board.trustees["young-people"][0], at=NOON + timedelta(hours=1))
    closed(round)
    window = Round.objects.get(follows=round)
    assert window.reveal == RevealPolicy.AFTER_CLOSE


def test_form_asks_nothing_where_the_rules_leave_no_choice(board: SmallBoard) -> None:
    row = GoverningRules.objects.get()
    row.reveal = RevealPolicy.AFTER_CLOSE
    row.save_without_historical_record()
    proposal = published(board)
    shown = browser(board.chair).get(f"/proposals/{proposal.number}/rounds/open/").content.decode()
    assert "When are others" not in shown
