"""The pages of urgent decisions: who may act, what everybody reads, and that nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from governance.actions.decisions import write_rationale
from governance.enums.proposals import Confidentiality, ProposalState
from governance.enums.urgents import UrgentState
from governance.models import Proposal, UrgentDecision
from governance.queries.urgents import urgent_page
from governance.tasks import run_due
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.conflicts import recuse
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.rounds import REASONS, WEEK, published
from tests.factories.urgents import WHY, WHY_TOO, asked, drafted, taken
from tests.people import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with travel(NOON, tick=False):
        yield


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def text(answer: Any) -> str:
    assert answer.status_code == 200
    body: str = answer.content.decode()
    return body


def test_the_chair_asks_and_another_trustee_confirms_page_by_page(board: SmallBoard) -> None:
    proposal = drafted(board)
    chair, other = browser(board.chair), browser(board.trustees["providers"][0])
    page = f"/proposals/{proposal.number}/"
    assert f"{page}urgent/ask/" in text(chair.get(page))
    assert other.get(page).status_code == 404
    assert chair.post(f"{page}urgent/ask/", {"reason": ""}).status_code == 422
    assert chair.post(f"{page}urgent/ask/", {"reason": WHY}).status_code == 302
    assert chair.post(f"{page}urgent/ask/", {"reason": WHY}).status_code == 302
    assert UrgentDecision.objects.count() == 1
    shown = text(other.get(page))
    assert WHY in shown
    assert f"{page}urgent/confirm/" in shown
    refused = other.post(f"{page}urgent/confirm/", {"reason": WHY_TOO})
    assert refused.status_code == 422
    assert "The reasons are not written" in refused.content.decode()
    assert WHY_TOO in refused.content.decode()
    assert chair.post(f"{page}rationale/", _rationale(board)).status_code == 302
    assert other.post(f"{page}urgent/confirm/", {"reason": WHY_TOO}).status_code == 302
    assert other.post(f"{page}urgent/confirm/", {"reason": WHY_TOO}).status_code == 302
    urgent = UrgentDecision.objects.get()
    assert urgent.state == UrgentState.IN_FORCE
    assert "It holds since" in text(other.get(page))
    assert "Take your position" in text(browser(board.everyone[0]).get("/today/"))


def _rationale(board: SmallBoard) -> dict[str, Any]:
    return {
        **REASONS,
        "owner": board.chair.pk,
        "review_on-day": "2",
        "review_on-month": "11",
        "review_on-year": "2027",
    }


def test_only_those_whose_act_it_is_are_let_in(board: SmallBoard) -> None:
    urgent = asked(board)
    page = f"/proposals/{urgent.proposal.number}/urgent/"
    for person in (board.chair, board.trustees["staff"][1], board.secretary):
        assert browser(person).get(f"{page}confirm/").status_code == 403
    assert browser(board.secretary).get(f"{page}ask/").status_code == 403
    assert browser(board.secretary).get(f"{page}take-back/").status_code == 403
    assert browser(UserFactory()).get(f"{page}confirm/").status_code == 404
    ordinary = published(board)
    assert browser(board.chair).get(f"/proposals/{ordinary.number}/urgent/confirm/").status_code == 404
    assert browser(board.chair).get(f"/proposals/{ordinary.number}/urgent/ask/").status_code == 403


def test_the_chair_takes_it_back(board: SmallBoard) -> None:
    urgent = asked(board)
    chair, page = browser(board.chair), f"/proposals/{urgent.proposal.number}/"
    assert "Take the request back" in text(chair.get(page))
    for _ in range(2):
        answer = chair.post(f"{page}urgent/take-back/", {"reason": "It can wait."})
        assert answer.status_code == 302
    assert Proposal.objects.get().state == ProposalState.DISCUSSION


def test_the_public_reads_truthfully_what_became_of_it_without_names(board: SmallBoard, client: Client) -> None:
    urgent = taken(board)
    record = f"/decisions/urgent/{urgent.number}/"
    for path in ("/decisions/", "/decisions/urgent/", record):
        shown = text(client.get(path))
        assert str(urgent.number) in shown
        assert "Urgent, awaiting ratification" in shown
    shown = text(client.get(record))
    for words in (WHY, WHY_TOO, "The network takes the lease", "Providers", "Staff", "This holds for the time being"):
        assert words in shown
    for person in (*board.everyone, board.secretary):
        assert person.name not in shown.replace("Person 1 ", "")
    assert board.chair.name in text(browser(board.secretary).get(record))
    run_due(urgent.ratify_by or NOON)
    assert "the board did not ratify it" in text(client.get(record))
    assert str(urgent.number) not in text(client.get("/decisions/"))
    assert "Lapsed: it was not ratified" in text(client.get("/decisions/urgent/"))


def test_members_business_is_not_known_to_others(board: SmallBoard, client: Client) -> None:
    urgent = taken(board, confidentiality=Confidentiality.MEMBERS)
    record = f"/decisions/urgent/{urgent.number}/"
    assert client.get(record).status_code == 404
    for path in ("/decisions/", "/decisions/urgent/"):
        assert str(urgent.number) not in text(client.get(path))
    assert urgent.title in text(browser(board.secretary).get(record))


def test_the_chair_lets_a_proposal_lapse(board: SmallBoard) -> None:
    proposal = published(board)
    chair, page = browser(board.chair), f"/proposals/{proposal.number}/"
    assert f"{page}lapse/" in text(chair.get(page))
    assert f"{page}lapse/" not in text(browser(board.everyone[0]).get(page))
    assert browser(board.secretary).get(f"{page}lapse/").status_code == 403
    assert chair.post(f"{page}lapse/", {"reason": ""}).status_code == 422
    for _ in range(2):
        assert chair.post(f"{page}lapse/", {"reason": "Overtaken."}).status_code == 302
    assert "Overtaken." in text(chair.get(page))


def test_a_draft_that_changed_meanwhile_is_not_sealed_unread(board: SmallBoard) -> None:
    proposal = drafted(board)
    page = f"/proposals/{proposal.number}/urgent/ask/"
    answer = browser(board.chair).post(page, {"reason": WHY, "expected": "another text"})
    assert answer.status_code == 422
    assert not UrgentDecision.objects.exists()
    assert WHY in answer.content.decode()


def test_written_reasons_stay_complete(board: SmallBoard) -> None:
    urgent = taken(board)
    answer = browser(board.chair).post(
        f"/proposals/{urgent.proposal.number}/rationale/", {**_rationale(board), "reasons": ""}
    )
    assert answer.status_code == 422
    write_rationale(
        proposal=Proposal.objects.get(),
        by=board.chair,
        at=NOON + WEEK / 7,
        owner=board.chair,
        review_on=urgent.proposal.rationale.review_on,
        **{**REASONS, "reasons": "Said better."},
    )


def test_who_withdrew_from_the_matter_reads_no_names_in_its_record(board: SmallBoard) -> None:
    urgent = taken(board)
    withdrew = board.trustees["providers"][0]
    assert urgent_page(withdrew, str(urgent.number), NOON).names  # type: ignore[union-attr]
    recuse(urgent.proposal, withdrew)
    withdrew = User.objects.get(pk=withdrew.pk)
    page = urgent_page(withdrew, str(urgent.number), NOON)
    assert page is not None
    assert not page.names
