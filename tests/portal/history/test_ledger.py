"""Appending to the chain, proving an entry, and finding what was done behind the portal's back."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from portal.history.canonical import canonical_json
from portal.history.kinds import UnknownKind, ledger_kind
from portal.history.ledger import append_to_ledger, proof_of, recompute_hash
from portal.history.models import LedgerEntry, LedgerHead
from portal.history.verifying import verify_ledger
from portal.people.models import Organisation, User
from tests.conftest import NOON
from tests.portal.history.conftest import organisation

pytestmark = pytest.mark.django_db


def chain(names: str, by: User, kind: str = "test.joined") -> list[LedgerEntry]:
    """Record one organisation per letter."""
    return [append_to_ledger(kind=kind, subject=organisation(name, by), by=by, at=NOON) for name in names]


def problems() -> list[tuple[str, str]]:
    """Return what verifying finds, shortly."""
    return [(finding.problem, finding.where) for finding in verify_ledger()]


def sql(statement: str, *values: Any) -> None:
    """Do something behind the portal's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_entries_are_numbered_without_gap_and_chained(ada: User, joined: str) -> None:
    first, second, third = chain("abc", ada)
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert first.previous_hash == "0" * 64
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    head = LedgerHead.objects.get()
    assert (head.seq, head.hash) == (3, third.hash)
    assert problems() == []


def test_an_empty_ledger_verifies(joined: str, db: None) -> None:
    assert problems() == []


def test_a_rolled_back_act_leaves_no_gap(ada: User, joined: str) -> None:
    chain("a", ada)
    with transaction.atomic():
        chain("b", ada)
        transaction.set_rollback(True)
    assert chain("c", ada)[0].seq == 2
    assert problems() == []


def test_an_entry_needs_a_registered_kind_and_the_right_record(ada: User, joined: str) -> None:
    with pytest.raises(UnknownKind):
        append_to_ledger(kind="test.unknown", subject=ada, by=ada, at=NOON)
    with pytest.raises(TypeError):
        append_to_ledger(kind=joined, subject=ada, by=ada, at=NOON)
    with pytest.raises(ValueError, match="already registered"):
        ledger_kind(joined, "people.User", lambda row: {}, describe="Another")


def test_the_portal_itself_can_act(ada: User, joined: str) -> None:
    entry = append_to_ledger(kind=joined, subject=organisation("a"), by=None, at=NOON, board_ref="north-west")
    assert (entry.actor_id, entry.board_ref) == (None, "north-west")
    assert problems() == []


def test_appending_costs_three_statements_inside_a_transaction(
    ada: User, joined: str, django_assert_num_queries: Any
) -> None:
    chain("a", ada)
    row = organisation("b")
    with django_assert_num_queries(3):
        append_to_ledger(kind=joined, subject=row, by=ada, at=NOON)


TAMPERING = [
    ("UPDATE people_organisation SET name = 'x' WHERE name = 'b'", "changed"),
    ("DELETE FROM people_organisation WHERE name = 'b'", "deleted"),
    ("DELETE FROM people_organisation WHERE name = 'c'", "deleted"),
    ("UPDATE history_ledgerentry SET board_ref = 'x' WHERE seq = 2", "hash"),
    ("UPDATE history_ledgerentry SET at = recorded_at WHERE seq = 2", "hash"),
    ("UPDATE history_ledgerentry SET actor_id = NULL WHERE seq = 2", "hash"),
    ("UPDATE history_ledgerentry SET previous_hash = hash WHERE seq = 2", "chain"),
    ("UPDATE history_ledgerentry SET kind = 'test.other' WHERE seq = 2", "kind"),
    ("DELETE FROM history_ledgerentry WHERE seq = 1", "gap"),
    ("DELETE FROM history_ledgerentry WHERE seq = 2", "gap"),
    ("DELETE FROM history_ledgerentry WHERE seq = 3", "cut"),
    ("DELETE FROM history_ledgerentry WHERE seq = 3", "unrecorded"),
    ("DELETE FROM history_ledgerentry", "cut"),
    ("DELETE FROM history_ledgerhead", "head"),
    ("UPDATE history_ledgerhead SET seq = 2", "head"),
    ("UPDATE history_ledgerhead SET hash = 'x'", "head"),
]


@pytest.mark.parametrize(("statement", "problem"), TAMPERING)
def test_a_change_behind_the_portals_back_is_found(ada: User, joined: str, statement: str, problem: str) -> None:
    chain("abc", ada)
    assert problems() == []
    sql(statement)
    assert problem in [found for found, _ in problems()]


def test_the_newest_act_cut_away_with_its_head_is_found_by_its_record(ada: User, joined: str) -> None:
    _, second, third = chain("abc", ada)
    sql("DELETE FROM history_ledgerentry WHERE seq = 3")
    sql("UPDATE history_ledgerhead SET seq = 2, hash = %s", second.hash)
    assert problems() == [("unrecorded", f"people.Organisation {third.subject_id}")]


def test_a_rewritten_entry_breaks_the_next_link(ada: User, joined: str) -> None:
    chain("abc", ada)
    entry = LedgerEntry.objects.get(seq=2)
    facts = canonical_json({**entry.facts, "name": "forged"})
    forged = recompute_hash(
        seq=2,
        at=entry.at,
        recorded_at=entry.recorded_at,
        kind=entry.kind,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        actor=entry.actor_id,
        board_ref="",
        facts=facts,
        previous_hash=entry.previous_hash,
    )
    sql("UPDATE history_ledgerentry SET facts_text = %s, hash = %s WHERE seq = 2", facts, forged)
    sql("UPDATE people_organisation SET name = 'forged' WHERE name = 'b'")
    assert problems() == [("chain", "entry 3 (test.joined)")]


def test_a_second_entry_for_the_same_row_is_found(ada: User, joined: str) -> None:
    entry = chain("a", ada)[0]
    append_to_ledger(kind=joined, subject=Organisation.objects.get(name="a"), by=ada, at=NOON)
    assert problems() == [("twice", f"people.Organisation {entry.subject_id}")]


def test_a_finding_names_the_facts_that_differ(ada: User, joined: str) -> None:
    row = Organisation.objects.get(pk=chain("a", ada)[0].subject_id)
    sql("UPDATE people_organisation SET name = 'x'")
    assert [str(finding) for finding in verify_ledger()] == [
        f"people.Organisation {row.pk}: differs from entry 1 (test.joined) in name"
    ]


def test_verifying_costs_the_same_number_of_queries_for_1_and_3_entries(
    ada: User, joined: str, django_assert_num_queries: Any
) -> None:
    for name in ("a", "bc"):
        chain(name, ada)
        with django_assert_num_queries(8):
            assert problems() == []


def test_a_proof_lets_a_stranger_recompute_the_hash(ada: User, joined: str) -> None:
    chain("a", ada)
    row = organisation("b")
    at = datetime(2025, 6, 1, 18, 30, tzinfo=UTC)
    entry = append_to_ledger(kind=joined, subject=row, by=ada, at=at)
    proof = proof_of(row, joined)
    assert proof is not None
    assert (proof.seq, proof.hash, proof.public, proof.holds) == (2, entry.hash, True, True)
    assert proof.facts == {"name": "b", "kind": row.kind}
    assert sha256(canonical_json(proof.as_published()).encode()).hexdigest() == proof.hash


def test_there_is_no_proof_of_what_was_never_recorded(joined: str, db: None) -> None:
    assert proof_of(organisation("a"), joined) is None


def test_a_proof_fails_when_its_record_says_something_else(ada: User, joined: str) -> None:
    row = organisation("a")
    append_to_ledger(kind=joined, subject=row, by=ada, at=NOON)
    row.name = "another"
    proof = proof_of(row, joined)
    assert proof is not None
    assert not proof.holds


def test_two_heads_are_refused(ada: User, joined: str) -> None:
    chain("a", ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerHead.objects.create(id=2)
