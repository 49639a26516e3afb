"""What never changes about a round once it is closed, and what each act leaves in the ledger."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from governance.enums.rounds import Stance
from governance.models import Entitlement, Position
from governance.models.sealed import SealedForEver
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import agreed, all_agree, closed, opened, take

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def test_closed_rounds_and_positions_refuse_every_change(board: SmallBoard) -> None:
    round = agreed(board)
    position, entitlement = Position.objects.first(), Entitlement.objects.first()
    round.void_reason = "Changed"
    for row in (round, position, entitlement):
        with pytest.raises(SealedForEver):
            row.save()
        with pytest.raises(SealedForEver):
            row.delete()
        with pytest.raises(SealedForEver):
            type(row).objects.update(pk=1)
    for table, column in (
        ("governance_round", "void_reason = 'x'"),
        ("governance_position", "reason = 'x'"),
        ("governance_entitlement", "recused = NOT recused"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column}")  # noqa: S608 - both are written above


def test_every_act_has_one_ledger_entry_and_the_ledger_verifies(board: SmallBoard) -> None:
    round = opened(board)
    all_agree(round, [people[0] for people in board.trustees.values()])
    take(round, board.everyone[0], Stance.RESERVATIONS, at=LATER)
    closed(round)
    kinds = list(LedgerEntry.objects.values_list("kind", flat=True))
    assert (kinds.count("round.opened"), kinds.count("position.taken"), kinds.count("round.closed")) == (2, 6, 1)
    # The factory's chair terms are not made by the action that writes their entry.
    assert [one for one in verify_ledger() if one.where.startswith(("governance.Round", "governance.Position"))] == []
    assert not [entry for entry in LedgerEntry.objects.all() if "night cover" in entry.facts_text]


def test_taking_a_position_costs_few_statements(board: SmallBoard, django_assert_max_num_queries: Any) -> None:
    round, person = opened(board), board.everyone[0]
    with django_assert_max_num_queries(12):
        take(round, person)
