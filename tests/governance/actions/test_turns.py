"""Whose turn it is, asked and answered: one term ahead, late-safe, never twice, with the reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.actions.chairs import end_chair_term, fill_gap, start_chair_term
from governance.actions.decisions import adopt
from governance.actions.seats import end_appointment
from governance.actions.turns import accept_turn, ask_next, decline_turn, excuse_turn, lapse_turn, swap_turn
from governance.domain.refusals import NotAllowed
from governance.enums.boards import ChairTermKind
from governance.enums.chairs import TurnState
from governance.enums.proposals import ProposalKind
from governance.models import Appointment, ChairTerm, ChairTurn, Decision
from governance.queries.reasons import in_words, names_of_constituencies
from governance.queries.seats import chair_of, holders
from governance.tasks import preview_due, run_due
from portal.history.models import LedgerEntry
from portal.jobs import preview_reminders, reminders
from portal.notifications.models import Notification
from tests.conftest import NOON
from tests.factories.governance import BoardRoleFactory, SmallBoard, board_with_trustees, national_group
from tests.factories.rounds import agreed, published, reasoned

pytestmark = pytest.mark.django_db
NEXT = date(2027, 3, 1)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def asked(board: SmallBoard, at: datetime = NOON) -> ChairTurn:
    run_due(at)
    return ChairTurn.objects.select_related("appointment__person", "appointment__seat").get(
        board=board.board, state=TurnState.ASKED
    )


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_the_next_chair_is_asked_one_term_ahead_and_only_once(board: SmallBoard) -> None:
    assert preview_due(NOON) == [f"{board.board}: the next in turn is asked to take the chair"]
    turn = asked(board)
    assert (turn.starts_on, turn.ends_on) == (NEXT, date(2027, 9, 1))
    assert turn.appointment.person == board.trustees["local-authorities"][0]
    assert turn.answer_by == date(2026, 11, 16)
    words = in_words(turn.reasons, names_of_constituencies())
    assert words.startswith("Local authorities had never had a turn. Others had waited as long and served as often")
    assert run_due(NOON) == preview_due(NOON) == []
    notice = Notification.objects.get(event="chair.asked")
    assert notice.person == turn.appointment.person
    assert notice.url == f"/boards/{board.board.slug}/chairs/turns/{turn.pk}/"


def test_accepting_seats_the_next_chair_without_a_gap_and_twice_changes_nothing(board: SmallBoard) -> None:
    turn = asked(board)
    person = turn.appointment.person
    for _ in range(2):
        accept_turn(turn=turn, by=person, at=NOON)
    term = ChairTerm.objects.get(appointment=turn.appointment)
    assert (term.starts_on, term.ends_on, term.kind) == (NEXT, date(2027, 9, 1), ChairTermKind.CONFIRMED)
    assert LedgerEntry.objects.filter(kind="chair_term.started", subject_id=str(term.pk)).count() == 1
    for day, who in ((NEXT - timedelta(days=1), board.chair), (NEXT, person)):
        found = chair_of(board.board, at(day))
        assert found is not None
        assert found.appointment.person == who
    assert run_due(NOON) == []
    assert run_due(at(NEXT)) == [f"{board.board}: the next in turn is asked to take the chair"]


@pytest.mark.parametrize("who", ["chair", "secretary", "other"])
def test_nobody_answers_for_somebody_else(board: SmallBoard, who: str) -> None:
    turn = asked(board)
    other = {"chair": board.chair, "secretary": board.secretary, "other": board.trustees["providers"][0]}[who]
    for act in (
        accept_turn,
        lambda **said: decline_turn(why="No.", **said),
        lambda **said: excuse_turn(why="x", **said),
    ):
        with pytest.raises(PermissionDenied):
            act(turn=turn, by=other, at=NOON)
    with pytest.raises(PermissionDenied):
        ask_next(board=board.board, by=board.trustees["providers"][0], at=NOON)


def test_declining_asks_the_next_of_the_constituency_and_then_the_turn_is_lost(board: SmallBoard) -> None:
    first, second = board.trustees["local-authorities"]
    decline_turn(turn=asked(board), why="I retire in spring.", by=first, at=NOON)
    turn = asked(board)
    assert turn.appointment.person == second
    decline_turn(turn=turn, why="Too much already.", by=second, at=NOON)
    turn = asked(board)
    assert turn.appointment.person == board.trustees["directors"][0]
    assert "Local authorities let their turn pass." in in_words(turn.reasons, names_of_constituencies())
    accept_turn(turn=turn, by=turn.appointment.person, at=NOON)
    # They are behind everybody now: providers, staff's next and young people come before them.
    later = asked(board, at(NEXT))
    assert later.appointment.person == board.trustees["providers"][0]
    assert LedgerEntry.objects.filter(kind="chair_turn.passed").count() == 2


def test_being_unable_keeps_the_place_in_the_queue(board: SmallBoard) -> None:
    for person in board.trustees["local-authorities"]:
        excuse_turn(turn=asked(board), why="Ill until summer.", by=person, at=NOON)
    turn = asked(board)
    accept_turn(turn=turn, by=turn.appointment.person, at=NOON)
    assert asked(board, at(NEXT)).appointment.person == board.trustees["local-authorities"][0]


def test_whoever_does_not_answer_is_passed_over_however_late_that_is_noticed(board: SmallBoard) -> None:
    turn = asked(board)
    late = NOON + timedelta(days=15)
    with pytest.raises(NotAllowed, match="ended on 16 November 2026"):
        accept_turn(turn=turn, by=turn.appointment.person, at=late)
    assert run_due(late + timedelta(days=20)) == [
        f"{board.board}: no answer about the chair from {NEXT}",
    ]
    turn.refresh_from_db()
    assert (turn.state, turn.why) == (TurnState.UNAVAILABLE, "No answer came in time.")
    assert asked(board, late + timedelta(days=20)).appointment.person == board.trustees["local-authorities"][1]
    lapse_turn(turn=turn, at=late)
    assert ChairTurn.objects.filter(board=board.board).count() == 2


def test_a_reminder_comes_once_shortly_before_the_last_day(board: SmallBoard) -> None:
    asked(board)
    reminders(NOON + timedelta(days=9))
    assert not Notification.objects.filter(event="chair.reminder").exists()
    for hours in (0, 5, 30):
        at = NOON + timedelta(days=10, hours=hours)
        told = preview_reminders(at)
        assert reminders(at) == told
        assert len(told) == (1 if hours == 0 else 0)
    assert Notification.objects.filter(event="chair.reminder").count() == 1


def test_declining_needs_a_reason_and_an_answer_given_stands(board: SmallBoard) -> None:
    turn = asked(board)
    person = turn.appointment.person
    with pytest.raises(NotAllowed, match="Say why"):
        decline_turn(turn=turn, why=" ", by=person, at=NOON)
    for _ in range(2):
        decline_turn(turn=turn, why="No time.", by=person, at=NOON)
    with pytest.raises(NotAllowed, match="settled: declined"):
        accept_turn(turn=turn, by=person, at=NOON)


def test_a_board_that_comes_to_its_term_unarranged_gets_an_acting_chair_and_keeps_its_boundaries(
    board: SmallBoard,
) -> None:
    assert run_due(at(date(2027, 4, 10))) == [
        f"{board.board}: the next in turn is asked to take the chair",
        f"{board.board}: an acting chair fills the gap",
    ]
    acting = chair_of(board.board, at(date(2027, 4, 10)))
    assert acting is not None
    assert (acting.kind, acting.starts_on, acting.ends_on) == ("acting", date(2027, 4, 10), date(2027, 9, 1))
    assert asked(board, at(date(2027, 4, 10))).starts_on == date(2027, 9, 1)
    assert run_due(at(date(2027, 4, 10))) == []


def test_a_chair_who_resigns_is_followed_at_once_by_an_acting_one_and_uses_up_nobodys_turn(board: SmallBoard) -> None:
    turn = asked(board)
    accept_turn(turn=turn, by=turn.appointment.person, at=NOON)
    term = chair_of(board.board, NOON)
    assert term is not None
    end_chair_term(term=term, ends_on=NOON.date(), why="Private reasons.", by=board.secretary, at=NOON)
    acting = chair_of(board.board, NOON)
    assert acting is not None
    assert (acting.kind, acting.starts_on, acting.ends_on) == (ChairTermKind.ACTING, NOON.date(), NEXT)
    assert acting.appointment.person == board.trustees["directors"][0]
    assert in_words(acting.reasons, {}).startswith("The chair was empty")
    # Directors acted, and are first in the queue all the same.
    assert asked(board, at(NEXT)).appointment.person == board.trustees["directors"][0]
    assert fill_gap(board=board.board, at=NOON) is None


def test_a_confirmed_chair_relieves_the_acting_one(board: SmallBoard) -> None:
    term = chair_of(board.board, NOON)
    assert term is not None
    end_chair_term(term=term, ends_on=NOON.date(), why="Moved.", by=board.secretary, at=NOON)
    day = date(2026, 11, 20)
    other = Appointment.objects.get(person=board.trustees["providers"][1])
    start_chair_term(appointment=other, starts_on=day, ends_on=NEXT, why_picked="Agreed.", by=board.secretary, at=NOON)
    kinds = list(ChairTerm.objects.order_by("starts_on").values_list("kind", "starts_on", "ends_on"))
    assert kinds[1:] == [("acting", NOON.date(), day), ("confirmed", day, NEXT)]


def test_nobody_is_recorded_twice_running_while_another_constituency_can(board: SmallBoard) -> None:
    own = Appointment.objects.get(person=board.chair)
    with pytest.raises(NotAllowed, match="twice running"):
        start_chair_term(appointment=own, starts_on=NEXT, why_picked="Again.", by=board.secretary, at=NOON)


def test_leaving_the_seat_calls_off_a_term_to_come_and_asks_the_next(board: SmallBoard) -> None:
    turn = asked(board)
    accept_turn(turn=turn, by=turn.appointment.person, at=NOON)
    end_appointment(
        appointment=turn.appointment, ends_on=date(2027, 1, 1), why="A new post.", by=board.secretary, at=NOON
    )
    turn.refresh_from_db()
    assert turn.state == TurnState.WITHDRAWN
    assert asked(board).appointment.person == board.trustees["local-authorities"][1]


def test_leaving_the_seat_while_being_asked_asks_the_next(board: SmallBoard) -> None:
    turn = asked(board)
    end_appointment(
        appointment=turn.appointment, ends_on=date(2027, 1, 1), why="A new post.", by=board.secretary, at=NOON
    )
    turn.refresh_from_db()
    assert turn.state == TurnState.WITHDRAWN
    assert ChairTurn.objects.get(state=TurnState.ASKED).appointment.person == board.trustees["local-authorities"][1]


def decided(board: SmallBoard, kind: ProposalKind = ProposalKind.PROCEDURAL) -> Decision:
    begun = NOON - timedelta(days=30)
    round = agreed(board, begun, proposal=published(board, begun, kind=kind))
    closed = round.closed_at or NOON
    reasoned(round.proposal, board.chair, closed)
    return adopt(proposal=round.proposal, by=board.chair, at=closed)


def test_a_swap_rests_on_a_procedural_decision_and_the_one_who_waits_comes_next(board: SmallBoard) -> None:
    turn = asked(board, NOON)
    accept_turn(turn=turn, by=turn.appointment.person, at=NOON)
    decision = decided(board)
    provider = Appointment.objects.select_related("seat__constituency").get(person=board.trustees["providers"][0])
    swapped = swap_turn(board=board.board, to=provider, decision=decision, by=board.secretary, at=NOON)
    assert swapped.agreed_in == decision
    assert in_words(swapped.reasons, {}) == f"The board agreed to swap turns (decision {decision.number})."
    accept_turn(turn=swapped, by=provider.person, at=NOON)
    turn.refresh_from_db()
    assert turn.state == TurnState.WITHDRAWN
    assert asked(board, at(NEXT)).appointment == turn.appointment
    with pytest.raises(NotAllowed, match="already rests on it"):
        swap_turn(board=board.board, to=turn.appointment, decision=decision, by=board.secretary, at=NOON)


def test_a_swap_is_refused_without_consensus_of_the_board_about_it(board: SmallBoard) -> None:
    ordinary = decided(board, ProposalKind.ORDINARY)
    provider = Appointment.objects.get(person=board.trustees["providers"][0])
    staff = Appointment.objects.get(person=board.trustees["staff"][1])
    with pytest.raises(NotAllowed, match="procedural"):
        swap_turn(board=board.board, to=provider, decision=ordinary, by=board.secretary, at=NOON)
    procedural = decided(board)
    with pytest.raises(NotAllowed, match="twice running"):
        swap_turn(board=board.board, to=staff, decision=procedural, by=board.secretary, at=NOON)
    with pytest.raises(PermissionDenied):
        swap_turn(board=board.board, to=provider, decision=procedural, by=board.chair, at=NOON)
    turn = asked(board)
    with pytest.raises(NotAllowed, match="their turn already"):
        swap_turn(board=board.board, to=turn.appointment, decision=procedural, by=board.secretary, at=NOON)


def test_the_database_itself_refuses_two_people_asked_for_one_term(board: SmallBoard) -> None:
    turn = asked(board)
    other = Appointment.objects.get(person=board.trustees["providers"][0])
    with pytest.raises(IntegrityError), transaction.atomic():
        ChairTurn.objects.create(
            board=board.board,
            appointment=other,
            starts_on=turn.starts_on,
            ends_on=turn.ends_on,
            asked_at=NOON,
            answer_by=turn.answer_by,
        )


def test_the_national_chair_follows_when_the_home_term_ends_early() -> None:
    north, south = board_with_trustees("NW"), board_with_trustees("SE", chair="providers")
    group = national_group([north.board, south.board])
    run_due(NOON)
    own = Appointment.objects.get(person=north.chair)
    secretary = BoardRoleFactory(board=group).person
    start_chair_term(appointment=own, board=group, starts_on=NOON.date(), why_picked="Agreed.", by=secretary, at=NOON)
    term = chair_of(north.board, NOON)
    assert term is not None
    end_chair_term(term=term, ends_on=NOON.date(), why="Resigned.", by=north.secretary, at=NOON)
    now = chair_of(group, NOON)
    assert now is not None
    assert now.kind == ChairTermKind.ACTING
    assert {holder.person for holder in holders(group, NOON)} == {
        chair.appointment.person for one in (north, south) if (chair := chair_of(one.board, NOON))
    }


def test_nobody_is_put_back_into_the_chair_they_have_just_left() -> None:
    board = board_with_trustees(seats=1)
    for code in ("local-authorities", "directors", "providers", "young-people"):
        seat = Appointment.objects.select_related("seat__board").get(person=board.trustees[code][0])
        end_appointment(appointment=seat, ends_on=NOON.date(), why="Moves.", by=board.secretary, at=NOON)
    term = chair_of(board.board, NOON)
    assert term is not None
    end_chair_term(term=term, ends_on=NOON.date(), why="Ill.", by=board.secretary, at=NOON)
    assert chair_of(board.board, NOON) is None
    assert not [line for line in run_due(NOON + timedelta(days=1)) if "acting" in line]


def test_who_refused_the_next_term_is_made_acting_chair_only_when_nobody_else_is_left() -> None:
    board = board_with_trustees(seats=1)
    first = asked(board)
    excuse_turn(turn=first, why="Ill.", by=first.appointment.person, at=NOON)
    term = chair_of(board.board, NOON)
    assert term is not None
    end_chair_term(term=term, ends_on=NOON.date(), why="Moves.", by=board.secretary, at=NOON)
    acting = chair_of(board.board, NOON)
    assert acting is not None
    assert acting.appointment.person not in (first.appointment.person, board.chair)
