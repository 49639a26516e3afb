"""Verifying: does the chain hold, and do the records still say what was recorded?"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q

from portal.history.canonical import canonical_json, recompute_hash
from portal.history.kinds import KINDS, Kind
from portal.history.models import LedgerEntry, LedgerHead
from portal.history.models.ledger import GENESIS

BATCH = 2000
# Rows read for each that is wanted, at most.
CLOSE = 2


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written."""

    problem: str
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}: {self.words}"

    def as_json(self) -> dict[str, str]:
        """Return the finding for a machine."""
        return asdict(self)


class Line(NamedTuple):
    """One entry as it is read here: making model objects is half the time of verifying a long chain."""

    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    subject_type: str
    subject_id: str
    actor_id: int | None
    board_ref: str
    facts_text: str
    previous_hash: str
    hash: str


def verify_ledger() -> Iterator[Finding]:
    """Yield every finding about the chain and its subjects, in constant memory; nothing when all is well.

    Safe beside writers: the head is read first, and entries after it are only asked whether the head
    has followed them.
    """
    head = LedgerHead.objects.first() or LedgerHead(seq=0, hash=GENESIS)
    last, previous = 0, GENESIS
    for batch in _batches(head.seq):
        for entry in batch:
            yield from _check_link(entry, last, previous)
            last, previous = entry.seq, entry.hash
        yield from _check_subjects(batch)
    if last != head.seq:
        yield Finding("cut", f"entries {last + 1} to {head.seq}", "the newest entries are missing from the ledger")
    elif previous != head.hash:
        yield Finding("head", f"entry {last}", "its hash is not the one the head of the ledger holds")
    newest = LedgerEntry.objects.aggregate(newest=Max("seq"))["newest"] or 0
    # Read after ``newest``: a writer moves both in one transaction, so the head can only be further on.
    reached = LedgerHead.objects.first()
    if newest > (reached.seq if reached else 0):
        yield Finding("head", f"entry {newest}", "stands after the head of the ledger")
    for kind in KINDS.values():
        yield from _check_one_per_row(kind)


def _batches(until: int) -> Iterator[list[Line]]:
    after = 0
    lines = LedgerEntry.objects.order_by("seq").values_list(*Line._fields)
    while batch := [Line._make(row) for row in lines.filter(seq__gt=after, seq__lte=until)[:BATCH]]:
        yield batch
        after = batch[-1].seq


def _check_link(entry: Line, last: int, previous: str) -> Iterator[Finding]:
    where = f"entry {entry.seq} ({entry.kind})"
    if entry.seq != last + 1:
        gap = f"entry {last + 1}" if entry.seq == last + 2 else f"entries {last + 1} to {entry.seq - 1}"
        yield Finding("gap", gap, "missing from the ledger")
    elif entry.previous_hash != previous:
        yield Finding("chain", where, "does not continue the entry before it")
    digest = recompute_hash(
        seq=entry.seq,
        at=entry.at,
        recorded_at=entry.recorded_at,
        kind=entry.kind,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        actor=entry.actor_id,
        board_ref=entry.board_ref,
        facts=entry.facts_text,
        previous_hash=entry.previous_hash,
    )
    if digest != entry.hash:
        yield Finding("hash", where, "was changed after it was written: its hash does not fit its content")


def _check_subjects(batch: list[Line]) -> Iterator[Finding]:
    for name, group in groupby(sorted(batch, key=attrgetter("kind", "seq")), key=attrgetter("kind")):
        entries = {entry.subject_id: entry for entry in group}
        kind = KINDS.get(name)
        if kind is None:
            yield Finding("kind", f"{len(entries)} entries of {name}", "nobody knows what their facts should be")
            continue
        yield from _compare_with_rows(kind, entries)


def _compare_with_rows(kind: Kind, entries: dict[str, Line]) -> Iterator[Finding]:
    """Compare the last entry of each subject with the live row; facts of an earlier one may have been overtaken."""
    keys = [key for key in map(kind.model._meta.pk.to_python, entries) if key is not None]
    rows = {str(row.pk): row for row in kind.rows().filter(_among(keys))}
    differing = []
    for subject_id, entry in entries.items():
        where = f"{kind.label} {subject_id}"
        row = rows.get(subject_id)
        if row is None:
            yield Finding("deleted", where, f"is gone, although entry {entry.seq} ({kind.name}) records it")
        elif (facts := canonical_json(kind.facts(row))) != entry.facts_text:
            differing.append((entry, facts))
    for entry, facts in differing:
        later = LedgerEntry.objects.filter(kind=kind.name, subject_id=entry.subject_id, seq__gt=entry.seq)
        if not later.exists():
            where, names = f"{kind.label} {entry.subject_id}", _names_that_differ(entry.facts_text, facts)
            yield Finding("changed", where, f"differs from entry {entry.seq} ({kind.name}) in {names}")


def _among(keys: list[Any]) -> Q:
    """Keep these rows, with a few between them where they stand close together: two thousand parameters are slow."""
    if keys and all(type(key) is int for key in keys):
        first, last = min(keys), max(keys)
        if last - first < CLOSE * len(keys):
            return Q(pk__range=(first, last))
    return Q(pk__in=keys)


def _names_that_differ(recorded_text: str, text_now: str) -> str:
    recorded: dict[str, Any] = json.loads(recorded_text)
    now: dict[str, Any] = json.loads(text_now)
    missing = object()
    names = [name for name in sorted({*recorded, *now}) if recorded.get(name, missing) != now.get(name, missing)]
    return ", ".join(names) or "its written form"


def _check_one_per_row(kind: Kind) -> Iterator[Finding]:
    """Count the entries of each row, some thousand rows at a time.

    One statement for all rows would be left to the planner, who after a restore knows nothing of the
    tables' sizes and compares every row with every entry.
    """
    if kind.one_per_row is None:
        return
    keys = kind.one_per_row().order_by("pk").values_list("pk", flat=True)
    entries = LedgerEntry.objects.filter(kind=kind.name).order_by()
    batch = list(keys[:BATCH])
    while batch:
        found = entries.filter(subject_id__in=[str(key) for key in batch])
        times = dict(found.values_list("subject_id").annotate(Count("seq")))
        for key in batch:
            where, count = f"{kind.label} {key}", times.get(str(key), 0)
            if count == 0:
                yield Finding("unrecorded", where, f"has no {kind.name} entry in the ledger")
            elif count > 1:
                yield Finding("twice", where, f"has {count} {kind.name} entries in the ledger instead of one")
        batch = list(keys.filter(pk__gt=batch[-1])[:BATCH]) if len(batch) == BATCH else []
