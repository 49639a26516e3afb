"""How often every page asks the database: literal counts within the budgets of the quality page, at one item and three.

What other tests count already is not counted again: standards, services and guidance (``peerreview``, ``content``),
search, Today, notices, people, organisations, imports, the register at one and three, the panel of a round.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content import public_cache
from governance.actions.meetings import plan_meeting
from governance.models import Position
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import next_version
from tests.factories.rounds import Stance, adopted, opened, published, take
from tests.people import administrator, browser

pytestmark = pytest.mark.django_db
LIST, PROPOSAL, PUBLIC = 10, 12, 10
# Six for the page of a record, and one for each kind of record its timeline tells of (decision 0008).
TIMELINE = 6 + 9


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture(scope="module")
def at() -> datetime:
    return timezone.now() - timedelta(minutes=5)


def queries_of(client: Client, address: str) -> int:
    """Count what the page asks the second time; nothing kept whole may answer."""
    assert client.get(address).status_code == 200
    public_cache.forget()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def one_and_three(client: Client, address: str, add: Callable[[int], object]) -> int:
    """Return the count with one item, having seen that three cost the same."""
    add(0)
    one = queries_of(client, address)
    add(1)
    add(2)
    assert queries_of(client, address) == one
    return one


def test_lists_of_proposals_ask_equally_often(board: SmallBoard, at: datetime) -> None:
    reader = browser(board.trustees["directors"][0])
    add = lambda n: opened(board, at) if n == 0 else published(board, at)  # noqa: E731 - notices of every kind at once
    assert one_and_three(reader, "/proposals/", add) <= LIST
    assert queries_of(reader, f"/boards/{board.board.slug}/proposals/") <= LIST


def test_the_register_asks_visitors_and_trustees_within_a_lists_budget(board: SmallBoard, at: datetime) -> None:
    adopted(board, at - timedelta(days=8))
    assert queries_of(browser(board.trustees["directors"][0]), "/decisions/") <= LIST
    assert queries_of(Client(), "/decisions/") == 4 <= PUBLIC


def test_a_decision_is_read_within_a_public_pages_budget(board: SmallBoard, at: datetime) -> None:
    decision = adopted(board, at - timedelta(days=8))
    assert queries_of(Client(), f"/decisions/{decision.number}/") <= PUBLIC


def test_lists_of_boards_ask_equally_often(at: datetime) -> None:
    letters = ("NW", "NE", "EM")
    add = lambda n: board_with_trustees(letters[n], seats=n + 1)  # noqa: E731 - each with more people than the last
    assert one_and_three(Client(), "/boards/", add) <= PUBLIC


def test_a_boards_page_asks_equally_often_however_many_sit_on_it(at: datetime) -> None:
    few, many = board_with_trustees("NW", seats=1), board_with_trustees("NE", seats=4)
    for part, who in (("", False), ("chairs/", False), ("rules/", False), ("people/", True)):
        readers = [(one, browser(one.secretary) if who else Client()) for one in (few, many)]
        counts = {queries_of(reader, f"/boards/{one.board.slug}/{part}") for one, reader in readers}
        assert len(counts) == 1, part
        assert counts.pop() <= (PUBLIC if not who else 15), part


def test_lists_of_meetings_ask_equally_often(board: SmallBoard, at: datetime) -> None:
    def add(n: int) -> None:
        starts = at + timedelta(days=3 + n)
        plan_meeting(
            board=board.board,
            title="Meeting",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            how="Online",
            by=board.secretary,
            at=at,
        )

    assert one_and_three(browser(board.secretary), f"/boards/{board.board.slug}/meetings/", add) <= LIST


@pytest.mark.parametrize("address", ["/people/", "/people/organisations/", "/imports/"])
def test_administrators_lists_keep_their_budget(address: str) -> None:
    client = browser(administrator())
    client.get("/account/")
    assert queries_of(client, address) <= LIST


def test_a_proposal_with_positions_and_versions_keeps_its_budget(board: SmallBoard, at: datetime) -> None:
    proposal = published(board, at)
    for n in range(3):
        next_version(proposal, f"Changed {n}.", at=at)
    round = opened(board, at, proposal=proposal)
    for one in board.everyone:
        voice = round.entitlements.get(person=one)
        Position.objects.create(entitlement=voice, n=1, stance=Stance.AGREE, recorded_by=one, at=at)
    here = f"/proposals/{proposal.number}/"
    for reader in (board.chair, board.secretary, board.trustees["directors"][0]):
        assert queries_of(browser(reader), here) <= PROPOSAL
        assert queries_of(browser(reader), f"{here}round/others/") <= PROPOSAL
        assert queries_of(browser(reader), f"{here}versions/2/") <= PROPOSAL


def test_a_timeline_and_a_day_of_the_past_ask_equally_often_however_long_the_life(
    board: SmallBoard, at: datetime
) -> None:
    proposal = published(board, at)
    reader = browser(board.trustees["directors"][0])
    day = timezone.localdate(at).isoformat()
    addresses = [f"/proposals/{proposal.number}/history/{query}" for query in ("", f"?on={day}")]
    next_version(proposal, "Once.", at=at)
    short = [queries_of(reader, address) for address in addresses]
    for n in range(4):
        next_version(proposal, f"Again {n}.", at=at)
    assert [queries_of(reader, address) for address in addresses] == short
    assert max(short) <= TIMELINE


def test_changing_a_position_takes_as_few_statements_as_taking_it(board: SmallBoard, at: datetime) -> None:
    round, one = opened(board, at), board.everyone[0]
    take(round, one, at=at)
    with CaptureQueriesContext(connection) as asked:
        take(round, one, Stance.RESERVATIONS, at=at)
    assert len(asked) <= 12
