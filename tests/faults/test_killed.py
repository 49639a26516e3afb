"""A server killed in the middle of writing, and people who act at one instant."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException

import pytest
from django.db import connection

from governance.models import Decision, Entitlement, Position, Round
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from tests.factories.governance import SmallBoard
from tests.factories.rounds import agreed, reasoned
from tests.faults.conftest import Voice
from tests.processes import Server, wait_until

pytestmark = pytest.mark.fault


def nothing_is_half_done() -> None:
    """Every position has its place in its chain, its history row and its ledger entry; the chain of hashes holds."""
    for entitlement in Entitlement.objects.prefetch_related("positions"):
        chain = list(entitlement.positions.order_by("n"))
        assert [position.n for position in chain] == list(range(1, len(chain) + 1))
        assert [position.supersedes_id for position in chain] == [None, *(one.pk for one in chain)][: len(chain)]
    positions = Position.objects.count()
    assert Position.history.count() == positions
    assert LedgerEntry.objects.filter(kind__startswith="position.").count() == positions
    assert list(verify_ledger()) == []


def test_server_killed_while_positions_are_written_leaves_nothing_half_done(
    board: SmallBoard, tested: Round, serve: Callable[..., Server]
) -> None:
    server = serve()
    path = f"/proposals/{tested.proposal.number}/position/"
    answered: list[tuple[int, str]] = []
    stop = threading.Event()

    def go_on_changing(voice: Voice) -> None:
        for turn in range(200):
            if stop.is_set():
                return
            reason = f"Turn {turn} of {voice.person.pk}"
            try:
                answer = voice.post(server, path, stance="reservations", reason=reason)
            except (OSError, HTTPException):
                return
            if answer.status == 302:
                answered.append((voice.person.pk, reason))

    voices = [Voice(person) for person in board.everyone]
    threads = [threading.Thread(target=go_on_changing, args=(voice,)) for voice in voices]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(answered) >= 12, within=30, what="positions are being written")
    server.kill()
    stop.set()
    for thread in threads:
        thread.join(timeout=25)
    connection.close()

    nothing_is_half_done()
    kept = set(Position.objects.values_list("entitlement__person", "reason"))
    assert set(answered) <= kept, "what was answered as recorded must have been recorded"
    again = serve()
    assert voices[0].post(again, path, stance="agree", reason="").status == 302
    nothing_is_half_done()


def at_one_instant(*acts: Callable[[], object]) -> list[object]:
    start = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait(timeout=10)
        answers[place] = act()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def test_decision_recorded_by_several_at_one_instant_is_recorded_once(
    board: SmallBoard, just_now: datetime, serve: Callable[..., Server]
) -> None:
    begun = just_now - timedelta(days=8)
    proposal = agreed(board, begun).proposal
    reasoned(proposal, board.chair, begun + timedelta(days=7, hours=1))
    proposal.refresh_from_db()
    server = serve()
    path = f"/proposals/{proposal.number}/adopt/"
    tabs = [Voice(board.chair) for _ in range(4)]
    answers = at_one_instant(*[lambda tab=tab: tab.post(server, path).status for tab in tabs])  # type: ignore[misc]
    assert set(answers) == {302}
    assert Decision.objects.filter(proposal=proposal).count() == 1
    assert LedgerEntry.objects.filter(kind="decision.recorded").count() == 1
    nothing_is_half_done()


def test_double_click_takes_one_position(board: SmallBoard, tested: Round, serve: Callable[..., Server]) -> None:
    server = serve()
    path = f"/proposals/{tested.proposal.number}/position/"
    voice = Voice(board.everyone[0])
    press = lambda: voice.post(server, path, stance="agree", reason="Yes.").status  # noqa: E731
    assert at_one_instant(press, press, press) == [302, 302, 302]
    assert Position.objects.filter(entitlement__person=voice.person).count() == 1
    nothing_is_half_done()
