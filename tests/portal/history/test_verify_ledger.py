"""The command an administrator runs, and the comparison of records with their history."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from portal.history.canonical import recompute_hash
from portal.history.intact import verify_history
from portal.history.ledger import append_to_ledger
from portal.history.models import LedgerEntry, LedgerHead
from portal.history.verifying import verify_ledger
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import Organisation, User
from tests.conftest import NOON
from tests.portal.history.conftest import organisation
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def verify(*options: str) -> tuple[int, list[str]]:
    """Run the command; return its exit status and lines."""
    out = StringIO()
    try:
        call_command("verify_ledger", *options, stdout=out)
    except SystemExit as leaving:
        return int(str(leaving.code)), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


@pytest.fixture
@remembered
def recorded(ada: User, joined: str) -> list[Organisation]:
    """Return three organisations recorded in the ledger."""
    rows = [organisation(name, ada) for name in "abc"]
    for row in rows:
        append_to_ledger(kind=joined, subject=row, by=ada, at=NOON)
    return rows


def test_all_is_well(recorded: list[Organisation]) -> None:
    status, lines = verify()
    assert status == 0
    assert lines == [f"The ledger is intact: 3 entries, head {LedgerHead.objects.get().hash}."]


def test_one_line_per_finding(recorded: list[Organisation]) -> None:
    first, second, third = recorded
    sql("UPDATE people_organisation SET name = 'x' WHERE id = %s", second.pk)
    sql("DELETE FROM people_organisation WHERE id = %s", third.pk)
    status, lines = verify()
    assert status == 1
    assert lines == [
        f"people.Organisation {third.pk}: is gone, although entry 3 (test.joined) records it",
        f"people.Organisation {second.pk}: differs from entry 2 (test.joined) in name",
        f"people.Organisation {second.pk}: differs from its newest history row in name",
        f"people.Organisation {third.pk}: is gone, although its history does not say it was deleted",
    ]
    assert len(verify("--ledger-only")[1]) == 2
    assert first.pk


def test_findings_for_a_machine(recorded: list[Organisation]) -> None:
    sql("UPDATE history_ledgerentry SET board_ref = 'x' WHERE seq = 2")
    status, lines = verify("--json")
    finding, end = (json.loads(line) for line in lines)
    assert (status, finding["problem"], finding["where"]) == (1, "hash", "entry 2 (test.joined)")
    assert (end["entries"], end["findings"]) == (3, 1)


TAMPERING: list[tuple[str, str, str]] = [
    ("UPDATE people_organisation SET kind = 'other', reference = 'x'", "differs", "reference, kind"),
    ("DELETE FROM people_historicalorganisation", "no history", "has no history"),
    ("UPDATE people_historicalorganisation SET name = 'x'", "differs", "in name"),
    ("UPDATE people_historicalorganisation SET history_type = '-'", "returned", "deleted"),
    ("DELETE FROM people_organisation", "gone", "is gone"),
]


@pytest.mark.parametrize(("statement", "problem", "words"), TAMPERING)
def test_a_record_that_disagrees_with_its_history_is_found(ada: User, statement: str, problem: str, words: str) -> None:
    organisation("a", ada)
    assert list(verify_history()) == []
    sql(statement)
    (finding,) = verify_history()
    assert finding.problem == problem
    assert set(words.split(", ")) <= set(finding.words.replace(",", "").split()) or words in finding.words


def test_a_record_deleted_the_ordinary_way_is_no_finding(ada: User) -> None:
    delete_with_history(organisation("a", ada), by=ada, reason="Entered twice", at=NOON)
    assert list(verify_history()) == []


def test_an_act_recorded_late_with_its_own_time_is_no_finding(ada: User) -> None:
    row = organisation("a", ada)
    row.name = "b"
    save_with_history(row, by=ada, reason="Renamed", at=datetime(2025, 1, 1, tzinfo=UTC))
    assert list(verify_history()) == []


def test_a_sign_in_is_no_finding(ada: User) -> None:
    ada.last_login = NOON
    ada.save(update_fields=["last_login"])
    assert list(verify_history()) == []


def test_batches_follow_each_other(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.history.intact.BATCH", 2)
    rows = [organisation(name, ada) for name in "abcde"]
    assert list(verify_history()) == []
    sql("UPDATE people_organisation SET name = 'x' WHERE id = %s", rows[4].pk)
    assert [finding.where for finding in verify_history()] == [f"people.Organisation {rows[4].pk}"]


def test_a_long_chain_is_verified_in_pieces(
    recorded: list[Organisation], joined: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.history.verifying.BATCH", 2)
    assert list(verify_ledger()) == []
    sql("DELETE FROM history_ledgerentry WHERE seq = 2")
    assert [(finding.problem, finding.where) for finding in verify_ledger()][:1] == [("gap", "entry 2")]


def lengthen(count: int, recompute: Callable[..., str] = recompute_hash) -> None:
    """Write a chain quickly, about one organisation each, as the portal would have."""
    rows = Organisation.objects.bulk_create(
        [Organisation(name=f"n{i}", slug=f"s{i}", kind="other") for i in range(count)], batch_size=1000
    )
    head, entries = LedgerHead(seq=0), []
    for row in rows:
        fields: dict[str, Any] = {
            "seq": head.seq + 1,
            "at": NOON,
            "recorded_at": NOON,
            "kind": "test.joined",
            "subject_type": "people.Organisation",
            "subject_id": str(row.pk),
            "board_ref": "",
            "previous_hash": head.hash,
        }
        facts = f'{{"kind":"other","name":"{row.name}"}}'
        head.seq, head.hash = head.seq + 1, recompute(**fields, actor=None, facts=facts)
        entries.append(LedgerEntry(**fields, actor=None, facts_text=facts, hash=head.hash))
    LedgerEntry.objects.bulk_create(entries, batch_size=1000)
    head.save()


def test_a_chain_longer_than_a_batch_verifies(joined: str, db: None) -> None:
    lengthen(4000)  # How quickly is measured by ``python -m tests.load``.
    assert list(verify_ledger()) == []
