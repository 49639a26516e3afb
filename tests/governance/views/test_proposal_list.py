"""The list of proposals: what it finds, in which order, at which cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.actions.discussion import ask_question
from governance.actions.proposals import edit_draft
from governance.enums.proposals import ProposalState
from governance.models import Proposal
from governance.queries import proposals
from governance.queries.standing import KeptFor
from governance.queries.versions import working_copy
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import next_version, proposal_in_discussion
from tests.people import browser
from tests.remembering import remembered


@pytest.fixture
def board(db: None) -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def proposal(board: SmallBoard) -> Proposal:
    return proposal_in_discussion(board)


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_list_takes_as_many_queries_with_three_as_with_one(board: SmallBoard) -> None:
    address = reverse("governance:board_proposals", args=[board.board.slug])
    reader = browser(board.chair)
    proposal_in_discussion(board)
    one = queries_of(reader, address)
    proposal_in_discussion(board, by=board.chair)
    next_version(draft_and_publish(board))
    assert queries_of(reader, address) == one
    assert one <= 10


def draft_and_publish(board: SmallBoard) -> Proposal:
    return proposal_in_discussion(board, title="Third")


def test_list_is_filtered_sorted_and_paged_in_one_order(board: SmallBoard) -> None:
    for n in range(27):
        proposal_in_discussion(board, title=f"Matter {n}")
    client = browser(board.chair)
    address = reverse("governance:board_proposals", args=[board.board.slug])
    numbers = []
    for page in (1, 2):
        numbers += [row.number for row in client.get(address, {"sort": "number", "page": page}).context["page"]]
    assert numbers == [f"NW-2026-{n:03d}" for n in range(1, 28)]
    found = client.get(address, {"q": "matter 26"}).context["found"]
    assert [row.shown_title for row in found.page] == ["Matter 26"]
    assert client.get(address, {"state": ProposalState.ADOPTED}).context["page"].paginator.count == 0
    assert client.get(address, {"state": "under_way", "kind": "ordinary"}).context["page"].paginator.count == 27
    for nonsense in ({"page": "999999999"}, {"page": "-1"}, {"sort": "';--"}, {"state": "no"}, {"kind": "no"}):
        assert client.get(address, nonsense).status_code == 200


def test_a_long_list_is_not_counted_to_its_end_and_says_so(board: SmallBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.longlists.COUNTED", 2)
    monkeypatch.setattr("governance.queries.proposals.A_PAGE", 1)
    monkeypatch.setattr("governance.queries.proposals._ROWS", KeptFor(proposals._rows))
    client, address = browser(board.chair), reverse("governance:proposals")
    shown = []
    for n in range(1, 5):
        proposal_in_discussion(board, title=f"Matter {n}")
        shown.append(client.get(address).content.decode())
    assert ["More than 2 proposals" in page for page in shown] == [False, False, True, True]
    assert "2 proposals" in shown[1]
    titles, page = [], "1"
    while page:
        answer = client.get(address, {"page": page})
        titles += [row.shown_title for row in answer.context["page"]]
        page = str(answer.context["page"].next_page_number()) if answer.context["page"].has_next() else ""
    assert titles == ["Matter 4", "Matter 3", "Matter 2", "Matter 1"]


def test_list_finds_what_waits_for_me(board: SmallBoard, proposal: Proposal) -> None:
    address = reverse("governance:proposals")
    mine = browser(proposal.proposer)
    assert mine.get(address, {"needs_me": "on"}).context["page"].paginator.count == 0
    ask_question(proposal=proposal, text="Why?", by=board.chair, at=proposal.moved_at)
    assert mine.get(address, {"needs_me": "on"}).context["page"].paginator.count == 1
    assert browser(board.chair).get(address, {"needs_me": "on"}).context["page"].paginator.count == 0


def test_list_never_tells_the_unpublished_words_of_a_published_proposal(board: SmallBoard, proposal: Proposal) -> None:
    edit_draft(
        proposal=proposal,
        title="Secretly renamed",
        summary="Secret plan",
        clauses=working_copy(proposal).clauses,
        expected=None,
        by=proposal.proposer,
        at=proposal.moved_at,
    )
    reader = browser(board.trustees["directors"][0])
    address = reverse("governance:proposals")
    assert b"Secretly" not in reader.get(address).content
    assert reader.get(address, {"q": "secret"}).context["page"].paginator.count == 0
    for name in ("proposal", "proposal_history"):
        assert b"Secret" not in reader.get(reverse(f"governance:{name}", args=[proposal.number])).content
