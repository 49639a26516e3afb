"""The page of a meeting: who was there and what was agreed, recorded without JavaScript, told by what the reader is."""

from typing import Any

import pytest
from django.test import Client

from governance.models import AgreedAction, Attendance, AttendanceInterval
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.meetings import DUE, held, recorded, taken_on
from tests.factories.rounds import adopted
from tests.people import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
def address(board: SmallBoard) -> str:
    return f"/boards/{board.board.slug}/meetings/{held(board).held_on.isoformat()}/"


def filled(board: SmallBoard, **more: str) -> dict[str, str]:
    seats = [person.appointments.get().seat_id for person in board.everyone]
    return {f"kind_{seat}": "present" for seat in seats} | more


def seat_of(board: SmallBoard) -> int:
    return int(board.trustees["staff"][1].appointments.get().seat_id)


def test_the_secretary_records_who_was_there_and_corrects_it(board: SmallBoard, address: str) -> None:
    secretary, seat = browser(board.secretary), seat_of(board)
    assert "Record who was there" in secretary.get(address).content.decode()
    times = {f"times_{seat}": "1.30pm to 2:15pm, 3pm – 15:45"}
    answer = secretary.post(f"{address}attendance/", filled(board, **times), follow=True)
    assert "It is recorded who was there." in answer.content.decode()
    assert "2 of 2" in answer.content.decode()
    assert AttendanceInterval.objects.count() == 2
    form = secretary.get(f"{address}attendance/").content.decode()
    assert "13:30 to 14:15, 15:00 to 15:45" in form
    wrong = filled(board, **{f"kind_{seat}": "apologies", f"times_{seat}": ""})
    answer = secretary.post(f"{address}attendance/", wrong)
    assert answer.status_code == 422
    assert "Say why the record is corrected." in answer.content.decode()
    secretary.post(f"{address}attendance/", wrong | {"reason": "She had written."})
    assert Attendance.objects.get(seat=seat).kind == "apologies"
    assert not AttendanceInterval.objects.exists()


@pytest.mark.parametrize("times", ["early", "2pm", "2pm to late", "2pm to 3pm to 4pm", "25:00 to 26:00"])
def test_times_that_are_none_are_refused_and_what_was_typed_stays(board: SmallBoard, address: str, times: str) -> None:
    answer = browser(board.secretary).post(f"{address}attendance/", filled(board, **{f"times_{seat_of(board)}": times}))
    assert answer.status_code == 422
    assert times in answer.content.decode()
    assert not Attendance.objects.exists()


def test_names_are_for_the_board_and_sums_for_everybody(board: SmallBoard, client: Client) -> None:
    meeting = recorded(board)
    address = f"/boards/{board.board.slug}/meetings/{meeting.held_on.isoformat()}/"
    taken_on(board, meeting)
    name = board.trustees["providers"][0].name
    public = client.get(address).content.decode()
    assert "2 of 2" in public
    inside = browser(board.trustees["staff"][1]).get(address).content.decode()
    for secret in (name, "Write to the homes."):
        assert secret not in public
        assert secret in inside
    for other in ("attendance/", "actions/new/"):
        assert client.get(address + other).status_code == 302
        assert browser(board.trustees["staff"][1]).get(address + other).status_code == 403


def test_an_action_is_added_done_and_changed_on_its_pages(board: SmallBoard, address: str) -> None:
    secretary, owner = browser(board.secretary), board.trustees["staff"][1]
    new = {
        "what": "Ask for prices.",
        "owner": str(owner.pk),
        "due_on-day": "30",
        "due_on-month": "11",
        "due_on-year": "2026",
    }
    wrong = secretary.post(f"{address}actions/new/", {**new, "owner": "999999"})
    assert wrong.status_code == 422
    assert "Ask for prices." in wrong.content.decode()
    secretary.post(f"{address}actions/new/", new)
    action = AgreedAction.objects.get()
    assert (action.owner, action.due_on) == (owner, DUE)
    theirs = browser(owner)
    assert "Say that it is done" in theirs.get(address).content.decode()
    assert theirs.get(f"/actions/{action.pk}/change/").status_code == 403
    theirs.post(f"/actions/{action.pk}/done/", {"outcome": "Three came."})
    assert "Three came." in theirs.get(address).content.decode()
    answer = secretary.post(
        f"/actions/{action.pk}/change/",
        {**new, "due_on-day": "15", "due_on-month": "12", "reason": "One more is wanted."},
        follow=True,
    )
    assert "The action is changed." in answer.content.decode()
    stranger = browser(board_with_trustees(letters="NE").chair)
    assert stranger.get(f"/actions/{action.pk}/done/").status_code == 404


def test_what_follows_from_a_decision_stands_on_its_record(board: SmallBoard, client: Client) -> None:
    decision = adopted(board)
    address = f"/decisions/{decision.number}/"
    secretary = browser(board.secretary)
    assert "Add an action" in secretary.get(address).content.decode()
    assert secretary.get(f"{address}actions/new/").status_code == 200
    taken_on(board, decision)
    assert "Write to the homes." in secretary.get(address).content.decode()
    assert "Write to the homes." not in client.get(address).content.decode()
    assert secretary.get("/decisions/D-NW-2026-999/actions/new/").status_code == 404


def test_pages_cost_the_same_with_one_and_three(board: SmallBoard, django_assert_max_num_queries: Any) -> None:
    meeting = recorded(board)
    address = f"/boards/{board.board.slug}/meetings/{meeting.held_on.isoformat()}/"
    reader = browser(board.secretary)
    taken_on(board, meeting)
    reader.get(address)
    with django_assert_max_num_queries(30) as one:
        reader.get(address)
    for _ in range(2):
        taken_on(board, meeting)
    with django_assert_max_num_queries(30) as three:
        reader.get(address)
    assert len(three) == len(one) <= 17
