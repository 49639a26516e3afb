"""The public register and the record of each decision: who reads what, in which form, at which cost."""

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.actions.decisions import adopt
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ConcernState, Confidentiality
from governance.enums.rounds import Stance
from governance.models import Concern, Decision, DecisionRationale
from governance.queries.decisions import latest_decisions
from portal.history.canonical import canonical_json
from portal.ui.cells import without_formulas
from tests.conftest import NOON
from tests.factories.governance import BoardRoleFactory, SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.rounds import WEEK, adopted, agreed, reasoned
from tests.people import browser

pytestmark = pytest.mark.django_db
LIST = "/decisions/"
REASON = "Our home has no room at night."


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def decided(board: SmallBoard, **fields: Any) -> Decision:
    """Record a decision with one stand-aside that carries its reason."""
    from governance.actions.positions import take_position  # noqa: PLC0415
    from tests.factories.rounds import all_agree, closed, opened  # noqa: PLC0415

    round = opened(board, **fields)
    all_agree(round, board.everyone[1:])
    take_position(round=round, by=board.everyone[0], stance=Stance.STAND_ASIDE, reason=REASON, at=NOON)
    round = closed(round)
    reasoned(round.proposal, board.chair, NOON + WEEK)
    return adopt(proposal=round.proposal, by=board.chair, at=NOON + WEEK)


def text(answer: Any) -> str:
    """Return a page that was found."""
    assert answer.status_code == 200
    body: str = answer.content.decode()
    return body


def test_public_reads_wording_reasons_and_numbers_without_names(board: SmallBoard, client: Client) -> None:
    decision = decided(board)
    page = text(client.get(f"/decisions/{decision.number}/"))
    for words in (
        decision.number,
        "Every home sends a welcome book",
        "Homes asked for one way of doing this.",
        "Young people asked to meet the home first.",
        "Fewer placements end within a month.",
        "Trustee for staff",
        REASON,
        "Entry ",
    ):
        assert words in page
    for person in (*board.everyone, board.secretary):
        assert person.name not in page.replace("Person 1 ", "")
    assert decision.proposal.number not in page.replace(decision.number, "")


def test_boards_own_people_read_positions_with_names(board: SmallBoard) -> None:
    decision = decided(board)
    for person in (board.everyone[4], board.secretary):
        page = text(browser(person).get(f"/decisions/{decision.number}/"))
        assert f"{board.everyone[0].name}<br>" in page
        assert decision.owner.name in page
    outsiders = (UserFactory(), BoardRoleFactory(board=board.board, role="observer").person)
    for person in outsiders:
        assert f"{board.everyone[0].name}<br>" not in text(browser(person).get(f"/decisions/{decision.number}/"))


@pytest.mark.parametrize("kind", [Confidentiality.MEMBERS, Confidentiality.RESTRICTED])
def test_decision_that_is_not_open_exists_for_the_board_alone(board: SmallBoard, kind: Confidentiality) -> None:
    decision = adopted(board, title="A secret matter", confidentiality=kind)
    record = f"/decisions/{decision.number}/"
    places = (LIST, "/decisions/?q=secret", "/decisions.csv", "/decisions/?format=json", "/decisions/feed/")
    other = board_with_trustees("NE", seats=1)
    for reader in (browser(), browser(UserFactory()), browser(other.chair)):
        for address in (record, f"{record}verify/", f"{record}verify/?format=json"):
            assert reader.get(address).status_code == 404
        for address in places:
            assert "secret matter" not in text(reader.get(address))
    for person in (board.everyone[3], board.secretary):
        assert "A secret matter" in text(browser(person).get(record))
        assert "A secret matter" in text(browser(person).get(LIST))
    assert "secret matter" not in text(browser(board.secretary).get("/decisions/feed/"))
    assert latest_decisions(UserFactory(), NOON) == []
    assert latest_decisions(board.secretary, NOON) == [decision]


def test_recused_trustee_reads_of_the_decision_what_the_public_reads(board: SmallBoard) -> None:
    from governance.queries.decisions import decision_page  # noqa: PLC0415
    from tests.factories.rounds import all_agree, closed, opened  # noqa: PLC0415

    recused, other = board.everyone[0], board.everyone[1]
    for kind in (Confidentiality.OPEN, Confidentiality.RESTRICTED):
        round = opened(board, recused=[recused], confidentiality=kind)
        all_agree(round, board.everyone[1:])
        closed(round)
        reasoned(round.proposal, board.chair, NOON + WEEK)
        decision = adopt(proposal=round.proposal, by=board.chair, at=NOON + WEEK)
        page = decision_page(recused, decision.number, NOON)
        assert (page is not None) is (kind == Confidentiality.OPEN)
        assert page is None or not page.names
        assert browser(recused).get(f"/decisions/{decision.number}/").status_code == (200 if page else 404)
        assert browser(other).get(f"/decisions/{decision.number}/").status_code == 200


def test_unresolved_concerns_are_public_once_recorded_as_such(board: SmallBoard, client: Client) -> None:
    decision = decided(board)
    for state, words in ((ConcernState.RECORDED, "It costs too much."), (ConcernState.OPEN, "Said in passing.")):
        Concern.objects.create(
            proposal=decision.proposal,
            version=decision.version,
            raised_by=board.everyone[0],
            raised_at=NOON,
            text=words,
            state=state,
            closed_at=NOON if state == ConcernState.RECORDED else None,
        )
    page = text(client.get(f"/decisions/{decision.number}/"))
    assert "It costs too much." in page
    assert "Said in passing." not in page


def test_record_is_verified_in_plain_words_and_by_a_stranger(board: SmallBoard, client: Client) -> None:
    from hashlib import sha256  # noqa: PLC0415

    decision = decided(board)
    address = f"/decisions/{decision.number}/verify/"
    assert "This record is as it was made" in text(client.get(address))
    given = json.loads(client.get(f"{address}?format=json").content)
    written = json.dumps(given["entry"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(written.encode()).hexdigest() == given["hash"]
    assert canonical_json(given["entry"]) == written
    assert REASON not in written
    DecisionRationale._base_manager.filter(proposal=decision.proposal).update(reasons="Other reasons")
    assert "This record is not as it was made" in text(client.get(address))


def test_register_is_filtered_by_board_year_state_and_words(board: SmallBoard, client: Client) -> None:
    here = adopted(board, title="Welcome book")
    later = adopted(board, NOON + timedelta(days=90), title="Night cover")
    there = adopted(board_with_trustees("NE", seats=1), title="Shared visits")
    Decision._base_manager.filter(pk=there.pk).update(state=DecisionState.EXPIRED)

    def found(query: str) -> set[str]:
        rows = json.loads(client.get(f"/decisions/?format=json&{query}").content)["decisions"]
        shown = text(client.get(f"/decisions/?{query}"))
        numbers = {row["number"] for row in rows}
        assert numbers == {one.number for one in (here, later, there) if f"/decisions/{one.number}/" in shown}
        return numbers

    assert found("") == {here.number, later.number, there.number}
    assert found("board=north-west") == {here.number, later.number}
    assert found("year=2027") == {later.number}
    assert found("state=expired") == {there.number}
    assert found("q=night") == {later.number}
    assert found("q=WELCOME+BOOK+BEFORE") == {here.number, later.number, there.number}
    assert found(f"q={here.number.lower()}") == {here.number}
    assert found("q=nothing+like+it") == set()
    assert found("year=soon&state=odd&page=0&sort=odd") == {here.number, later.number, there.number}
    assert "No decision fits" in text(client.get("/decisions/?q=nothing"))


def test_register_sorts_and_pages(board: SmallBoard, client: Client) -> None:
    numbers = [adopted(board).number for _ in range(3)]
    for sort, first in (("decided", 0), ("-decided", 2)):
        rows = json.loads(client.get(f"/decisions/?format=json&sort={sort}").content)["decisions"]
        assert rows[0]["number"] == numbers[first]
    assert client.get("/decisions/?page=99").status_code == 200


def test_empty_register_says_what_will_appear(client: Client) -> None:
    assert "Each decision appears here on the day it is recorded." in text(client.get(LIST))


def test_files_escape_formulas(board: SmallBoard, client: Client) -> None:
    adopted(board, title="=HYPERLINK(1)")
    for address in ("/decisions.csv", "/decisions/?format=csv"):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/csv")
        rows = list(csv.DictReader(StringIO(text(answer).lstrip("\ufeff"))))
        assert [row["title"] for row in rows] == ["'=HYPERLINK(1)"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_cell_that_a_spreadsheet_would_run_is_quoted(cell: str) -> None:
    assert without_formulas(cell) == f"'{cell}"
    assert without_formulas(f"a{cell}") == f"a{cell}"


def test_feed_gives_the_newest_public_decisions(board: SmallBoard, client: Client) -> None:
    decision = adopted(board, title="Welcome & stay")
    answer = client.get("/decisions/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    page = text(answer)
    assert f"http://testserver/decisions/{decision.number}/" in page
    assert "Welcome &amp; stay" in page
    assert decision.number not in text(client.get("/decisions/feed/?board=elsewhere"))


def test_register_takes_as_many_queries_for_three_as_for_one(board: SmallBoard, client: Client) -> None:
    def asked(reader: Client) -> int:
        with CaptureQueriesContext(connection) as queries:
            text(reader.get("/decisions/?q=welcome"))
        return len(queries)

    adopted(board)
    trustee = browser(board.everyone[0])
    asked(trustee)  # The first request of a session writes it.
    few = asked(client), asked(trustee)
    for _ in range(2):
        adopted(board)
    assert (asked(client), asked(trustee)) == few
    assert max(few) <= 10


def test_record_takes_as_many_queries_for_forty_positions_as_for_five(client: Client) -> None:
    counts = set()
    for letters, seats in (("NW", 1), ("NE", 8)):
        decision = adopted(board_with_trustees(letters, seats=seats))
        with CaptureQueriesContext(connection) as queries:
            text(client.get(reverse("governance:decision", args=[decision.number])))
        counts.add(len(queries))
    assert len(counts) == 1
    assert counts.pop() <= 12


def test_agreed_matter_is_not_in_the_register_before_it_is_recorded(board: SmallBoard, client: Client) -> None:
    agreed(board, title="Not yet")
    assert "Not yet" not in text(client.get(LIST))
