"""The rota as everybody sees it, answering on a page, handing over, and naming who stands in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.actions.chairs import end_chair_term
from governance.actions.turns import accept_turn, ask_next
from governance.enums.boards import ChairTermKind
from governance.enums.chairs import TurnState
from governance.models import Alternate, Appointment, ChairTerm, ChairTurn, StandIn
from governance.queries.chaircards import terms
from governance.queries.checks import findings
from governance.queries.seats import chair_of
from portal.people.models import User
from portal.today import today
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees, constituency
from tests.people import administrator, browser
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
SECRET = "Looks after a parent who is ill."


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def turn(board: SmallBoard) -> ChairTurn:
    found = ask_next(board=board.board, at=timezone.now())
    assert found is not None
    return found


def rota(board: SmallBoard, reader: User | None = None) -> str:
    response = browser(reader).get(f"/boards/{board.board.slug}/chairs/")
    assert response.status_code == 200
    return response.content.decode()


def page_of(turn: ChairTurn) -> str:
    return f"/boards/{turn.board.slug}/chairs/turns/{turn.pk}/"


def test_words_of_people_are_read_by_the_boards_own_people_only(board: SmallBoard, turn: ChairTurn) -> None:
    person = turn.appointment.person
    browser(person).post(page_of(turn), {"answer": "decline", "why": SECRET})
    term = chair_of(board.board, timezone.now())
    assert term is not None
    end_chair_term(term=term, ends_on=timezone.localdate(), why=SECRET, by=board.secretary, at=timezone.now())
    for reader in (board.secretary, board.trustees["directors"][0], administrator()):
        inside = rota(board, reader)
        assert inside.count("Looks after a parent") >= 1
        assert person.name in inside
    for stranger in (None, ConstituencyMembershipFactory(board=board.board).person):
        outside = rota(board, stranger)
        assert "Looks after" not in outside
        assert "Who was asked" not in outside
        assert "The chair was empty: an acting chair fills it at once" in outside
        assert "Ended early" in outside
    answer = Client().get(f"/api/v1/boards/{board.board.slug}/").json()
    assert answer["chair"]["why_picked"].startswith("The chair was empty")
    assert "Looks after" not in str(answer)


def test_the_coming_two_years_are_marked_as_a_forecast(board: SmallBoard, turn: ChairTurn) -> None:
    page = rota(board)
    assert "The coming two years: a forecast" in page
    assert page.count(">Forecast<") == 3
    assert page.count(">Being asked<") == 1
    assert "Nothing of this is settled." in page


def test_somebody_accepts_with_one_answer_and_a_stale_page_is_told(board: SmallBoard, turn: ChairTurn) -> None:
    person = turn.appointment.person
    assert [str(card.button) for card in today(person, timezone.now()).cards] == ["Answer"]
    client = browser(person)
    assert "Why you" in client.get(page_of(turn)).content.decode()
    answered = client.post(page_of(turn), {"answer": "accept", "why": ""}, follow=True).content.decode()
    assert "You take the chair. Thank you." in answered
    assert ChairTerm.objects.get(appointment=turn.appointment).kind == ChairTermKind.CONFIRMED
    assert "This is settled: accepted" in " ".join(client.get(page_of(turn)).content.decode().split())
    late = client.post(page_of(turn), {"answer": "decline", "why": "Changed my mind."})
    assert late.status_code == 422
    assert "Changed my mind." in late.content.decode()
    titles = [entry.title for entry in terms(person, timezone.now())]
    assert titles == [
        f"You take the chair: {board.board}",
        f"Your last day in the chair: {board.board}",
        f"Handing over the chair begins: {board.board}",
    ]
    assert [str(card.button) for card in today(User.objects.get(pk=person.pk), timezone.now()).cards] == []


def test_not_taking_it_needs_a_reason_and_nothing_typed_is_lost(board: SmallBoard, turn: ChairTurn) -> None:
    client = browser(turn.appointment.person)
    refused = client.post(page_of(turn), {"answer": "excuse", "why": "  "})
    assert refused.status_code == 422
    assert "Say why, so that the board understands." in refused.content.decode()
    client.post(page_of(turn), {"answer": "excuse", "why": "Ill."})
    turn.refresh_from_db()
    assert (turn.state, turn.why) == (TurnState.UNAVAILABLE, "Ill.")


def test_nobody_else_learns_of_the_question(board: SmallBoard, turn: ChairTurn) -> None:
    for somebody in (board.chair, board.secretary, administrator()):
        assert browser(somebody).get(page_of(turn)).status_code == 404
    assert browser(turn.appointment.person).get(page_of(turn).replace(str(turn.pk), "99999")).status_code == 404


def test_the_secretary_asks_at_once_and_once(board: SmallBoard) -> None:
    client, address = browser(board.secretary), f"/boards/{board.board.slug}/chairs/ask/"
    assert client.get(address).status_code == 200
    assert "has been asked" in client.post(address, follow=True).content.decode()
    assert "asked already" in client.post(address, follow=True).content.decode()
    assert ChairTurn.objects.count() == 1


def test_a_swap_needs_a_decision_to_choose(board: SmallBoard) -> None:
    own = Appointment.objects.get(person=board.trustees["providers"][0])
    address = f"/boards/{board.board.slug}/chairs/swap/"
    refused = browser(board.secretary).post(address, {"to": own.pk, "decision": "1"})
    assert refused.status_code == 422
    assert ChairTurn.objects.count() == 0


def test_steps_of_the_handover_are_marked_on_the_page(board: SmallBoard) -> None:
    now = timezone.now()
    ChairTerm.objects.all()._raw_delete("default")
    own = Appointment.objects.get(person=board.trustees["directors"][0])
    begins = timezone.localdate() + timedelta(days=20)
    current = Appointment.objects.get(person=board.chair)
    common = {"board": board.board, "kind": "confirmed"}
    ChairTerm.objects.create(appointment=current, starts_on=begins - timedelta(days=150), ends_on=begins, **common)
    term = ChairTerm.objects.create(appointment=own, starts_on=begins, ends_on=begins + timedelta(days=150), **common)
    address = f"/boards/{board.board.slug}/chairs/{term.pk}/handover/"
    client = browser(own.person)
    assert "0 of 8 steps done." in client.get(address).content.decode()
    client.post(address, {"step": "talk", "done": "yes"})
    assert "1 of 8 steps done" in rota(board, board.secretary)
    assert "See the steps" in rota(board, board.secretary)
    # Administrators read the rota's words and are not led to steps that are the board's own.
    seen = rota(board, administrator())
    assert ("1 of 8 steps done" in seen, "See the steps" in seen) == (True, False)
    assert "steps done" not in rota(board)
    assert client.post(address, {"step": "nothing", "done": "yes"}).status_code == 404
    other = browser(board.trustees["providers"][0])
    assert "Mark done" not in other.get(address).content.decode()
    assert other.post(address, {"step": "talk", "done": "no"}).status_code == 403
    assert Client().get(address).status_code == 302
    assert chair_of(board.board, now) is not None


def test_a_principal_names_an_alternate_hands_over_and_takes_back(board: SmallBoard) -> None:
    own = board.trustees["providers"][0]
    person = ConstituencyMembershipFactory(board=board.board, constituency=constituency("providers")).person
    appointment = Appointment.objects.get(person=own)
    home = f"/boards/{board.board.slug}/alternates/"
    client, day = browser(own), timezone.localdate()
    spelt = {"starts_on": day.isoformat()}
    assert client.get(f"{home}name/{appointment.pk}/").status_code == 200
    wrong = client.post(f"{home}name/{appointment.pk}/", {"person": person.pk, "kind": "one_meeting"})
    assert "Choose the meeting." in wrong.content.decode()
    client.post(f"{home}name/{appointment.pk}/", {"person": person.pk, "kind": "standing", **spelt})
    alternate = Alternate.objects.get(person=person)
    later = day + timedelta(days=3)
    until = {"ends_on": later.isoformat()}
    client.post(f"{home}{alternate.pk}/hand-over/", {**spelt, **until})
    voice = StandIn.objects.get()
    assert "has the voice of this seat until" in client.get(home).content.decode()
    assert browser(person).get(home).status_code == 200
    assert client.get(f"{home}voices/{voice.pk}/take-back/").status_code == 200
    assert "The voice is back" in client.post(f"{home}voices/{voice.pk}/take-back/", follow=True).content.decode()
    assert browser(person).get(home).status_code == 404
    client.post(f"{home}{alternate.pk}/end/", {"ends_on": day.isoformat(), "reason": "A new post."})
    assert "A new post." not in client.get(home).content.decode()
    assert list(findings(timezone.now())) == []


def test_pages_of_the_chair_ask_equally_often_and_within_their_budget() -> None:
    small, large = board_with_trustees("NW", seats=1), board_with_trustees("NE", seats=3)
    for one in (small, large):
        turn = ask_next(board=one.board, at=timezone.now())
        assert turn is not None
        accept_turn(turn=turn, by=turn.appointment.person, at=timezone.now())
    for address, who, most in (("chairs/", None, 10), ("chairs/", "secretary", 12), ("alternates/", "secretary", 10)):
        counts = set()
        for one in (small, large):
            client = browser(one.secretary if who else None)
            path = f"/boards/{one.board.slug}/{address}"
            assert client.get(path).status_code == 200
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            counts.add(len(asked))
        assert len(counts) == 1, (address, counts)
        assert counts.pop() <= most
