"""What must be known to few is told to nobody else, whichever door they try."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from governance.actions.decisions import adopt
from governance.enums.proposals import Confidentiality
from governance.models import Decision
from portal.search.filling import rebuild
from portal.search.finding import search
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees, national_group
from tests.factories.rounds import adopted, closed, opened, reasoned, take
from tests.people import administrator, browser, editor, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
@remembered
def board() -> SmallBoard:
    """A board chaired by a young person, so that their name could stand in most places."""
    small = board_with_trustees(seats=1, chair="young-people")
    for who, name in ((small.chair, "Zephyrine Quillfeather"), (small.secretary, "Sam Secretary")):
        who.name = name
        who.save_without_historical_record()
    return small


PUBLIC = (
    "/boards/",
    "/boards/north-west/",
    "/boards/north-west/chairs/",
    "/boards/north-west/meetings/",
    "/boards/north-west/rules/",
    "/boards/national/",
    "/boards/national/chairs/",
    "/api/v1/boards/",
    "/api/v1/boards/north-west/",
    "/api/v1/boards/national/",
    "/decisions/{number}/",
    "/decisions/{number}/verify/",
    "/decisions/{number}/verify/?format=json",
    "/decisions.csv",
    "/decisions/feed/",
    "/decisions/?format=json",
    "/api/v1/decisions/{number}/",
    "/search/?q=Zephyrine",
    "/search/?q=young+people",
)


def test_a_young_persons_name_is_in_no_page_of_the_public(board: SmallBoard) -> None:
    national_group([board.board])
    number = adopted(board).number
    rebuild()
    for client in (Client(), browser(person()), browser(editor())):
        for address in PUBLIC:
            page = client.get(address.format(number=number))
            assert page.status_code == 200, address
            assert "Quillfeather" not in page.content.decode(), address


def test_a_young_persons_name_is_found_by_those_who_sit_with_them_only(board: SmallBoard) -> None:
    rebuild()
    near = board.trustees["staff"][0]
    assert [str(hit.title) for hit in search(near, "Quillfeather", NOON).hits] == [
        "Zephyrine <mark>Quillfeather</mark>"
    ]
    elsewhere = board_with_trustees("NE", seats=1)
    rebuild()
    for reader in (AnonymousUser(), person(), elsewhere.everyone[0], elsewhere.secretary):
        nothing = search(reader, "Quillfeather", NOON)
        assert (nothing.total, nothing.kinds, nothing.hits) == (0, [], [])
    seats = browser(near).get("/api/v1/boards/north-west/").json()
    assert seats["chair"]["name"] == "Zephyrine Quillfeather"


def test_who_was_recused_reads_of_a_members_decision_nothing_and_of_an_open_one_no_names() -> None:
    board = board_with_trustees(seats=2)
    kept_out = board.trustees["providers"][1]
    for confidentiality in (Confidentiality.MEMBERS, Confidentiality.OPEN):
        decision = _decided_without(board, kept_out, confidentiality)
        page = browser(kept_out).get(f"/decisions/{decision.number}/")
        listed = browser(kept_out).get("/decisions/?format=json").content.decode()
        if confidentiality == Confidentiality.MEMBERS:
            assert page.status_code == 404
            assert decision.number not in listed
            assert browser(kept_out).get(f"/api/v1/decisions/{decision.number}/").status_code == 404
            assert browser(board.chair).get(f"/decisions/{decision.number}/").status_code == 200
        else:
            assert page.status_code == 200
            assert "Positions with names" not in page.content.decode()


def _decided_without(board: SmallBoard, kept_out: Any, confidentiality: Confidentiality) -> Decision:
    round = opened(board, confidentiality=confidentiality, recused=[kept_out])
    for one in board.everyone:
        if one != kept_out:
            take(round, one)
    round = closed(round)
    at = round.closed_at or NOON
    reasoned(round.proposal, board.chair, at)
    return adopt(proposal=round.proposal, by=board.chair, at=at)


def test_administrators_are_not_superusers_of_what_boards_keep_among_themselves() -> None:
    board = board_with_trustees(seats=1)
    decision = adopted(board, confidentiality=Confidentiality.MEMBERS)
    rebuild()
    for client in (browser(administrator()), browser(editor()), Client()):
        for address in (
            f"/decisions/{decision.number}/",
            f"/decisions/{decision.number}/verify/",
            f"/api/v1/decisions/{decision.number}/",
            f"/proposals/{decision.proposal.number}/",
            f"/proposals/{decision.proposal.number}/history/",
        ):
            assert client.get(address).status_code in (302, 404), address
        for address in (
            "/decisions/",
            "/decisions.csv",
            "/decisions/feed/",
            "/decisions/?format=json",
            "/api/v1/decisions/",
            "/search/?q=welcome",
            "/boards/north-west/",
            "/sitemap.xml",
        ):
            said = client.get(address).content.decode()
            assert decision.number not in said, address
            assert "shared welcome" not in said, address
