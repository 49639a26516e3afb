"""The pages of rounds: what each role sees, says and may do, with and without a script."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from time_machine import travel

from governance.enums.rounds import RecordedHow, RoundKind, RoundState, Stance
from governance.models import Block, Decision, Entitlement, Position, Round
from governance.queries.rounds import round_panel
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import (
    BoardRoleFactory,
    ConstituencyMembershipFactory,
    SmallBoard,
    board_with_trustees,
)
from tests.factories.people import UserFactory
from tests.factories.rounds import REASONS, WEEK, agreed, all_agree, closed, opened, published, take
from tests.people import browser

pytestmark = pytest.mark.django_db
SECRET = "The night cover worries me."


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    """Let the views' clock stand at the moment the tests happen."""
    with travel(NOON + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def address(name: str, round: Round, *more: Any) -> str:
    """Return the address of one act on a proposal."""
    return reverse(f"governance:{name}", args=[round.proposal.number, *more])


def body(person: User | None, url: str) -> str:
    """Return a page as somebody reads it."""
    answer = browser(person).get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def parts(person: User, round: Round) -> str:
    """Return all three parts of the panel as somebody reads them."""
    return "".join(body(person, address("round_part", round, part)) for part in ("standing", "position", "others"))


# Saying where one stands


def test_position_is_taken_by_an_ordinary_post(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    page = body(person, address("position", round))
    assert all(str(stance.label) in page for stance in Stance)
    answer = browser(person).post(address("position", round), {"stance": "agree", "reason": "", "will_help": ""})
    assert answer.status_code == 302
    assert Position.objects.get().stance == Stance.AGREE


@pytest.mark.parametrize("stance", [Stance.RESERVATIONS, Stance.STAND_ASIDE])
def test_position_without_its_reason_comes_back_with_what_was_typed(board: SmallBoard, stance: Stance) -> None:
    round, person = opened(board), board.everyone[0]
    answer = browser(person).post(address("position", round), {"stance": stance, "reason": "  ", "will_help": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert f'value="{stance}"' in page
    assert not Position.objects.exists()


def test_block_is_explained_and_confirmed_on_a_second_page(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    client, url = browser(person), address("position", round)
    first = client.post(url, {"stance": "block", "reason": "It leaves one adult alone.", "will_help": ""})
    page = first.content.decode()
    assert (first.status_code, Position.objects.count()) == (200, 0)
    assert "Before you block" in page
    assert "It leaves one adult alone." in page
    typed = {"stance": "block", "confirmed": "block", "reason": "It leaves one adult alone.", "ground": "duty"}
    second = client.post(url, typed)
    assert (second.status_code, Position.objects.count()) == (422, 0)
    assert "It leaves one adult alone." in second.content.decode()
    third = client.post(url, {**typed, "removal_condition": "Two adults.", "objector_part": "I draft the rota."})
    assert third.status_code == 302
    assert Block.objects.get().removal_condition == "Two adults."


def test_late_position_is_refused_in_words_and_nothing_typed_is_lost(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    client = browser(person)
    with travel(round.closes_at, tick=False):
        client.force_login(person)
        answer = client.post(
            address("position", round), {"stance": "reservations", "reason": "Typed slowly", "will_help": ""}
        )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "was not recorded" in page
    assert "Typed slowly" in page


def test_own_change_is_shown_as_changed_with_when(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    take(round, person, Stance.STAND_ASIDE)
    take(round, person, Stance.AGREE, at=NOON + timedelta(minutes=30))
    page = body(person, address("round_part", round, "position"))
    assert "Before that:" in page
    assert "Stand aside (2 November 2026 at midday)" in page or "Stand aside (2 November 2026 at 12" in page


def test_secretary_enters_a_position_told_by_telephone(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    voice = Entitlement.objects.get(person=person)
    url = address("record_position", round, voice.pk)
    assert person.name in body(board.secretary, address("round_part", round, "standing"))
    typed = {"stance": "agree", "reason": "", "will_help": ""}
    assert browser(board.secretary).post(url, typed).status_code == 422
    assert browser(board.secretary).post(url, {**typed, "how": "telephone"}).status_code == 302
    assert Position.objects.get().recorded_how == RecordedHow.TELEPHONE
    assert "entered this for you" in body(person, address("round_part", round, "position"))
    assert browser(board.chair).get(url).status_code == 403


# Who sees what


def test_where_others_stand_is_hidden_until_ones_own_position_is_taken(board: SmallBoard) -> None:
    round = opened(board)
    objector, other = board.everyone[0], board.everyone[1]
    take(round, objector, Stance.BLOCK, reason=SECRET)
    for reader in (other, board.chair, board.secretary):
        page = parts(reader, round)
        assert SECRET not in page
        for word in ("Blocked", "A block", "No agreement yet from", "Active support", "Stand aside:"):
            assert word not in page, (reader, word)
        assert "Positions taken: 1 of 10" in page
    take(round, other)
    page = parts(other, round)
    assert SECRET in page
    assert "A block has not been tested" in page
    assert SECRET not in parts(board.secretary, round)


def test_proposal_page_and_its_history_hide_what_the_fragments_hide(board: SmallBoard) -> None:
    round = opened(board)
    take(round, board.everyone[0], Stance.STAND_ASIDE, reason=SECRET)
    for name in ("proposal", "proposal_state", "proposal_history"):
        answer = browser(board.everyone[1]).get(address(name, round), headers={"X-Live-Fragment": "1"})
        assert SECRET not in answer.content.decode()
        assert "tand aside" not in answer.content.decode()


def test_everybody_of_the_board_sees_positions_with_names_once_the_round_has_closed(board: SmallBoard) -> None:
    round = opened(board)
    take(round, board.everyone[0], Stance.STAND_ASIDE, reason=SECRET)
    with travel(round.closes_at + timedelta(minutes=1), tick=False):
        for reader in (board.everyone[1], board.secretary):
            assert SECRET in parts(reader, round)


def test_observers_and_constituency_members_never_see_names_or_reasons(board: SmallBoard) -> None:
    round = opened(board)
    take(round, board.everyone[0], Stance.STAND_ASIDE, reason=SECRET)
    observer = BoardRoleFactory(board=board.board, role="observer").person
    member = ConstituencyMembershipFactory(board=board.board).person
    closed(round)
    with travel(round.closes_at + timedelta(minutes=1), tick=False):
        for reader in (observer, member):
            page = parts(reader, round)
            assert SECRET not in page
            assert board.everyone[0].name not in page
            assert "Stand aside: 1" in page


def test_reveal_after_close_hides_even_from_those_who_have_spoken(board: SmallBoard) -> None:
    from tests.factories.governance import RulesFactory  # noqa: PLC0415

    RulesFactory(board=board.board, version=2, reveal="after_close")
    round = opened(board)
    take(round, board.everyone[0], Stance.STAND_ASIDE, reason=SECRET)
    take(round, board.everyone[1])
    assert SECRET not in parts(board.everyone[1], round)


def test_awaited_people_are_named_to_chair_and_secretary_and_to_who_has_spoken(board: SmallBoard) -> None:
    round = opened(board)
    take(round, board.everyone[0])
    silent = board.everyone[9].name
    assert f"{silent}." in parts(board.chair, round)
    assert f"{silent}." in parts(board.everyone[0], round)
    assert silent not in parts(board.everyone[1], round)


def test_recused_trustee_sees_nothing_of_the_matter(board: SmallBoard) -> None:
    recused = board.everyone[0]
    round = opened(board, recused=[recused])
    for name, more in (("proposal", []), ("position", []), ("round_part", ["standing"]), ("proposal_history", [])):
        assert browser(recused).get(address(name, round, *more)).status_code == 404
    assert round.proposal.number not in body(recused, reverse("governance:proposals"))
    assert round_panel(recused, round.proposal, NOON) is None


def test_voice_outlasts_the_seat(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    seat = person.appointments.get()
    seat.ends_on = NOON.date()
    seat.save()
    assert "Your position" in body(person, address("proposal", round))
    assert browser(person).post(address("position", round), {"stance": "agree", "reason": ""}).status_code == 302


def test_strangers_find_nothing(board: SmallBoard) -> None:
    round = opened(board)
    for name, more in (("position", []), ("round_part", ["standing"]), ("open_round", []), ("close_round", [1])):
        assert browser(UserFactory()).get(address(name, round, *more)).status_code == 404
        assert browser().get(address(name, round, *more)).status_code == 302


def test_part_that_did_not_change_is_answered_304_until_somebody_speaks(board: SmallBoard) -> None:
    round, person = opened(board), board.everyone[0]
    client, url = browser(person), address("round_part", round, "standing")
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    take(round, board.everyone[1])
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    with travel(round.closes_at, tick=False):
        client.force_login(person)
        assert client.get(url, headers={"If-None-Match": changed["ETag"]}).status_code == 200
    assert client.get(address("round_part", round, "elsewhere")).status_code == 404


# Opening, closing, extending, recording


def test_chair_opens_extends_and_closes_on_pages_of_their_own(board: SmallBoard) -> None:
    proposal = published(board)
    chair = browser(board.chair)
    url = reverse("governance:open_round", args=[proposal.number])
    page = chair.get(url).content.decode()
    assert "Test for consensus" in page
    assert "Ratification" not in page
    wrong = chair.post(url, {"kind": "consensus_test", "closes_on-day": "9", "closes_time": "soon"})
    assert wrong.status_code == 422
    when = {"closes_on-day": "9", "closes_on-month": "11", "closes_on-year": "2026", "closes_time": "5pm"}
    assert chair.post(url, {"kind": "consensus_test", **when, "recused": [board.everyone[9].pk]}).status_code == 302
    round = Round.objects.get()
    assert round.closes_at.isoformat() == "2026-11-09T17:00:00+00:00"
    assert not round.entitlements.filter(recused=True).exists(), "nobody is recused because a chair says so"
    later = {**when, "closes_on-day": "12", "reason": "Half term"}
    assert chair.post(address("extend_round", round, 1), later).status_code == 302
    early = chair.post(address("close_round", round, 1), {})
    assert early.status_code == 422
    assert "Not everybody has taken a position yet" in early.content.decode()
    with travel("2026-11-12T17:00:00Z", tick=False):
        anybody = browser(board.everyone[3])
        assert anybody.post(address("close_round", round, 1), {}).status_code == 302
        assert anybody.get(address("close_round", round, 1)).status_code == 302
    assert Round.objects.get().state == RoundState.VOID


def test_trustees_and_secretary_have_no_chair_pages(board: SmallBoard) -> None:
    round = opened(board)
    for person in (board.everyone[0], board.secretary):
        for name, more in (("open_round", []), ("close_round", [1]), ("extend_round", [1])):
            assert browser(person).get(address(name, round, *more)).status_code == 403
    assert browser(board.everyone[0]).get(address("rationale", round)).status_code == 403
    assert browser(board.chair).get(address("close_round", round, 7)).status_code == 404


def test_decision_is_recorded_on_its_page_once_nothing_is_missing(board: SmallBoard) -> None:
    round = agreed(board)
    with travel(round.closes_at, tick=False):
        chair, url = browser(board.chair), address("adopt", round)
        lacking = chair.post(url, {})
        assert lacking.status_code == 422
        assert "Nobody owns the decision" in lacking.content.decode()
        typed = {
            **REASONS,
            "owner": board.chair.pk,
            "review_on-day": "1",
            "review_on-month": "11",
            "review_on-year": "2027",
        }
        assert chair.get(address("rationale", round)).status_code == 200
        assert chair.post(address("rationale", round), typed).status_code == 302
        assert "becomes a decision" in chair.get(url).content.decode()
        assert chair.post(url, {})["Location"] == "/decisions/D-NW-2026-001/"
        assert chair.get(url)["Location"] == "/decisions/D-NW-2026-001/"
    assert Decision.objects.get().number == "D-NW-2026-001"


def test_blocks_are_tested_and_withdrawn_on_pages_of_their_own(board: SmallBoard) -> None:
    round = agreed(board, stances={board.everyone[9]: Stance.BLOCK})
    block = Block.objects.get()
    with travel(round.closes_at, tick=False):
        finder, objector = browser(board.everyone[0]), browser(board.everyone[9])
        assert "Say what you find of this block" in body(board.everyone[0], address("proposal", round))
        assert finder.post(address("test_block", round, block.pk), {"holds": "no"}).status_code == 422
        typed = {"holds": "no", "reason": "It is about money."}
        assert finder.post(address("test_block", round, block.pk), typed).status_code == 302
        assert finder.get(address("test_block", round, block.pk)).status_code == 200
        assert finder.get(address("withdraw_block", round, block.pk)).status_code == 403
        assert objector.get(address("test_block", round, block.pk)).status_code == 403
        assert objector.post(address("withdraw_block", round, block.pk), {"reason": "Met"}).status_code == 302
        assert finder.get(address("test_block", round, block.pk + 1)).status_code == 404


# What the panel offers is what the permissions allow


def test_panel_offers_what_the_actions_accept(board: SmallBoard) -> None:
    from governance.permissions import decisions as about_decisions  # noqa: PLC0415
    from governance.permissions import rounds as about_rounds  # noqa: PLC0415

    open_one = opened(board)
    window_test = opened(board)
    all_agree(window_test, [people[0] for people in board.trustees.values()])
    closed(window_test)
    rounds = [open_one, window_test, agreed(board), opened(board, kind=RoundKind.SENSE_CHECK)]
    people = [*board.everyone, board.secretary, BoardRoleFactory(board=board.board, role="observer").person]
    for round in rounds:
        proposal = type(round.proposal).objects.select_related("board").get(pk=round.proposal_id)
        begins = max(proposal.rounds.values_list("opens_at", flat=True))
        for at in (begins, begins + WEEK, begins + 4 * WEEK):
            for person in people:
                panel = round_panel(person, proposal, at)
                assert panel is not None
                assert panel.round is not None
                now = Round.objects.select_related("proposal").get(pk=panel.round.pk)
                is_open = now.state == RoundState.OPEN
                assert panel.may_open == (about_rounds.can_open_round(person, proposal, at) and not is_open)
                assert panel.may_take == about_rounds.can_take_position(person, now, at)
                assert panel.may_record_for == about_rounds.can_record_positions(person, now, at)
                assert panel.may_extend == about_rounds.can_extend_round(person, now, at)
                assert panel.may_write == about_decisions.can_write_rationale(person, proposal, at)
                assert panel.may_adopt == about_decisions.can_adopt(person, proposal, at)
                if panel.may_close:
                    assert about_rounds.can_close_round(person, now, at)
