"""Recusal that came along a referral: who chairs the matter instead, and what the referring board's page says of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.actions.conflicts import raise_conflict, release_conflict, treat_conflict
from governance.actions.proposals import withdraw_proposal
from governance.actions.referrals import refer
from governance.domain.refusals import NotAllowed
from governance.enums.conflicts import Treatment
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState, Stance
from governance.models import Proposal, Referral, Round
from governance.permissions import rounds
from governance.queries.checks import findings
from governance.queries.conflictpages import conflict_page, conflict_strip
from governance.queries.conflicts import Why, item_chair
from governance.queries.proposals import find_proposal
from portal.notifications.models import Notification
from portal.people.models import User
from tests.factories.conflicts import recuse
from tests.factories.governance import BoardRoleFactory, SmallBoard, board_with_trustees
from tests.factories.rounds import opened, published, take
from tests.people import browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = timezone.now()


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
def other() -> SmallBoard:
    return board_with_trustees("NE", seats=2)


def fresh(one: Proposal) -> Proposal:
    return Proposal.objects.select_related("board").get(pk=one.pk)


def same(person: User) -> User:
    """Return somebody of whom nothing is remembered."""
    return User.objects.get(pk=person.pk)


def referred(board: SmallBoard, other: SmallBoard) -> Referral:
    proposal = published(board, NOW - 3 * DAY)
    return refer(proposal=proposal, to_board=other.board, reason="It is theirs.", by=board.chair, at=NOW - 2 * DAY)


@pytest.mark.parametrize("treatment", [Treatment.STAY, Treatment.WITHDRAW])
def test_a_chair_who_does_not_count_at_the_source_chairs_nothing_of_it_here(
    board: SmallBoard, other: SmallBoard, treatment: Treatment
) -> None:
    """The receiving board's chair keeps the referring board's minutes and left the matter there."""
    conflicted = other.chair
    BoardRoleFactory(board=board.board, person=conflicted)
    proposal = published(board, NOW - 3 * DAY)
    conflict = recuse(proposal, conflicted, treatment, NOW - 3 * DAY)
    words = {"reason": "It is theirs.", "by": board.chair, "at": NOW - 2 * DAY}
    received = refer(proposal=fresh(proposal), to_board=other.board, **words).received
    item = item_chair(fresh(received), NOW)
    assert (item.why, item.person) == (Why.LONGEST, item.person)
    assert item.person is not None
    assert item.person != conflicted.pk
    stand_in = User.objects.get(pk=item.person)
    for person in {*other.everyone, conflicted}:
        # Once with the row alone, once as a page reads it with its conflicts: the same answer.
        alone = rounds.is_chair(same(person), fresh(received), NOW)
        shown = find_proposal(same(person), received.number, NOW)
        assert alone == (person == stand_in)
        assert (shown is not None and rounds.is_chair(same(person), shown, NOW)) == alone
    seen = find_proposal(stand_in, received.number, NOW)
    assert seen is not None
    strip = conflict_strip(stand_in, seen, NOW)
    assert (strip.chair_is_out, strip.chairs, strip.names) == (True, True, "")
    assert conflict_page(stand_in, seen, NOW).chair_name == stand_in.name
    assert rounds.can_open_round(stand_in, fresh(received), NOW)
    assert not rounds.can_open_round(conflicted, fresh(received), NOW)
    release_conflict(conflict=conflict, why="Sold.", by=board.chair, at=NOW - DAY)
    assert item_chair(fresh(received), NOW).person == conflicted.pk
    assert rounds.is_chair(same(conflicted), fresh(received), NOW)


def test_the_stand_in_is_told_on_today_what_the_chair_would_be(board: SmallBoard, other: SmallBoard) -> None:
    BoardRoleFactory(board=board.board, person=other.chair)
    proposal = published(board, NOW - 30 * DAY)
    recuse(proposal, other.chair, Treatment.WITHDRAW, NOW - 30 * DAY)
    words = {"reason": "It is theirs.", "by": board.chair, "at": NOW - 29 * DAY}
    received = fresh(refer(proposal=fresh(proposal), to_board=other.board, **words).received)
    stand_in = User.objects.get(pk=item_chair(received, NOW).person)
    standing_in = SmallBoard(other.board, other.trustees, stand_in, other.secretary)
    opened(standing_in, NOW - 20 * DAY, proposal=received)

    neighbour = next(one for one in other.everyone if one not in (stand_in, other.chair))

    def told(person: User) -> bool:
        return "Close the round on" in browser(same(person)).get("/today/").content.decode()

    assert [told(one) for one in (stand_in, neighbour, other.chair)] == [True, False, False]


def test_whoever_left_the_matter_at_the_receiving_board_is_told_nothing_of_it_at_the_source(
    board: SmallBoard, other: SmallBoard
) -> None:
    conflicted, reader = board.trustees["directors"][0], board.trustees["staff"][0]
    referral = referred(board, other)
    source, received = referral.source, referral.received
    for person in (conflicted, reader):
        BoardRoleFactory(board=other.board, person=person)
    recuse(fresh(received), conflicted, Treatment.WITHDRAW, NOW - 2 * DAY)
    withdraw_proposal(proposal=fresh(received), reason="Each board decides.", by=other.chair, at=NOW - DAY)
    pages = [f"/proposals/{source.number}/", f"/proposals/{source.number}/way/"]
    for part in pages:
        told, hidden = (browser(same(one)).get(part).content.decode() for one in (reader, conflicted))
        assert "withdrawn" in told.lower()
        assert "what comes of it is not shown to you" not in told
        assert "what comes of it is not shown to you" in hidden
        for leak in (received.number, "Each board decides.", "has answered", "answered on"):
            assert leak not in hidden
    # Where it went is the source's own act: they read it, and the reason.
    assert "It is theirs." in browser(same(conflicted)).get(pages[1]).content.decode()
    assert received.number in browser(same(reader)).get(pages[1]).content.decode()
    heard = set(Notification.objects.filter(event="referral.answered").values_list("person", flat=True))
    assert reader.pk in heard
    assert conflicted.pk not in heard


def test_leaving_the_matter_at_the_source_gives_up_the_test_it_is_in_at_the_receiving_board(
    board: SmallBoard, other: SmallBoard
) -> None:
    """Otherwise they would be counted in what they may not read."""
    conflicted = other.trustees["providers"][0]
    BoardRoleFactory(board=board.board, person=conflicted)
    referral = referred(board, other)
    round = opened(other, NOW - DAY, proposal=fresh(referral.received))
    recuse(fresh(referral.source), conflicted, Treatment.WITHDRAW, NOW)
    assert Round.objects.get(pk=round.pk).state == RoundState.VOID
    assert fresh(referral.received).state == ProposalState.DISCUSSION
    again = opened(other, NOW, proposal=fresh(referral.received))
    assert set(again.entitlements.filter(recused=True).values_list("person", flat=True)) == {conflicted.pk}
    assert not [line for line in findings(NOW) if line.startswith(("6", "13"))]


def test_a_conflict_raised_at_the_source_is_no_way_round_a_block_at_the_receiving_board(
    board: SmallBoard, other: SmallBoard
) -> None:
    objector = other.trustees["providers"][0]
    BoardRoleFactory(board=board.board, person=objector)
    referral = referred(board, other)
    round = opened(other, NOW - 2 * DAY, proposal=fresh(referral.received))
    take(round, objector, Stance.BLOCK, NOW - 2 * DAY)
    by = board.trustees["providers"][1]
    conflict = raise_conflict(
        proposal=fresh(referral.source), person=objector, what="Their employer.", by=by, at=NOW - 3 * DAY
    )
    words = {"conflict": conflict, "reasons": "They gain.", "by": board.chair, "at": NOW}
    with pytest.raises(NotAllowed, match="must be settled") as refused:
        treat_conflict(treatment=Treatment.WITHDRAW, **words)
    assert objector.name not in str(refused.value)
    treat_conflict(treatment=Treatment.NOTE, **words)
    assert Round.objects.get(pk=round.pk).state == RoundState.OPEN
