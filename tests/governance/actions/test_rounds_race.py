"""Several people at one instant, each with a connection of their own."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection

from governance.actions.decisions import adopt
from governance.actions.positions import take_position
from governance.actions.rounds import close_round, hold_round, lock_round
from governance.domain.refusals import NotAllowed
from governance.enums.rounds import RoundState, Stance
from governance.models import Decision, Position, Round
from governance.tasks import run_due
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import all_agree, opened, reasoned

SECOND = timedelta(seconds=1)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do everything at one instant, each in a thread and connection of its own; return results or refusals in order."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=20)
            results[place] = act()
        except (NotAllowed, PermissionDenied) as refused:
            results[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    close_old_connections()
    return results


def take(round: Round, person: Any, stance: Stance = Stance.AGREE, at: Any = NOON) -> Callable[[], Position]:
    """Return the act of taking a position."""
    reason = "" if stance is Stance.AGREE else "So"
    return lambda: take_position(round=Round(pk=round.pk), by=person, stance=stance, reason=reason, at=at)


def ledger_holds() -> bool:
    """Say whether every round and position has its one entry in an unbroken chain."""
    return not [one for one in verify_ledger() if not one.where.startswith("governance.ChairTerm")]


def rounds_board() -> tuple[SmallBoard, Round]:
    """Return a board and an open round."""
    board = board_with_trustees(seats=1)
    return board, opened(board)


@pytest.mark.django_db(transaction=True)
def test_two_at_one_instant_are_both_recorded_on_either_database() -> None:
    board, round = rounds_board()
    one, two = board.everyone[:2]
    results = at_once(take(round, one), take(round, two, Stance.RESERVATIONS))
    assert [position.n for position in results] == [1, 1]
    assert Position.objects.count() == 2
    assert ledger_holds()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_everybody_at_one_instant_is_recorded_once() -> None:
    board, round = rounds_board()
    results = at_once(*(take(round, person) for person in board.everyone))
    assert all(isinstance(one, Position) for one in results)
    assert Position.objects.count() == 5
    assert LedgerEntry.objects.filter(kind="position.taken").count() == 5
    assert ledger_holds()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_same_trustee_clicking_twice_takes_one_position() -> None:
    board, round = rounds_board()
    person = board.everyone[0]
    at_once(*(take(round, person) for _ in range(4)))
    assert Position.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_same_trustee_saying_two_things_at_once_keeps_both_in_a_chain() -> None:
    board, round = rounds_board()
    person = board.everyone[0]
    at_once(take(round, person), take(round, person, Stance.STAND_ASIDE), take(round, person, Stance.RESERVATIONS))
    chain = list(Position.objects.order_by("n"))
    assert [one.n for one in chain] == [1, 2, 3]
    assert [one.supersedes for one in chain] == [None, *chain[:-1]]
    assert ledger_holds()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_position_arriving_as_the_round_closes_is_counted_or_refused_never_half() -> None:
    board, round = rounds_board()
    all_agree(round, board.everyone[1:])
    last, closing = board.everyone[0], round.closes_at
    position, _closed = at_once(
        take(round, last, Stance.RESERVATIONS, at=closing - SECOND),
        lambda: close_round(round=Round.objects.select_related("proposal").get(pk=round.pk), by=None, at=closing),
    )
    round = Round.objects.get(pk=round.pk)
    kept = [one for one in round.outcome["positions"] if one["person"] == last.pk]
    counted = isinstance(position, Position)
    assert (kept[0]["stance"] is not None) is counted
    assert Position.objects.filter(entitlement__person=last).exists() is counted
    assert round.outcome["outcome"]["verdict"] == ("consensus" if counted else "not_yet")
    assert ledger_holds()


def waits_not(act: Callable[[Round], Any], round: Round) -> bool:
    """Say whether another connection gets the lock at once."""
    from django.db import OperationalError, transaction  # noqa: PLC0415

    got: list[bool] = []

    def run() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '300ms'")
                act(round)
            got.append(True)
        except OperationalError:
            got.append(False)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    return got == [True]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_trustees_speak_side_by_side_while_nobody_can_close() -> None:
    from django.db import transaction  # noqa: PLC0415

    _board, round = rounds_board()
    with transaction.atomic():
        hold_round(round)
        assert waits_not(hold_round, round)
        assert not waits_not(lock_round, round)
    with transaction.atomic():
        lock_round(round)
        assert not waits_not(hold_round, round)
    assert waits_not(lock_round, round)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_one_instant_close_once() -> None:
    board, round = rounds_board()
    all_agree(round, board.everyone)

    def close() -> Round:
        return close_round(
            round=Round.objects.select_related("proposal").get(pk=round.pk), by=board.chair, at=NOON + SECOND
        )

    results = at_once(close, close, close)
    assert all(one.state == RoundState.CLOSED for one in results)
    assert LedgerEntry.objects.filter(kind="round.closed").count() == 1
    assert Round.objects.count() == 1
    assert ledger_holds()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_decisions_recorded_at_one_instant_have_numbers_of_their_own() -> None:
    board = board_with_trustees(seats=1)
    proposals = []
    for _ in range(3):
        round = opened(board)
        all_agree(round, board.everyone)
        close_round(round=round, by=board.chair, at=NOON + SECOND)
        reasoned(round.proposal, board.chair, NOON + SECOND)
        proposals.append(round.proposal)
    acts = [lambda it=it: adopt(proposal=it, by=board.chair, at=NOON + SECOND) for it in (*proposals, *proposals)]
    results = at_once(*acts)
    assert {one.number for one in results} == {f"D-NW-2026-00{n}" for n in (1, 2, 3)}
    assert Decision.objects.count() == 3
    assert ledger_holds()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_timer_that_runs_twice_at_once_does_everything_once() -> None:
    board, round = rounds_board()
    all_agree(round, board.everyone)
    reasoned(round.proposal, board.chair, NOON)
    at = round.closes_at
    at_once(lambda: run_due(at), lambda: run_due(at))
    assert Decision.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="round.closed").count() == 1
    assert ledger_holds()


@pytest.mark.postgres
@pytest.mark.django_db
def test_database_itself_refuses_a_position_after_closing_or_of_the_recused() -> None:
    from django.db import DatabaseError, transaction  # noqa: PLC0415

    board = board_with_trustees(seats=1)
    recused = board.everyone[0]
    round = opened(board, recused=[recused])
    for person, at in ((board.everyone[1], round.closes_at), (recused, NOON)):
        entitlement = round.entitlements.get(person=person)
        with pytest.raises(DatabaseError), transaction.atomic():
            Position.objects.create(entitlement=entitlement, n=1, stance=Stance.AGREE, recorded_by=person, at=at)
