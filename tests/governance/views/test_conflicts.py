"""The pages of conflicts and interests: who sees what, what is said, and that each act can be done from its page."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.enums.conflicts import Treatment
from governance.models import ConflictDeclaration, Interest, InterestConfirmation, Proposal
from governance.tasks import preview_due, run_due
from portal.notifications.models import Notification
from tests.conftest import NOON
from tests.factories.conflicts import recuse
from tests.factories.governance import (
    TERM,
    ChairTermFactory,
    ConstituencyMembershipFactory,
    SmallBoard,
    board_with_trustees,
)
from tests.factories.rounds import published
from tests.people import browser, person

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(hours=1)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees(seats=1, registers=False)


@pytest.fixture(autouse=True)
def _an_hour_later() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def at(name: str, *args: object) -> str:
    return reverse(f"governance:{name}", args=args)


def test_conflict_is_declared_treated_and_released_from_its_pages(board: SmallBoard) -> None:
    number, one = published(board).number, board.everyone[0]
    page = browser(one)
    assert "Declare a conflict of interest" in page.get(at("proposal", number)).content.decode()
    assert page.post(at("declare_conflict", number), {"what": ""}).status_code == 422
    assert page.post(at("declare_conflict", number), {"what": "My employer sells this."}).status_code == 302
    conflict = ConflictDeclaration.objects.get()
    chair = browser(board.chair)
    said = chair.get(at("conflicts", number)).content.decode()
    assert "Not treated yet" in said
    assert "Decide what it comes to" in said
    assert "Treat a conflict of interest" in chair.get("/today/").content.decode()
    url = at("treat_conflict", number, conflict.pk)
    assert page.get(url).status_code == 403
    assert chair.get(url).status_code == 200
    assert chair.post(url, {"treatment": "stay", "reasons": "They gain."}).status_code == 302
    assert "without deciding" in page.get(at("proposal", number)).content.decode()
    assert page.get(at("own_conflict", conflict.pk)).status_code == 200
    assert chair.post(url, {"treatment": "withdraw", "reasons": "They gain much."}).status_code == 302
    assert page.get(at("proposal", number)).status_code == 404
    own = page.get(at("own_conflict", conflict.pk)).content.decode()
    assert "They gain much." in own
    assert number not in own
    url = at("release_conflict", number, conflict.pk)
    assert chair.get(url).status_code == 200
    assert chair.post(url, {"why": "The contract has ended."}).status_code == 302
    assert page.get(at("proposal", number)).status_code == 200


def test_others_are_told_names_on_the_board_and_numbers_beside_it(board: SmallBoard) -> None:
    proposal, one = published(board), board.everyone[0]
    member = ConstituencyMembershipFactory(board=board.board).person
    recuse(proposal, one, Treatment.WITHDRAW)
    inside, near = (
        browser(reader).get(at("proposal", proposal.number)).content.decode() for reader in (board.everyone[1], member)
    )
    for said in (inside, near):
        assert "One member takes no part in this item" in said
    assert one.name in inside
    assert f"interest. {one.name}" not in near
    assert browser(member).get(at("conflicts", proposal.number)).status_code == 403


def test_somebody_about_whom_a_conflict_is_raised_is_told_and_heard(board: SmallBoard) -> None:
    number, one = published(board).number, board.everyone[0]
    page, other = browser(one), browser(board.everyone[1])
    assert other.get(at("raise_conflict", number)).status_code == 200
    whose = {"whose": f"person-{one.pk}", "what": "Their employer sells this."}
    assert other.post(at("raise_conflict", number), whose).status_code == 302
    conflict = ConflictDeclaration.objects.get()
    assert Notification.objects.get(person=one, event="conflict.raised").url == at("own_conflict", conflict.pk)
    chair = browser(board.chair)
    too_soon = chair.post(at("treat_conflict", number, conflict.pk), {"treatment": "note", "reasons": "Small."})
    assert (too_soon.status_code, "has not been heard" in too_soon.content.decode()) == (422, True)
    assert other.get(at("own_conflict", conflict.pk)).status_code == 404
    assert page.post(at("own_conflict", conflict.pk), {"reply": "I left it."}).status_code == 302
    assert "I left it." in chair.get(at("conflicts", number)).content.decode()
    everybody = {"whose": f"constituency-{board.board.seats.first().constituency_id}", "what": "They buy it."}
    assert other.post(at("raise_conflict", number), everybody).status_code == 302


def test_register_is_kept_confirmed_and_read_by_the_board_only_until_it_publishes(board: SmallBoard) -> None:
    page, other = browser(board.everyone[0]), browser(board.everyone[1])
    entry = {"kind": "employment", "nature": "financial", "party": "Elm Homes", "what": "Manager"}
    when = {"starts_on_0": "1", "starts_on_1": "3", "starts_on_2": "2024", "starts_on": "2024-03-01"}
    assert page.get(at("add_interest")).status_code == 200
    assert page.post(at("add_interest"), {**entry, "party": "", **when}).status_code == 422
    assert page.post(at("add_interest"), {**entry, **when}).status_code == 302
    interest = Interest.objects.get()
    assert page.post(at("change_interest", interest.pk), {**entry, **when, "party": "Elm House"}).status_code == 302
    assert other.get(at("change_interest", interest.pk)).status_code == 404
    for _twice in range(2):
        assert page.post(at("confirm_interests")).status_code == 302
    assert InterestConfirmation.objects.count() == 1
    assert "Elm House" in page.get(at("interests")).content.decode()
    here = at("board_interests", board.board.slug)
    assert "Elm House" in other.get(here).content.decode()
    stranger = browser(person())
    assert stranger.get(here).status_code == 404
    assert stranger.get(at("interests")).status_code == 404
    policy = {"public": "yes", "reason": "Agreed on 1 November."}
    assert browser(board.secretary).post(at("interests_policy", board.board.slug), policy).status_code == 302
    assert "Elm House" in stranger.get(here).content.decode()
    assert board.trustees["young-people"][0].name not in stranger.get(here).content.decode()


def test_confirmation_is_asked_for_once_however_late(board: SmallBoard) -> None:
    asked = [line for line in preview_due(AT) if "confirm the register" in line]
    assert len(asked) == 6
    assert [line for line in run_due(AT) if "confirm the register" in line] == asked
    assert [line for line in run_due(AT + timedelta(days=2)) if "confirm the register" in line] == []
    assert Notification.objects.filter(event="interests.due").count() == 6


def test_page_of_a_proposal_with_conflicts_asks_no_more(board: SmallBoard) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    proposal, reader = published(board), browser(board.everyone[3])
    counts = []
    for one in (None, board.everyone[0], board.everyone[1]):
        if one is not None:
            recuse(Proposal.objects.get(pk=proposal.pk), one)
        reader.get(at("proposal", proposal.number))
        with CaptureQueriesContext(connection) as asked:
            reader.get(at("proposal", proposal.number))
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= 12


def test_page_of_a_proposal_whose_chair_is_conflicted_stays_within_its_budget(board: SmallBoard) -> None:
    incoming = board.trustees["providers"][0]
    ChairTermFactory(appointment=incoming.appointments.get(), starts_on=TERM[1], ends_on=date(2027, 9, 1))
    proposal = published(board)
    address = at("proposal", proposal.number)
    recuse(proposal, board.chair, Treatment.STAY)
    for one in (incoming, board.chair, board.trustees["directors"][0], board.secretary):
        reader = browser(one)
        reader.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = reader.get(address).content.decode()
        assert len(asked) <= 12, one
        assert ("Open a round" in page) == (one == incoming)
