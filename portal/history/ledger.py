"""Writing the ledger, and proving to anybody what stands in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils import timezone

from portal.history.canonical import canonical_json, recompute_hash, utc_text
from portal.history.kinds import kind_named, ledger_kind
from portal.history.models import LedgerEntry, LedgerHead
from portal.history.models.ledger import GENESIS

if TYPE_CHECKING:
    from portal.people.models import User

__all__ = ["LedgerProof", "append_to_ledger", "ledger_kind", "proof_of", "recompute_hash"]


@dataclass(frozen=True)
class LedgerProof:
    """Everything somebody needs to compute the hash of one entry by themselves (see ``canonical``)."""

    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    describe: str
    subject_type: str
    subject_id: str
    actor: int | None
    board_ref: str
    facts: dict[str, Any]
    facts_text: str
    previous_hash: str
    hash: str
    public: bool
    holds: bool
    """The recorded facts give this hash, and the record still says what was recorded."""

    def as_published(self) -> dict[str, Any]:
        """Return the object whose canonical JSON has ``hash`` as its SHA-256."""
        return {
            "actor": self.actor,
            "at": utc_text(self.at),
            "board_ref": self.board_ref,
            "facts": self.facts,
            "kind": self.kind,
            "previous_hash": self.previous_hash,
            "recorded_at": utc_text(self.recorded_at),
            "seq": self.seq,
            "subject_id": self.subject_id,
            "subject_type": self.subject_type,
        }


def append_to_ledger(
    *, kind: str, subject: models.Model, by: "User | None", at: datetime, board_ref: str = ""
) -> LedgerEntry:
    """Add one act to the end of the chain, in the transaction of the act itself.

    Call it last: the head of the chain stays locked until the transaction ends, and every other act
    that writes the ledger waits for it.
    """
    registered = kind_named(kind)
    if not isinstance(subject, registered.model):
        msg = f"ledger kind {kind!r} is about {registered.label}, not {type(subject).__name__}"
        raise TypeError(msg)
    facts = canonical_json(registered.facts(subject))
    with transaction.atomic(savepoint=False):
        seq, previous = _locked_head()
        fields: dict[str, Any] = {
            "seq": seq + 1,
            "at": at,
            # The portal's own clock: ``at`` is what the act says, this is when the disk was told.
            "recorded_at": timezone.now(),
            "kind": kind,
            "subject_type": registered.label,
            "subject_id": str(subject.pk),
            "board_ref": board_ref,
            "previous_hash": previous,
        }
        digest = recompute_hash(**fields, actor=by.pk if by else None, facts=facts)
        entry = LedgerEntry(**fields, actor=by, facts_text=facts, hash=digest)
        _insert(entry)
        _move_head(seq + 1, digest)
    return entry


def _locked_head() -> tuple[int, str]:
    head = _head_as_it_stands()
    if head is None:
        # First entry ever; of two first writers one makes the row and the other waits for it here.
        LedgerHead.objects.get_or_create(pk=1)
        head = _head_as_it_stands() or (0, GENESIS)
    return head


# While these three statements run, every other act waits that writes the ledger: they are written out, because Django
# takes longer to find their words than the database takes to answer.
def _head_as_it_stands() -> tuple[int, str] | None:
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seq, hash FROM {LedgerHead._meta.db_table} WHERE id = 1{lock}")  # noqa: S608 - our own
        head: tuple[int, str] | None = cursor.fetchone()
    return head


def _insert(entry: LedgerEntry) -> None:
    fields = LedgerEntry._meta.local_concrete_fields
    columns, places = ", ".join(str(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {LedgerEntry._meta.db_table} ({columns}) VALUES ({places})", values)  # noqa: S608


def _move_head(seq: int, digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {LedgerHead._meta.db_table} SET seq = %s, hash = %s WHERE id = 1",  # noqa: S608
            [seq, digest],
        )


def proof_of(subject: models.Model, kind: str) -> LedgerProof | None:
    """Return the newest entry of ``kind`` about ``subject`` with all that is needed to check it, if there is one.

    Whether to show the facts is said by ``public``; asking it is the caller's duty.
    """
    entry = LedgerEntry.objects.filter(kind=kind, subject_id=str(subject.pk)).order_by("-seq").first()
    if entry is None:
        return None
    registered = kind_named(kind)
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
    return LedgerProof(
        seq=entry.seq,
        at=entry.at,
        recorded_at=entry.recorded_at,
        kind=entry.kind,
        describe=str(registered.describe),
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        actor=entry.actor_id,
        board_ref=entry.board_ref,
        facts=entry.facts,
        facts_text=entry.facts_text,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
        public=bool(registered.public and registered.public(subject)),
        holds=digest == entry.hash and canonical_json(registered.facts(subject)) == entry.facts_text,
    )
